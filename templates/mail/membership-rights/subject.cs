What you may do in <?cs var:Data.account_name ?> has changed
