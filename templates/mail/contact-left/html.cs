<?cs include:"mail/layout/header.cs" ?>
<p><?cs var:Data.actor ?> has taken you off the contact persons of <?cs var:Data.account_name ?>, because you were said to have
left.</p>
<p>You receive nothing more for this account.</p>
<p>Do you think that this is a mistake? Ask <?cs var:Data.actor ?>, or another admin of the account, to add you again.</p>
<?cs include:"mail/layout/footer.cs" ?>
