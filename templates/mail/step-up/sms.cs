<?cs var:Data.code ?> confirms that <?cs var:Data.who ?> wants to <?cs var:Data.what ?> of <?cs var:Data.account_name ?>. Not right? Give it to nobody.

@<?cs var:Data.site_host ?> #<?cs var:Data.code ?>
