<?cs var:Data.who ?> wants another phone number for you at <?cs var:Data.account_name ?>. Not right? Tell a Super Admin, or stop it: <?cs var:Data.link ?>
