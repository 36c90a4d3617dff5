Your password for <?cs var:Data.site_name ?> was changed
