<?cs include:"mail/layout/text-header.cs" ?><?cs var:Data.who ?> wants messages for you, as a contact person of <?cs var:Data.account_name ?>,
to go to another address:

    until now:  <?cs var:Data.old ?>
    wanted:     <?cs var:Data.new ?>

Until the new one is proven, messages still come here. Was it not you, and is
it not right? Then stop it here:

    <?cs var:Data.link ?>

There you are asked once more; the Super Admins of the account are told.
<?cs include:"mail/layout/text-footer.cs" ?>
