A test message for <?cs var:Data.account_name ?>
