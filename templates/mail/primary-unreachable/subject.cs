<?cs var:Data.person ?>, the Primary contact of <?cs var:Data.account_name ?>, cannot be reached by email
