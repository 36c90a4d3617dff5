<?cs include:"mail/layout/text-header.cs" ?>You are listed as a contact person of <?cs var:Data.account_name ?>.
Once a year we ask: is this still right?

    name:         <?cs var:Data.name ?>
    email:        <?cs var:Data.email ?>
    phone:        <?cs var:Data.phone ?>
    designation:  <?cs if:string.length(Data.designation) ?><?cs var:Data.designation ?><?cs else ?>not given<?cs /if ?>
    listed as:    <?cs if:Data.primary ?>Primary contact, <?cs /if ?><?cs var:Data.purpose ?> contact

Say so here, or have yourself taken off the list. Opening the page does
nothing yet:

    <?cs var:Data.link ?>

Is something wrong in it? Tell whoever looks after the account, who changes it.
<?cs include:"mail/layout/text-footer.cs" ?>
