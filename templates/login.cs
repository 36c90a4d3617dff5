<?cs include:"layout/header.cs" ?><?cs include:"layout/me.cs" ?>
<section class="card">
<h1><?cs var:Page.title ?></h1>
<?cs if:Data.has_held ?><div class="notice"><p>Your session had ended, so nothing was saved.
What you typed is kept: sign in, and it stands in its form again.</p></div>
<?cs /if ?><?cs call:form("/login", "") ?><?cs
call:field(Form.email) ?><?cs
call:field(Form.password) ?><?cs
call:field(Form.next) ?><?cs
call:field(Form.held) ?><?cs
call:buttons("Sign in", "") ?><?cs
call:end_form() ?><?cs
if:Data.passkey.challenge ?><div data-passkey-here hidden>
<?cs call:form("/login/passkey", "") ?><?cs
call:field(Form.next) ?><?cs
call:field(Form.held) ?><?cs
call:passkey_fields() ?><?cs
call:passkey_said() ?><?cs
call:passkey_button("Sign in with a passkey", "") ?><?cs
call:end_form() ?></div>
<?cs /if ?><p><a class="button" href="/password/forgot">Forgot password?</a></p>
<p class="hint">No sign-in yet, or none that works? Ask a Super Admin of your account<?cs
if:Page.support_email ?>, or write to support: <?cs call:email(Page.support_email) ?><?cs /if ?><?cs
if:Page.support_phone ?>, or call <?cs var:Page.support_phone ?><?cs /if ?>. Never tell anybody your password.</p>
<?cs if:Data.passkey.challenge ?><?cs call:passkey_script() ?><?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
