<?cs if:Data.recipient_name ?>Dear <?cs var:Data.recipient_name ?>,

<?cs /if ?>