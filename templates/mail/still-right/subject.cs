Still right? Your entry as a contact person of <?cs var:Data.account_name ?>
