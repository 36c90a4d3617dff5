<?cs include:"mail/layout/header.cs" ?>
<p>Messages for <strong><?cs var:Data.person ?></strong>, a contact person of <?cs var:Data.account_name ?>, were to go to another
address. The reader of the old one says: this was not me.</p>
<blockquote><p>Until now: <?cs var:Data.old ?><br>Refused: <?cs var:Data.new ?><?cs
if:Data.who ?><br>Asked by: <?cs var:Data.who ?><?cs /if ?></p></blockquote>
<p>The change is stopped: messages go on to the old address, and the session that asked for it was ended.</p>
<p>You receive this because you are a Super Admin of this account. Ask <?cs if:Data.who ?><?cs var:Data.who ?><?cs
else ?>whoever may change contact persons<?cs /if ?> about it. If nobody there wanted it, somebody else knows a password:
tell support at once, and have it changed.
<a href="<?cs var:url_validate(Data.site_url) ?>">Open the portal</a></p>
<?cs include:"mail/layout/footer.cs" ?>
