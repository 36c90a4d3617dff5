<?cs include:"mail/layout/text-header.cs" ?><?cs var:Data.who ?> (<?cs var:Data.email ?>), whose role is <?cs var:Data.role ?>, asks for a right in <?cs var:Data.account_name ?>:

    to <?cs var:Data.right ?>

You receive this because you are a Super Admin of this account. You or another
Super Admin can give the right. Nothing changes unless one of you does.

To give it, choose another role for this person under Manage, Users:

    <?cs var:Data.site_url ?>/manage/users

or change what everybody of that role may do, under Manage, Roles:

    <?cs var:Data.site_url ?>/manage/roles
<?cs include:"mail/layout/text-footer.cs" ?>
