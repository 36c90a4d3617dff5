<?cs include:"mail/layout/text-header.cs" ?><?cs var:Data.actor ?> has resumed your access to
<?cs var:Data.account_name ?>.

<?cs if:Data.panel ?>Sign in with the email and password that you had before:

    <?cs var:Data.site_url ?>/login
<?cs else ?>You are called again as before. There is nothing to sign in to.
<?cs /if ?><?cs include:"mail/layout/text-footer.cs" ?>
