Your address for <?cs var:Data.account_name ?> is to be replaced
