<?cs include:"mail/layout/text-header.cs" ?>This is a test. <?cs var:Data.who ?> wanted to see whether messages for you,
as a contact person of <?cs var:Data.account_name ?>, arrive at this address.

It has arrived, and there is nothing else to do.
<?cs include:"mail/layout/text-footer.cs" ?>
