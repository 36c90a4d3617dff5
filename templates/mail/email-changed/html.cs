<?cs include:"mail/layout/header.cs" ?>
<p>The email that <strong><?cs var:Data.who ?></strong> signs in with was changed:</p>
<blockquote><p>Before: <?cs var:Data.old ?><br>Now: <?cs var:Data.new ?></p></blockquote>
<p>Is that right? Then there is nothing to do. If it is not, <a href="<?cs var:url_validate(Data.link) ?>">take it back</a> within seven days. There you are
asked once more; then this address signs in again, everybody is signed out, and a new password is needed.</p>
<?cs include:"mail/layout/footer.cs" ?>
