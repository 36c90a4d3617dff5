The billing details of <?cs var:Data.account_name ?> have changed
