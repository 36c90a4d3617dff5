<?cs include:"mail/layout/header.cs" ?>
<p>The email that <strong><?cs var:Data.who ?></strong> signs in with is to be changed:</p>
<blockquote><p>Now: <?cs var:Data.old ?><br>Wanted: <?cs var:Data.new ?></p></blockquote>
<p>Until the new one is proven, you sign in with the one you have. Did you not ask for it? Then somebody else knows your password.
<a href="<?cs var:url_validate(Data.link) ?>">This was not me: stop it</a>. There you are asked once more. Then have your password changed.</p>
<?cs include:"mail/layout/footer.cs" ?>
