<?cs include:"mail/layout/text-header.cs" ?><?cs var:Data.who ?> (<?cs var:Data.email ?>) has accepted the invitation of
<?cs var:Data.inviter ?> and belongs to <?cs var:Data.account_name ?> now.
Role: <?cs var:Data.role ?>.
<?cs if:Data.lost_extension ?>
The extension that was kept is somebody else's by now, so this user has none
yet: give another one.
<?cs /if ?>
Is that not right? Access is taken away under Users:

    <?cs var:Data.site_url ?>/manage/users
<?cs include:"mail/layout/text-footer.cs" ?>
