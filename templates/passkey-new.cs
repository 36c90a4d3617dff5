<?cs include:"layout/header.cs" ?><?cs include:"layout/preferences.cs" ?><?cs include:"layout/me.cs" ?><?cs

def:known() ?><?cs each:k = Data.known ?><?cs var:k.credential ?> <?cs /each ?><?cs /def ?><?cs

def:make() ?><div class="notice" data-passkey-none><p><b>This browser cannot make one here.</b> A passkey needs JavaScript, a browser
that knows passkeys, and the address that this portal is known by. An <a href="/billing/preferences/personal/second-factor">authenticator
app</a> with its recovery codes works without.</p></div>
<p>Press the button; then the browser asks where the passkey shall live, and for your fingerprint, face or PIN.</p>
<?cs call:form("/billing/preferences/personal/passkeys/new", "") ?><?cs
	call:passkey_fields() ?><input type="hidden" name="made" value="" data-passkey-make data-site-name="<?cs
	var:Page.site ?>" data-handle="<?cs var:Data.handle ?>" data-email="<?cs var:Page.user.email ?>" data-user="<?cs
	var:Page.user.name ?>" data-known="<?cs call:known() ?>">
<?cs call:passkey_said() ?><?cs
	call:field(Form.name) ?><?cs
	call:field(Form.current_password) ?><?cs
	if:Data.has_factor ?><?cs call:field(Form.own_code) ?><?cs /if ?><?cs
	if:Data.is_needed ?><?cs call:buttons("Add a passkey", "") ?><?cs
	else ?><?cs call:buttons("Add a passkey", "/billing/preferences/personal/passkeys") ?><?cs /if ?><?cs
	call:end_form() ?><?cs call:passkey_script() ?><?cs /def ?>
<?cs call:back_to_factor() ?><h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs if:Data.is_needed ?><div class="notice"><p>Your role here, <?cs var:Page.role ?>, needs a second factor. Add a passkey, or
<a href="/billing/preferences/personal/second-factor/set-up">set up an authenticator app</a>; then everything else opens again.</p></div>
<?cs /if ?><?cs if:Data.is_there ?><?cs call:make() ?><?cs
else ?><p><b>They cannot be used here yet:</b> this portal was installed without what checks them. Ask its administrator.</p>
<?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
