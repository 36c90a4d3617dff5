A new password for <?cs var:Data.site_name ?>
