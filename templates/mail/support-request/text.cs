<?cs include:"mail/layout/text-header.cs" ?><?cs var:Data.who ?> asks for help:

<?cs each:line = Data.message_lines ?>> <?cs var:line ?>
<?cs /each ?>
Account: <?cs var:Data.account ?>, <?cs var:Data.account_name ?>
User: <?cs var:Data.who ?>, <?cs var:Data.reply_to ?>
Role: <?cs var:Data.role ?>
<?cs if:Data.page ?>Page: <?cs var:Data.page ?>
<?cs /if ?><?cs if:Data.fields ?>Fields: <?cs var:Data.fields ?>
<?cs /if ?><?cs if:Data.number ?>Request number of the fault: <?cs var:Data.number ?>
<?cs /if ?>Written at: <?cs var:Data.at ?>
Request number of this message: <?cs var:Data.this ?>

The address was proven by who signs in with it. Whom else one may believe for
this account: pointperson contacts --account <?cs var:Data.account ?>
<?cs include:"mail/layout/text-footer.cs" ?>
