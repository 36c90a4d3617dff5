<?cs include:"mail/layout/text-header.cs" ?>Messages for <?cs var:Data.person ?>, a contact person of <?cs var:Data.account_name ?>,
were to go to another address. The reader of the old one says: this was not me.

    until now:  <?cs var:Data.old ?>
    refused:    <?cs var:Data.new ?>
<?cs if:Data.who ?>    asked by:   <?cs var:Data.who ?>
<?cs /if ?>
The change is stopped: messages go on to the old address, and the session that
asked for it was ended.

You receive this because you are a Super Admin of this account. Ask <?cs if:Data.who ?><?cs var:Data.who ?><?cs else ?>whoever
may change contact persons<?cs /if ?>
about it. If nobody there wanted it, somebody else knows a password. Tell
support at once, and have it changed: <?cs var:Data.site_url ?>/support
<?cs include:"mail/layout/text-footer.cs" ?>
