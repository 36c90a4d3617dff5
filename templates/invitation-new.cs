<?cs include:"layout/header.cs" ?>
<p class="back"><a href="/manage/users/invitations">Invitations</a></p>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs if:Data.has_roles || subcount(Page.problems) || Page.held ?><p class="intro">A mail with a link is sent to the person, who joins by pressing a button on the page it
leads to. Nobody belongs to the account before. What the person has besides (mobile, times, licence) is set on the user's page afterwards.</p>
<?cs call:form("/manage/users/invitations/new", "watch") ?><?cs
call:field(Form.name) ?><?cs
call:field(Form.email) ?><?cs
call:field(Form.role) ?><?cs
call:field(Form.department) ?><?cs
call:field(Form.extension) ?><?cs
call:field(Form.takes_calls) ?><?cs
call:buttons("Send the invitation", "/manage/users/invitations") ?><?cs
call:end_form() ?><?cs
else ?><p>There is no role that you could give: each ranks as high as yours, or holds a right that you lack. Ask a Super Admin.</p>
<p><a class="button" href="/manage/users/invitations">Back to the list</a></p>
<?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
