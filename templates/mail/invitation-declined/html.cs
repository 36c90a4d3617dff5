<?cs include:"mail/layout/header.cs" ?>
<p>Whoever reads the mail to <strong><?cs var:Data.email ?></strong> does not know of the invitation that <?cs var:Data.inviter ?> sent there for
<?cs var:Data.account_name ?>, and has declined it. Nobody can join with it any more.</p>
<p>Was the address wrong? <a href="<?cs var:url_validate(Data.site_url + "/manage/users/invitations/new") ?>">Invite again</a>, with the right one.</p>
<?cs include:"mail/layout/footer.cs" ?>
