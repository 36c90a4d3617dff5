<?cs include:"mail/layout/text-header.cs" ?><?cs var:Data.who ?> has changed what the invoices of <?cs var:Data.account_name ?> carry.
From the next invoice on:

    legal name:        <?cs var:Data.legal_name ?>
    tax registration:  <?cs var:Data.registration ?>

Invoices that were issued stay as they are. Is this not right? Put it right in
Billing > Details, or tell a Super Admin of the account:

    <?cs var:Data.site_url ?>/billing/details
<?cs include:"mail/layout/text-footer.cs" ?>
