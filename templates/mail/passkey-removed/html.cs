<?cs include:"mail/layout/header.cs" ?>
<p>A passkey was removed from your sign-in: <strong><?cs var:Data.name ?></strong>. It does not sign in any more.</p>
<p>This was you? Then there is nothing to do. Your device may still list it: remove it there as well.</p>
<p>This was <strong>not</strong> you? Then somebody is signed in as you: tell support at once.
<a href="<?cs var:url_validate(Data.site_url) ?>">Open the portal</a></p>
<?cs include:"mail/layout/footer.cs" ?>
