<?cs include:"mail/layout/header.cs" ?>
<p>A passkey was added to your sign-in: <strong><?cs var:Data.name ?></strong>. It signs in without your password. With your
password alone nobody signs in any more: a passkey, a code of your app or a recovery code is asked for as well.</p>
<p>This was you? Then there is nothing to do. Keep your recovery codes where your devices are not.</p>
<p>This was <strong>not</strong> you? Then somebody can sign in as you: tell support at once.
<a href="<?cs var:url_validate(Data.site_url) ?>">Open the portal</a></p>
<?cs include:"mail/layout/footer.cs" ?>
