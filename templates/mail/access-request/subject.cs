<?cs var:Data.who ?> asks for access in <?cs var:Data.account_name ?>
