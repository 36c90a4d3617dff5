A code to confirm a change in <?cs var:Data.account_name ?>
