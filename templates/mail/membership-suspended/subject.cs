Your access to <?cs var:Data.account_name ?> is suspended
