<?cs include:"layout/header.cs" ?><?cs include:"layout/me.cs" ?>
<section class="card">
<h1><?cs var:Page.title ?></h1>
<?cs if:Data.has_app ?><p>Your password was right. Open your authenticator app and type the code that it shows for this portal.</p>
<?cs else ?><p>Your password was right. Use a passkey, or type one of your recovery codes.</p>
<?cs /if ?><?cs call:form("/login/code", "") ?><?cs
call:factor() ?><div class="actions">
<button type="submit" class="button button--main">Sign in</button>
<?cs call:passkey_button("Use a passkey", "") ?><a class="button" href="/login" data-leave>Cancel</a>
</div>
<?cs call:end_form() ?>
<?cs if:Data.has_passkey && !Data.passkey.challenge ?><p class="hint">This portal cannot check passkeys just now.</p>
<?cs /if ?><?cs if:Data.has_app ?><p class="hint">The app is not at hand? Type one of your recovery codes. Nothing of both left?<?cs
if:Page.support_email ?> Write to <?cs call:email(Page.support_email) ?>.<?cs else ?> Ask support.<?cs /if ?></p>
<?cs else ?><p class="hint">Nothing of both left?<?cs
if:Page.support_email ?> Write to <?cs call:email(Page.support_email) ?>.<?cs else ?> Ask support.<?cs /if ?></p>
<?cs /if ?><?cs if:Data.passkey.challenge ?><noscript><p class="hint">A passkey needs JavaScript. A code works without.</p></noscript>
<?cs call:passkey_script() ?><?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
