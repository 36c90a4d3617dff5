You are no longer a contact person of <?cs var:Data.account_name ?>
