<?cs var:Data.person ?> refused a change of address in <?cs var:Data.account_name ?>
