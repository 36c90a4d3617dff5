<?cs var:Data.who ?> has joined <?cs var:Data.account_name ?>
