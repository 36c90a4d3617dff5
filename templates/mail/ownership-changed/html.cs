<?cs include:"mail/layout/header.cs" ?>
<p><strong><?cs var:Data.old ?></strong> has handed over the ownership of <?cs var:Data.account_name ?> to
<strong><?cs var:Data.new ?></strong>.<?cs if:Data.left ?> It was confirmed by a Super Admin, because the Primary contact was said to
have left or not to answer.<?cs /if ?></p>
<p><?cs var:Data.new ?> is Super Admin from now on, and <?cs var:Data.old ?> is <?cs var:Data.role ?>.</p>
<p>Is that not right? Tell support at once.
<a href="<?cs var:url_validate(Data.site_url) ?>">Open the portal</a></p>
<?cs include:"mail/layout/footer.cs" ?>
