<?cs include:"mail/layout/text-header.cs" ?><?cs var:Data.who ?> wants this address to be the business email of <?cs var:Data.account_name ?>:
<?cs var:Data.address ?>

To show that you read it, open this page and press the button there:

    <?cs var:Data.link ?>

or tell <?cs var:Data.who ?> this code:

    <?cs var:Data.code ?>

Both can be used for <?cs if:Data.life_sec ?><?cs var:Data.life_sec ?><?cs else ?>a limited time<?cs /if ?>.
You do not know what this is about? Then do nothing: the business email stays
as it is.
<?cs include:"mail/layout/text-footer.cs" ?>
