<?cs include:"layout/header.cs" ?><?cs include:"layout/preferences.cs" ?><?cs

def:app() ?><?cs if:Data.since ?><p>Its codes are asked for beside your password, since <?cs call:moment(Data.since) ?>.</p>
<div class="actions">
<a class="button" href="/billing/preferences/personal/second-factor/remove">Remove<span class="hidden"> the authenticator app</span></a>
</div>
<p class="hint">Another phone? Remove the app, then set it up with the new one.</p>
<?cs else ?><p>An app on your phone shows a code that is asked for beside your password. Any app that shows codes of six digits will do; it
needs no reception.</p>
<?cs if:Data.is_there ?><div class="actions">
<a class="button<?cs if:!Data.has_factor ?> button--main<?cs /if ?>" href="/billing/preferences/personal/second-factor/set-up">Set up an authenticator app</a>
</div>
<?cs else ?><p><b>It cannot be set up here yet:</b> this portal was installed without what looks at such codes. Ask its administrator.</p>
<?cs /if ?><?cs /if ?><?cs /def ?><?cs

def:passkeys() ?><p>A passkey signs you in with the fingerprint, face or PIN of a device or a security key, without your password. It
can be the second factor beside the password as well.<?cs if:Data.passkeys != "0" ?> You have <b><?cs var:Data.passkeys ?></b>.<?cs /if ?></p>
<?cs if:Data.passkeys != "0" ?><div class="actions">
<a class="button" href="/billing/preferences/personal/passkeys">Manage your passkeys</a>
</div>
<?cs elif:Data.passkeys_are_there ?><div class="actions">
<a class="button" href="/billing/preferences/personal/passkeys/new">Add a passkey</a>
</div>
<?cs else ?><p><b>They cannot be used here yet:</b> this portal was installed without what checks them. Ask its administrator.</p>
<?cs /if ?><?cs /def ?><?cs

def:codes() ?><section class="card" aria-labelledby="codes-heading">
<h2 id="codes-heading">Recovery codes</h2>
<?cs if:Data.is_few ?><div class="notice"><p>You have <b><?cs var:Data.left ?></b> recovery code<?cs if:Data.left != "1" ?>s<?cs /if ?> left.
Make new ones now: without them nobody gets in whose device is lost.</p></div>
<?cs else ?><p>You have <?cs var:Data.left ?> recovery codes left, for when neither app nor passkey is at hand.</p>
<?cs /if ?><div class="actions">
<a class="button" href="/billing/preferences/personal/second-factor/new-codes">Make new recovery codes</a>
</div>
</section>
<?cs /def ?>
<?cs call:back_to_personal() ?><h1><?cs var:Page.title ?></h1>
<p class="lead"><?cs if:Data.has_factor ?>Your password alone does not sign in: one of these is asked for as well.<?cs
	else ?>Signing in asks for your password alone. With a second factor, who learns your password cannot sign in.<?cs /if ?></p>
<section class="card" aria-labelledby="app-heading">
<h2 id="app-heading">Authenticator app</h2>
<?cs call:app() ?></section>
<section class="card" aria-labelledby="passkeys-heading">
<h2 id="passkeys-heading">Passkeys</h2>
<?cs call:passkeys() ?></section>
<?cs if:Data.has_factor ?><?cs call:codes() ?><?cs /if ?><?cs include:"layout/footer.cs" ?>
