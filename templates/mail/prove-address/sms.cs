<?cs var:Data.code ?> is the code that shows that you read messages for <?cs var:Data.account_name ?>. Tell it to <?cs var:Data.who ?>.

@<?cs var:Data.site_host ?> #<?cs var:Data.code ?>
