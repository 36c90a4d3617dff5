<?cs include:"mail/layout/header.cs" ?>
<p><?cs var:Data.actor ?> has removed you from the users of <?cs var:Data.account_name ?>.</p>
<p>Where you were signed in to this account you are signed out now, your extension is free for somebody else, and you are
not called any more. Your sign-in itself stays yours, with its name, password and other accounts.</p>
<p>Do you think that this is a mistake? Ask <?cs var:Data.actor ?>, or a Super Admin of the account, to invite you again.</p>
<?cs include:"mail/layout/footer.cs" ?>
