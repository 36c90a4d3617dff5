A change in <?cs var:Data.account_name ?> was confirmed without the Primary contact
