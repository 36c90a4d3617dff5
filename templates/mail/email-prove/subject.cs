Sign in with this email? A code for <?cs var:Data.account_name ?>
