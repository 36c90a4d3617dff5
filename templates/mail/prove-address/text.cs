<?cs include:"mail/layout/text-header.cs" ?><?cs var:Data.who ?> has listed you as a contact person of <?cs var:Data.account_name ?>,
with this address: <?cs var:Data.address ?>

To show that you read it, open this page and press the button there:

    <?cs var:Data.link ?>

or tell <?cs var:Data.who ?> this code:

    <?cs var:Data.code ?>

Both can be used for <?cs if:Data.life_sec ?><?cs var:Data.life_sec ?><?cs else ?>a limited time<?cs /if ?>.
You do not know what this is about, or do not want to be listed? Say so here,
and you are taken off the list:

    <?cs var:Data.agreement ?>
<?cs include:"mail/layout/text-footer.cs" ?>
