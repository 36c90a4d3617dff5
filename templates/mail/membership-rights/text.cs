<?cs include:"mail/layout/text-header.cs" ?><?cs var:Data.actor ?> has changed what you may do in
<?cs var:Data.account_name ?>. It holds from now on.

Your role is <?cs var:Data.role ?>.
<?cs if:Data.panel ?>You can sign in to this account, and see what the role may do here:

    <?cs var:Data.site_url ?>/billing/preferences/account
<?cs else ?>You cannot sign in to this account; you can still be called. Other accounts that
you belong to are as before.
<?cs /if ?>
Do you think that this is a mistake? Ask <?cs var:Data.actor ?>,
or a Super Admin of the account.
<?cs include:"mail/layout/text-footer.cs" ?>
