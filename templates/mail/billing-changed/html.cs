<?cs include:"mail/layout/header.cs" ?>
<p><strong><?cs var:Data.who ?></strong> has changed what the invoices of <?cs var:Data.account_name ?> carry. From the next invoice on:</p>
<blockquote><p>Legal name: <?cs var:Data.legal_name ?><br>Tax registration: <?cs var:Data.registration ?></p></blockquote>
<p>Invoices that were issued stay as they are. Is this not right? Put it right in
<a href="<?cs var:url_validate(Data.site_url) ?>/billing/details">Billing &gt; Details</a>, or tell a Super Admin of the account.</p>
<?cs include:"mail/layout/footer.cs" ?>
