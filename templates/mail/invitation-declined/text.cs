<?cs include:"mail/layout/text-header.cs" ?>Whoever reads the mail to <?cs var:Data.email ?> does not know of the
invitation that <?cs var:Data.inviter ?> sent there for <?cs var:Data.account_name ?>, and has
declined it. Nobody can join with it any more.

Was the address wrong? Invite again, with the right one:

    <?cs var:Data.site_url ?>/manage/users/invitations/new
<?cs include:"mail/layout/text-footer.cs" ?>
