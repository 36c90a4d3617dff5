<?cs include:"layout/header.cs" ?>
<?cs def:not_me(label) ?><?cs call:form("/billing/preferences/personal/contact/not-me", "") ?><?cs
call:hidden("person", Data.person) ?><button type="submit" class="button"><?cs var:label ?></button>
<?cs call:end_form() ?><?cs /def ?>
<p class="back"><a href="/billing/preferences/personal">Preferences</a></p>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs if:!Data.person ?><p>No contact person of <?cs var:Page.account.name ?> has your verified address, and nobody who may change contact
persons has said that one of them is you.</p>
<p><a class="button" href="/billing/preferences/personal">Back</a></p>
<?cs else ?><dl class="facts">
<dt>Contact person</dt><dd><b><?cs var:Data.person.name ?></b><?cs if:Data.person.is_primary ?> <span class="badge badge--primary">Primary</span><?cs /if ?></dd>
<dt>Email</dt><dd><?cs call:email(Data.person.email) ?></dd>
<dt>Phone</dt><dd><?cs call:phone(Data.person.phone) ?></dd>
<?cs if:Data.is_person ?><dt>Linked</dt><dd>by <?cs var:Data.person.linked_by ?> on <?cs call:moment(Data.person.linked_at) ?></dd>
<?cs /if ?></dl>
<?cs if:Data.is_person ?><p>This contact person is you, so both pages say so.</p>
<?cs call:not_me("That is not me") ?><?cs else ?><p>Somebody with your verified address is listed as a contact person of
<?cs var:Page.account.name ?>. Is that you?</p>
<div class="actions">
<?cs call:form("/billing/preferences/personal/contact", "") ?><?cs
call:hidden("person", Data.person) ?><button type="submit" class="button button--main">Yes, that is me</button>
<?cs call:end_form() ?><?cs call:not_me("No, somebody else") ?></div>
<?cs /if ?><p class="hint">It grants nothing: no sign-in, no right, and no message more or less.</p>
<?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
