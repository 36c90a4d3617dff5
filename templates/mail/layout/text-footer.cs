
-- 
<?cs var:Data.site_name ?><?cs if:Data.account_name ?>, for <?cs var:Data.account_name ?><?cs /if ?>
<?cs var:Data.site_url ?>
<?cs if:Data.reply_to ?>This message was written by the portal. An answer to it goes to
<?cs var:Data.reply_to ?><?cs else ?>This message was written by the portal. Nobody reads answers to it.<?cs /if ?>
