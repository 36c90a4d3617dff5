<?cs include:"mail/layout/header.cs" ?>
<p><strong><?cs var:Data.who ?></strong> has made <strong><?cs var:Data.new ?></strong> the Primary contact of
<?cs var:Data.account_name ?> instead of <?cs var:Data.old ?>.<?cs if:Data.left ?> It was confirmed by a Super Admin, because
<?cs var:Data.old ?> was said to have left or not to answer.<?cs /if ?></p>
<p>Security codes and critical alerts go to <?cs var:Data.new ?> from now on, and no longer to <?cs var:Data.old ?>.</p>
<p>Is that not right? Tell a Super Admin of the account, or support, at once.
<a href="<?cs var:url_validate(Data.site_url) ?>">Open the portal</a></p>
<?cs include:"mail/layout/footer.cs" ?>
