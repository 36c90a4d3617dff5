<?cs include:"mail/layout/header.cs" ?>
<p><strong><?cs var:Data.who ?></strong> wants this address to be the business email of <?cs var:Data.account_name ?>: <?cs var:Data.address ?></p>
<p>To show that you read it, <a href="<?cs var:url_validate(Data.link) ?>">open this page</a> and press the button there,
or tell <?cs var:Data.who ?> this code:</p>
<blockquote><p><strong><?cs var:Data.code ?></strong></p></blockquote>
<p>Both can be used for <?cs if:Data.life_sec ?><?cs var:Data.life_sec ?><?cs else ?>a limited time<?cs /if ?>. You do not know what this is about? Then do nothing: the business email stays as it is.</p>
<?cs include:"mail/layout/footer.cs" ?>
