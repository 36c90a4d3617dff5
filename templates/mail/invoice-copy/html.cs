<?cs include:"mail/layout/header.cs" ?><?cs include:"mail/layout/invoice.cs" ?>
<p><strong><?cs var:Data.who ?></strong> has asked for a copy of what <?cs var:Data.seller ?> has issued to <?cs var:Data.account_name ?>:</p>
<?cs call:html_facts() ?>
<p>It comes with this mail as a PDF. There is nothing new to pay: it is the same document as before. It stands in the portal, too:
<a href="<?cs var:url_validate(Data.site_url) ?>/billing/invoices/<?cs var:url_escape(Data.id) ?>"><?cs call:called() ?></a>.</p>
<?cs include:"mail/layout/footer.cs" ?>
