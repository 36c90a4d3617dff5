<?cs include:"mail/layout/invoice.cs" ?><?cs include:"mail/layout/text-header.cs" ?><?cs var:Data.seller ?> has issued to <?cs var:Data.account_name ?>:

<?cs call:text_facts() ?>
<?cs if:Data.attached_invoice ?>It comes with this mail as a PDF.<?cs else ?>It has no PDF: sign in, open it, and print the page.<?cs /if ?>
It stands in the portal with all the earlier ones:

    <?cs var:Data.site_url ?>/billing/invoices/<?cs var:Data.id ?>
<?cs include:"mail/layout/text-footer.cs" ?>
