<?cs include:"mail/layout/header.cs" ?>
<p><strong><?cs var:Data.who ?></strong> (<?cs var:Data.email ?>) has accepted the invitation of <?cs var:Data.inviter ?> and belongs to
<?cs var:Data.account_name ?> now. Role: <?cs var:Data.role ?>.</p>
<?cs if:Data.lost_extension ?><p><strong>The extension that was kept is somebody else's by now</strong>, so this user has none yet: give another one.</p>
<?cs /if ?><p>Is that not right? <a href="<?cs var:url_validate(Data.site_url + "/manage/users") ?>">Open Users</a>, where access is taken away.</p>
<?cs include:"mail/layout/footer.cs" ?>
