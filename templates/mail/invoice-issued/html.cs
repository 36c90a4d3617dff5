<?cs include:"mail/layout/header.cs" ?><?cs include:"mail/layout/invoice.cs" ?>
<p><strong><?cs var:Data.seller ?></strong> has issued to <?cs var:Data.account_name ?>:</p>
<?cs call:html_facts() ?>
<p><?cs if:Data.attached_invoice ?>It comes with this mail as a PDF.<?cs else ?>It has no PDF: sign in, open it, and print the page.<?cs /if ?>
It stands in the portal with all the earlier ones:
<a href="<?cs var:url_validate(Data.site_url) ?>/billing/invoices/<?cs var:url_escape(Data.id) ?>"><?cs call:called() ?></a>.</p>
<?cs include:"mail/layout/footer.cs" ?>
