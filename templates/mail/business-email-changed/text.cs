<?cs include:"mail/layout/text-header.cs" ?>The business email of <?cs var:Data.account_name ?> has changed:

    until now:  <?cs var:Data.old ?>
    from now:   <?cs var:Data.new ?>

<?cs var:Data.who ?> asked for it, and its reader has confirmed it. Is that not
right? Tell a Super Admin of the account at once: it can be changed back in
Billing > Preferences > Account.
<?cs include:"mail/layout/text-footer.cs" ?>
