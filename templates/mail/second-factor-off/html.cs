<?cs include:"mail/layout/header.cs" ?>
<?cs if:Data.left == "support" ?><p>Support has removed the second factor of your sign-in: authenticator app, passkeys and recovery codes. You are
signed out everywhere, and from now on, signing in asks for your password alone.</p>
<p>You asked for it? Then sign in, and set a second factor up again under Billing &gt; Preferences.</p>
<p>You did <strong>not</strong> ask for it? Then somebody made support believe to be you: tell support at once, and choose a new password.
<a href="<?cs var:url_validate(Data.site_url) ?>">Open the portal</a></p>
<?cs else ?><p>The authenticator app of your sign-in was removed. <?cs if:Data.left == "passkey" ?>Your passkeys stay: signing in asks for one of them, or
for a recovery code<?cs else ?>From now on, signing in asks for your password alone<?cs /if ?>.</p>
<p>This was you? Then there is nothing to do. You can set an app up again under Billing &gt; Preferences.</p>
<p>This was <strong>not</strong> you? Then somebody is signed in as you and had a code of yours: tell support at once.
<a href="<?cs var:url_validate(Data.site_url) ?>">Open the portal</a></p>
<?cs /if ?><?cs include:"mail/layout/footer.cs" ?>
