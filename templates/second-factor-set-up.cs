<?cs include:"layout/header.cs" ?><?cs include:"layout/preferences.cs" ?><?cs include:"layout/me.cs" ?><?cs include:"layout/qr.cs" ?><?cs

def:steps() ?><ol>
<li>Open an authenticator app on your phone. Any that shows codes of six digits will do.</li>
<li><?cs if:Data.qr.path ?>Scan this with the app, or type the key below it.<?cs else ?>Type this key into the app.<?cs /if ?></li>
<li>Type the code that the app shows, and <?cs if:Data.has_factor ?>show that it is you<?cs else ?>your password<?cs /if ?>.</li>
</ol>
<?cs call:qr("QR code of the key below") ?><dl class="facts">
<dt>Key</dt><dd><span data-copy><?cs var:Data.key ?></span></dd>
</dl>
<?cs call:form("/billing/preferences/personal/second-factor/set-up", "") ?><?cs
call:hidden("secret", Data.secret) ?><?cs
call:field(Form.code) ?><?cs
call:me() ?><?cs
if:Data.is_needed ?><?cs call:me_buttons("Turn on", "") ?><?cs
else ?><?cs call:me_buttons("Turn on", "/billing/preferences/personal/second-factor") ?><?cs /if ?><?cs
call:end_form() ?><?cs /def ?>
<?cs call:back_to_factor() ?><h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs if:Data.is_needed ?><div class="notice"><p>Your role here, <?cs var:Page.role ?>, needs a second factor. Set one up<?cs if:Data.passkeys_are_there ?>, or
<a href="/billing/preferences/personal/passkeys/new">add a passkey</a><?cs /if ?>; then everything else opens again.</p></div>
<?cs /if ?><?cs if:Data.is_there ?><?cs call:steps() ?><?cs
else ?><p><b>It cannot be set up here yet:</b> this portal was installed without what looks at such codes. Ask its administrator.</p>
<?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
