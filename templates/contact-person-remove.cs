<?cs include:"layout/header.cs" ?>
<p class="back"><a href="/manage/business-profile">Business Profile</a></p>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs if:Data.person.is_primary ?><p><b><?cs var:Data.person.name ?></b> is the Primary contact, who cannot be removed, only replaced.
Make another person Primary first; then this one can go.</p>
<p><a class="button" href="/manage/business-profile">Back to the list</a></p>
<?cs else ?><dl class="facts">
<dt>Name</dt><dd><b><?cs var:Data.person.name ?></b></dd>
<dt>Email</dt><dd><?cs call:value(Data.person.email) ?></dd>
<dt>Phone</dt><dd><?cs call:value(Data.person.phone) ?></dd>
<dt>What the person is for</dt><dd><?cs call:value(Data.person.kind) ?></dd>
</dl>
<p><?cs var:Data.person.name ?> receives nothing from us any more. What was changed until now stays in the audit log.</p>
<p>Does this person sign in here as well? A sign-in is a thing of its own: removing the contact person does not end it.</p>
<?cs call:form("/manage/business-profile/contact-persons/" + Data.person.id + "/remove", "") ?><?cs
call:field(Form.version) ?><div class="actions">
<button type="submit" class="button button--danger">Remove <?cs var:Data.person.name ?></button>
<a class="button" href="/manage/business-profile">Cancel</a>
</div>
<?cs call:end_form() ?><?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
