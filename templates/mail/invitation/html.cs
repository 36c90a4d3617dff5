<?cs include:"mail/layout/header.cs" ?>
<p><strong><?cs var:Data.who ?></strong> invites you to the account <strong><?cs var:Data.account_name ?></strong>. Your role there:
<?cs var:Data.role ?>.</p>
<p><a href="<?cs var:url_validate(Data.link) ?>">Open the invitation</a>, and accept it there. Nothing happens before you press a button on that page.</p>
<p>The link can be used once, for 72 hours, and only for this address. Is it too old? Then ask <?cs var:Data.who ?> to send it again.</p>
<p>Do you not know what this is about? There is nothing to do; or decline on that page, and <?cs var:Data.who ?> is told.</p>
<?cs include:"mail/layout/footer.cs" ?>
