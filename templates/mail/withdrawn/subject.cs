<?cs var:Data.person ?> does not want to be contacted for <?cs var:Data.account_name ?>
