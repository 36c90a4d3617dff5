<?cs include:"mail/layout/header.cs" ?>
<p><strong><?cs var:Data.who ?></strong> wants messages for you, as a contact person of <?cs var:Data.account_name ?>,
to go to another address:</p>
<blockquote><p>Until now: <?cs var:Data.old ?><br>Wanted: <?cs var:Data.new ?></p></blockquote>
<p>Until the new one is proven, messages still come here. Was it not you, and is it not right?
<a href="<?cs var:url_validate(Data.link) ?>">This was not me: stop it</a>. There you are asked once more; the Super Admins
of the account are told.</p>
<?cs include:"mail/layout/footer.cs" ?>
