<?cs include:"mail/layout/text-header.cs" ?><?cs var:Data.who ?> has left <?cs var:Data.account_name ?>. <?cs var:Data.actor ?> has chosen you
to take over.

<?cs if:Data.receives ?>You receive from now on: <?cs var:Data.receives ?>.
<?cs /if ?><?cs if:Data.calls ?>You are called from now on<?cs if:Data.extension ?>, at extension <?cs var:Data.extension ?><?cs /if ?>.
<?cs /if ?>
Is that not right? Tell <?cs var:Data.actor ?>, or another admin of the account.
<?cs include:"mail/layout/text-footer.cs" ?>
