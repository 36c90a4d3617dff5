You are no longer a user of <?cs var:Data.account_name ?>
