<?cs include:"mail/layout/header.cs" ?>
<p><?cs var:Data.actor ?> has changed what you may do in <?cs var:Data.account_name ?>. It holds from now on.</p>
<p>Your role is <strong><?cs var:Data.role ?></strong>. <?cs if:Data.panel ?>You can sign in to this account, and see what the
role may do under <a href="<?cs var:url_validate(Data.site_url) ?>/billing/preferences/account">Preferences, Account</a>.<?cs
else ?>You cannot sign in to this account; you can still be called. Other accounts that you belong to are as before.<?cs /if ?></p>
<p>Do you think that this is a mistake? Ask <?cs var:Data.actor ?>, or a Super Admin of the account.</p>
<?cs include:"mail/layout/footer.cs" ?>
