You take over from <?cs var:Data.who ?> at <?cs var:Data.account_name ?>
