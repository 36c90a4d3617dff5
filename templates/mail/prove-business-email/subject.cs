Is this address read? A code for <?cs var:Data.account_name ?>
