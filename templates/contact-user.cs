<?cs include:"layout/header.cs" ?>
<?cs def:grants() ?><p class="hint">A link grants nothing: no sign-in, no right, and no message more or less. It shows on both pages that
they are one person, so that nothing is forgotten when the person leaves.</p>
<?cs /def ?><?cs

def:suggestion() ?><p><b><?cs var:Data.same.name ?></b> signs in with <?cs call:email(Data.same.email) ?>, which is also
<?cs var:Data.person.name ?>'s verified address. Is it the same person?</p>
<div class="actions">
<?cs call:form("/manage/business-profile/user/" + Data.person.id, "") ?><?cs
call:hidden("email", Data.same.email) ?><button type="submit" class="button button--main">Yes, link them</button>
<?cs call:end_form() ?><?cs call:form("/manage/business-profile/user/" + Data.person.id + "/other", "") ?><?cs
call:hidden("user", Data.same) ?><button type="submit" class="button">No, somebody else</button>
<?cs call:end_form() ?></div>
<?cs /def ?><?cs

def:linked() ?><dl class="facts">
<dt>User</dt><dd><b><?cs var:Data.user.name ?></b></dd>
<dt>Signs in with</dt><dd><?cs call:email(Data.user.email) ?></dd>
<dt>Role</dt><dd><?cs call:value(Data.user.role) ?></dd>
<dt>Linked</dt><dd>by <?cs var:Data.user.linked_by ?> on <?cs call:moment(Data.user.linked_at) ?></dd>
</dl>
<p>Is that wrong? Ending the link changes neither the sign-in nor the contact person.</p>
<?cs call:form("/manage/business-profile/user/" + Data.person.id + "/unlink", "") ?><?cs
call:hidden("user", Data.user) ?><div class="actions">
<button type="submit" class="button button--danger">End the link</button>
<a class="button" href="/manage/business-profile/contact-persons/<?cs var:url_escape(Data.person.id) ?>">Cancel</a>
</div>
<?cs call:end_form() ?><?cs /def ?>
<p class="back"><a href="/manage/business-profile/contact-persons/<?cs var:url_escape(Data.person.id) ?>"><?cs var:Data.person.name ?></a></p>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs if:Data.user ?><?cs call:linked() ?><?cs else ?><?cs
if:Data.same && !subcount(Page.problems) ?><?cs call:suggestion() ?><h2>Or another user</h2>
<?cs /if ?><?cs call:form("/manage/business-profile/user/" + Data.person.id, "watch") ?><?cs
call:field(Form.email) ?><?cs
call:buttons("Link", "/manage/business-profile/contact-persons/" + Data.person.id) ?><?cs
call:end_form() ?><?cs /if ?><?cs call:grants() ?></section>
<?cs include:"layout/footer.cs" ?>
