The business email of <?cs var:Data.account_name ?> has changed
