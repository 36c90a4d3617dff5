<?cs include:"mail/layout/text-header.cs" ?><?cs var:Data.actor ?> has suspended your access to
<?cs var:Data.account_name ?>.

Where you were signed in to this account you are signed out now, and you cannot
enter it until somebody resumes your access. Nothing of yours was deleted, and
other accounts that you belong to are as before.

Do you think that this is a mistake? Ask <?cs var:Data.actor ?>,
or a Super Admin of the account.
<?cs include:"mail/layout/text-footer.cs" ?>
