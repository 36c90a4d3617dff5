<?cs include:"mail/layout/header.cs" ?>
<p><strong><?cs var:Data.person ?></strong> has withdrawn the agreement to be contacted for <?cs var:Data.account_name ?>,
by a link in a mail.</p>
<?cs if:Data.primary ?><p>This is the Primary contact, whom there has to be, so the name stays listed, but nothing is sent there any
more: <strong>security codes and critical alerts reach nobody until you make another person Primary.</strong></p>
<?cs else ?><p>The person was taken off the list of contact persons and is sent nothing more. Does somebody else have to be told
instead? Then add that person.</p>
<?cs /if ?><p><a href="<?cs var:url_validate(Data.site_url + "/manage/business-profile") ?>">Open the Business Profile</a></p>
<p>You receive this because you look after the contact persons of this account.</p>
<?cs include:"mail/layout/footer.cs" ?>
