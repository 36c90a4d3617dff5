<?cs include:"layout/header.cs" ?><?cs include:"layout/me.cs" ?>
<section class="card">
<h1><?cs var:Page.title ?></h1>
<p>Your password was right. <?cs if:Data.has_app ?>Open your authenticator app and type the code that it shows for this portal<?cs
	if:Data.passkey.challenge ?>, or use a passkey<?cs /if ?>.<?cs
	else ?>Use a passkey, or type one of your recovery codes.<?cs /if ?></p>
<?cs call:form("/login/code", "") ?><?cs
call:factor() ?><div class="actions">
<button type="submit" class="button button--main">Sign in</button>
<?cs call:passkey_button("Use a passkey", "") ?><a class="button" href="/login" data-leave>Cancel</a>
</div>
<?cs call:end_form() ?>
<?cs if:Data.has_passkey && !Data.passkey.challenge ?><p class="hint">This portal cannot check passkeys just now.</p>
<?cs /if ?><p class="hint"><?cs if:Data.has_app ?>The app is not at hand? Type one of your recovery codes. <?cs /if ?>Nothing of <?cs
	if:Data.has_app ?>both<?cs else ?>these<?cs /if ?> left?<?cs
if:Page.support_email ?> Write to <?cs call:email(Page.support_email) ?>.<?cs else ?> Ask support.<?cs /if ?></p>
<?cs if:Data.passkey.challenge ?><noscript><p class="hint">A passkey needs JavaScript. A code works without.</p></noscript>
<?cs call:passkey_script() ?><?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
