<?cs include:"mail/layout/header.cs" ?>
<p><strong><?cs var:Data.who ?></strong> (<?cs var:Data.email ?>), whose role is <?cs var:Data.role ?>,
asks for a right in <?cs var:Data.account_name ?>:</p>
<blockquote><p>to <?cs var:Data.right ?></p></blockquote>
<p>You receive this because you are a Super Admin of this account. You or another Super Admin can give the right.
Nothing changes unless one of you does.</p>
<p>To give it, choose another role for this person under
<a href="<?cs var:url_validate(Data.site_url + "/manage/users") ?>">Manage, Users</a>, or change what everybody of that role may do, under
<a href="<?cs var:url_validate(Data.site_url + "/manage/roles") ?>">Manage, Roles</a>.</p>
<?cs include:"mail/layout/footer.cs" ?>
