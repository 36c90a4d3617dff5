<?cs include:"mail/layout/text-header.cs" ?><?cs var:Data.actor ?> has taken you off the contact persons of
<?cs var:Data.account_name ?>, because you were said to have left.

You receive nothing more for this account.

Do you think that this is a mistake? Ask <?cs var:Data.actor ?>,
or another admin of the account, to add you again.
<?cs include:"mail/layout/text-footer.cs" ?>
