<?cs include:"mail/layout/invoice.cs" ?><?cs include:"mail/layout/text-header.cs" ?><?cs var:Data.who ?> has asked for a copy of what <?cs var:Data.seller ?>
has issued to <?cs var:Data.account_name ?>:

<?cs call:text_facts() ?>
It comes with this mail as a PDF. There is nothing new to pay: it is the same
document as before. It stands in the portal, too:

    <?cs var:Data.site_url ?>/billing/invoices/<?cs var:Data.id ?>
<?cs include:"mail/layout/text-footer.cs" ?>
