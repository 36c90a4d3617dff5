<?cs include:"layout/header.cs" ?><?cs include:"layout/preferences.cs" ?>
<h1><?cs var:Page.title ?></h1>
<?cs call:tabs(Data.tab) ?><section class="card" aria-labelledby="personal-heading">
<h2 id="personal-heading">Your own details</h2>
<p class="intro">They are yours in every account that you belong to. Nobody else changes them.</p>
<dl class="facts">
<dt>User ID</dt><dd><span data-copy><?cs var:Data.user.id ?></span></dd>
<dt>Name</dt><dd id="name"<?cs if:Page.flash.row == "name" ?> class="marked"<?cs /if ?>><?cs var:Data.user.name ?>
<a class="beside" href="/billing/preferences/personal/name">Edit<span class="hidden"> your name</span></a></dd>
<dt>Email</dt><dd id="email"<?cs if:Page.flash.row == "email" ?> class="marked"<?cs /if ?>><?cs var:Data.user.email ?>
<a class="beside" href="/billing/preferences/personal/email">Edit<span class="hidden"> your email</span></a><?cs
if:Data.pending ?> <span class="note"><?cs if:Data.pending.is_open ?><?cs var:Data.pending.email ?> takes its place once it is proven<?cs
	else ?><?cs var:Data.pending.email ?> was not proven in time<?cs /if ?></span><?cs /if ?></dd>
<dt>Password</dt><dd id="password"<?cs if:Page.flash.row == "password" ?> class="marked"<?cs /if ?>><?cs
if:Data.user.password_changed_at ?>Changed <?cs call:moment(Data.user.password_changed_at) ?><?cs
else ?>As it was first set<?cs /if ?>
<a class="beside" href="/billing/preferences/personal/password">Change password</a></dd>
<dt>Second factor</dt><dd><?cs if:Data.user.totp_since ?>Authenticator app, on since <?cs call:moment(Data.user.totp_since) ?><?cs
elif:Data.has_passkey ?>Passkeys<?cs else ?>Off: signing in asks for your password alone<?cs /if ?>
<a class="beside" href="/billing/preferences/personal/second-factor"><?cs if:Data.has_factor ?>Manage<?cs
else ?>Set up<?cs /if ?><span class="hidden"> the second factor</span></a><?cs
if:Data.user.totp_since && Data.has_passkey ?> <span class="note">And passkeys</span><?cs /if ?></dd>
<dt>Time zone</dt><dd id="zone"<?cs if:Page.flash.row == "zone" ?> class="marked"<?cs /if ?>><?cs if:Data.zone ?><?cs var:Data.zone ?><?cs
	else ?><?cs var:Data.account_zone ?><?cs /if ?>
<a class="beside" href="/billing/preferences/personal/zone">Edit<span class="hidden"> your time zone</span></a><?cs
	if:!Data.zone ?> <span class="note">That of the account</span><?cs /if ?></dd>
<dt>Contact person</dt><dd id="contact"<?cs if:Page.flash.row == "contact" ?> class="marked"<?cs /if ?>><?cs
if:Data.user.is_person ?>You are listed as a contact person of this account<?cs
elif:Data.user.is_listed ?>You are listed as a contact person: is that you?<?cs
else ?>Nobody who is listed is known to be you<?cs /if ?><?cs
if:Data.user.is_person || Data.user.is_listed ?> <a class="beside" href="/billing/preferences/personal/contact"><?cs
	if:Data.user.is_person ?>See<?cs else ?>Answer<?cs /if ?><span class="hidden"> you as a contact person</span></a><?cs /if ?></dd>
<dt>Language</dt><dd id="language"<?cs if:Page.flash.row == "language" ?> class="marked"<?cs /if ?>><?cs var:Data.language ?>
<a class="beside" href="/billing/preferences/personal/language">Edit<span class="hidden"> your language</span></a><?cs
	if:!Data.language.is_own ?> <span class="note">As your browser asks</span><?cs /if ?></dd>
<dt>Sessions</dt><dd>Where you are signed in
<a class="beside" href="/billing/preferences/personal/sessions">See all<span class="hidden"> places where you are signed in</span></a></dd>
</dl>
</section>
<?cs include:"layout/footer.cs" ?>
