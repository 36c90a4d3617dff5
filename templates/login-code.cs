<?cs include:"layout/header.cs" ?>
<section class="card">
<h1><?cs var:Page.title ?></h1>
<p>Your password was right. Open your authenticator app and type the code that it shows for this portal.</p>
<?cs call:form("/login/code", "") ?><?cs
call:field(Form.code) ?><?cs
call:buttons("Sign in", "/login") ?><?cs
call:end_form() ?>
<p class="hint">The app is not at hand? Type one of your recovery codes. Nothing of both left?<?cs
if:Page.support_email ?> Write to <?cs call:email(Page.support_email) ?>.<?cs else ?> Ask support.<?cs /if ?></p>
</section>
<?cs include:"layout/footer.cs" ?>
