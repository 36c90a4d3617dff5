<?cs include:"mail/layout/header.cs" ?>
<p>This is a test. <strong><?cs var:Data.who ?></strong> wanted to see whether messages for you, as a contact person of
<?cs var:Data.account_name ?>, arrive at this address.</p>
<p>It has arrived, and there is nothing else to do.</p>
<?cs include:"mail/layout/footer.cs" ?>
