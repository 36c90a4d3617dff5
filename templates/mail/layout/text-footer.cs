
-- 
<?cs var:Data.site_name ?><?cs if:Data.account_name ?>, for <?cs var:Data.account_name ?><?cs /if ?>
<?cs var:Data.site_url ?>
This message was written by the portal. Nobody reads answers to it.
