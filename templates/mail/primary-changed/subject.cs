<?cs var:Data.new ?> is the Primary contact of <?cs var:Data.account_name ?> now
