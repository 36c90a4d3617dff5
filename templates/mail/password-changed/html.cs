<?cs include:"mail/layout/header.cs" ?>
<p>The password of the sign-in with this address was <?cs if:Data.by_link ?>set anew, by a link that was sent here<?cs
else ?>changed, by somebody who was signed in and knew the one before<?cs /if ?><?cs
if:Data.client ?>. It was done from the network address <?cs var:Data.client ?><?cs /if ?>.
<?cs if:Data.by_link ?>All sessions were ended.<?cs else ?>All other sessions were ended.<?cs /if ?></p>
<p>Was it you? Then there is nothing to do.</p>
<p>Was it not you? <a href="<?cs var:url_validate(Data.site_url) ?>/password/forgot">Choose a new password at once</a>, and
tell a Super Admin of your account that somebody else was signed in as you. Does somebody else read this mailbox? Then
change its password first.</p>
<?cs include:"mail/layout/footer.cs" ?>
