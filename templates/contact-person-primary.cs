<?cs include:"layout/header.cs" ?>
<p class="back"><a href="/manage/business-profile">Business Profile</a></p>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs if:Data.person.is_primary ?><p><b><?cs var:Data.person.name ?></b> is the Primary contact already. There is nothing to do.</p>
<p><a class="button" href="/manage/business-profile">Back to the list</a></p>
<?cs else ?><div class="pair">
<div><h2>Primary now</h2>
<?cs if:Data.old.name ?><p><b><?cs var:Data.old.name ?></b></p>
<p><?cs var:Data.old.email ?></p>
<p class="number"><?cs var:Data.old.phone ?></p>
<?cs else ?><p>Nobody</p>
<?cs /if ?></div>
<div><h2>Primary afterwards</h2>
<p><b><?cs var:Data.person.name ?></b></p>
<p><?cs var:Data.person.email ?></p>
<p class="number"><?cs var:Data.person.phone ?></p></div>
</div>
<h2>What moves to <?cs var:Data.person.name ?></h2>
<ul>
<li><b>Security codes</b> for changes to this account, by email and by phone</li>
<li><b>Critical alerts</b> and official notices</li>
</ul>
<?cs if:Data.old.name ?><p><?cs var:Data.old.name ?> stays listed, and receives neither any more.</p>
<?cs /if ?><?cs if:Data.is_unproven && subcount(Page.problems) ?><?cs elif:Data.is_unproven ?><div class="notice notice--warning"><p><b><?cs var:Data.person.name ?>'s email address is not verified yet</b>,
so security codes might reach nobody. Verify it first:
<a href="/manage/business-profile/contact-persons/<?cs var:url_escape(Data.person.id) ?>">open <?cs var:Data.person.name ?></a>.</p></div>
<?cs elif:Data.old.name ?><p>To confirm it, a code goes to <?cs var:Data.old.name ?>; you type it on the next page.</p>
<?cs /if ?><?cs call:form("/manage/business-profile/contact-persons/" + Data.person.id + "/primary", "") ?><?cs
call:field(Form.version) ?><?cs
call:field(Form.old) ?><div class="actions">
<button type="submit" class="button<?cs if:!Data.is_unproven ?> button--main<?cs /if ?>">Make <?cs var:Data.person.name ?> Primary</button>
<a class="button" href="/manage/business-profile">Cancel</a>
</div>
<?cs call:end_form() ?><?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
