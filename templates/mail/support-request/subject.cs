Account <?cs var:Data.account ?>, <?cs var:Data.account_name ?>: a request to support
