<?cs include:"mail/layout/header.cs" ?>
<p>Mail for <strong><?cs var:Data.person ?></strong>, the Primary contact of <?cs var:Data.account_name ?>, does not arrive any
more. The mail server of <strong><?cs var:Data.address ?></strong> says:</p>
<blockquote><p><?cs var:Data.words ?></p></blockquote>
<p><strong>Security codes and critical alerts do not get there until this is put right.</strong> If the address is wrong or no
longer in use, give the person another one. If the person has left, make somebody else Primary.</p>
<p><a href="<?cs var:url_validate(Data.site_url + "/manage/business-profile") ?>">Open the Business Profile</a></p>
<p>You receive this because you look after the contact persons of this account.</p>
<?cs include:"mail/layout/footer.cs" ?>
