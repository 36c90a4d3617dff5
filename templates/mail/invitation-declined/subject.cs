An invitation to <?cs var:Data.account_name ?> was declined
