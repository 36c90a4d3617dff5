<?cs include:"mail/layout/header.cs" ?>
<p>An authenticator app was set up for your sign-in. From now on, signing in asks for your password and for a code of the app.</p>
<p>This was you? Then there is nothing to do. Keep your recovery codes where your phone is not.</p>
<p>This was <strong>not</strong> you? Then somebody knows your password and can keep you out: tell support at once.
<a href="<?cs var:url_validate(Data.site_url) ?>">Open the portal</a></p>
<?cs include:"mail/layout/footer.cs" ?>
