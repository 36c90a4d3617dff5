<?cs var:Data.a
