A test message from <?cs var:Data.who ?> for <?cs var:Data.account_name ?>. It has arrived; there is nothing else to do.
