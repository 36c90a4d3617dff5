<?cs include:"mail/layout/text-header.cs" ?><?cs var:Data.who ?> (<?cs var:Data.email ?>) said that the Primary contact of
<?cs var:Data.account_name ?> has left or cannot answer, and confirmed as a Super Admin this change:

    to <?cs var:Data.what ?>

You receive this because you are a Super Admin of the account. Was it not
agreed? Sign in, look at the contact persons, and tell support:
<?cs var:Data.site_url ?>/manage/business-profile
<?cs include:"mail/layout/text-footer.cs" ?>
