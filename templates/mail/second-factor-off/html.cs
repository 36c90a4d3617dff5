<?cs include:"mail/layout/header.cs" ?>
<p>The authenticator app of your sign-in was removed. <?cs if:Data.left == "passkey" ?>Your passkeys stay: signing in asks for one of them, or
for a recovery code<?cs else ?>From now on, signing in asks for your password alone<?cs /if ?>.</p>
<p>This was you? Then there is nothing to do. You can set an app up again under Billing &gt; Preferences.</p>
<p>This was <strong>not</strong> you? Then somebody is signed in as you and had a code of yours: tell support at once.
<a href="<?cs var:url_validate(Data.site_url) ?>">Open the portal</a></p>
<?cs include:"mail/layout/footer.cs" ?>
