<?cs include:"mail/layout/header.cs" ?>
<p><strong><?cs var:Data.who ?></strong> (<?cs var:Data.email ?>) said that the Primary contact of <?cs var:Data.account_name ?>
has left or cannot answer, and confirmed as a Super Admin this change:</p>
<blockquote><p>to <?cs var:Data.what ?></p></blockquote>
<p>You receive this because you are a Super Admin of the account. Was it not agreed?
<a href="<?cs var:url_validate(Data.site_url) ?>">Sign in</a>, look at the contact persons, and tell support.</p>
<?cs include:"mail/layout/footer.cs" ?>
