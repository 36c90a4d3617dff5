<?cs var:Data.who ?> invites you to <?cs var:Data.account_name ?>
