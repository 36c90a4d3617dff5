<?cs include:"mail/layout/text-header.cs" ?><?cs var:Data.who ?> wants to sign in with this address from now on:
<?cs var:Data.new ?>

If that is you, open this page and press the button there:

    <?cs var:Data.link ?>

or type this code under Billing, Preferences, Email:

    <?cs var:Data.code ?>

Both can be used for <?cs if:Data.life_sec ?><?cs var:Data.life_sec ?><?cs else ?>a limited time<?cs /if ?>.
If it is not you, there is nothing to do: without them nothing is changed. Tell
the code to nobody.
<?cs include:"mail/layout/text-footer.cs" ?>
