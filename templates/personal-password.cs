<?cs include:"layout/header.cs" ?><?cs include:"layout/preferences.cs" ?><?cs include:"layout/password.cs" ?>
<?cs call:back_to_personal() ?><h1><?cs var:Page.title ?></h1>
<section class="card">
<p class="intro">Wherever else you are signed in, you will be signed out. A message to your email address tells of the change.</p>
<?cs call:form("/billing/preferences/personal/password", "") ?><?cs
call:field(Form.current_password) ?><?cs
call:password_rules() ?><?cs
call:field(Form.new_password) ?><?cs
call:field(Form.confirm_password) ?><?cs
call:buttons("Change password", "/billing/preferences/personal") ?><?cs
call:end_form() ?>
<p class="hint">Do you not know the current one? <a href="/password/forgot">Have a link sent to your email address</a>.</p>
</section>
<?cs include:"layout/footer.cs" ?>
