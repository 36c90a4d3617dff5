<?cs include:"layout/header.cs" ?>
<section class="card">
<h1><?cs var:Page.title ?></h1>
<p>Enter the email address that you sign in with. A link to choose a new password is sent there.</p>
<?cs call:form("/password/forgot", "") ?><?cs
call:field(Form.email) ?><?cs
call:buttons("Send the link", "/login") ?><?cs
call:end_form() ?>
<p class="hint">You cannot read that address any more? Ask a Super Admin of your account<?cs
if:Page.support_email ?>, or write to <?cs call:email(Page.support_email) ?><?cs /if ?>.</p>
</section>
<?cs include:"layout/footer.cs" ?>
