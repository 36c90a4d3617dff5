<?cs include:"mail/layout/header.cs" ?>
<p><?cs var:Data.actor ?> has resumed your access to <?cs var:Data.account_name ?>.</p>
<?cs if:Data.panel ?><p><a href="<?cs var:url_validate(Data.site_url) ?>/login">Sign in</a> with the email and password that you
had before.</p>
<?cs else ?><p>You are called again as before. There is nothing to sign in to.</p>
<?cs /if ?><?cs include:"mail/layout/footer.cs" ?>
