<?cs var:Data.new ?> owns <?cs var:Data.account_name ?> now
