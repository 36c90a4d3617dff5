<?cs include:"mail/layout/header.cs" ?>
<?cs if:Data.own ?><p>You want to <strong><?cs var:Data.what ?></strong> of <?cs var:Data.account_name ?>, and said that the
Primary contact cannot answer. To confirm it, type this code:</p>
<?cs else ?><p><strong><?cs var:Data.who ?></strong> (<?cs var:Data.email ?>) wants to <strong><?cs var:Data.what ?></strong> of
<?cs var:Data.account_name ?>.</p>
<p>If that is right, tell <?cs var:Data.who ?> this code, which confirms it and nothing else:</p>
<?cs /if ?><blockquote><p><strong><?cs var:Data.code ?></strong></p></blockquote>
<p>It can be used once, within <?cs var:Data.minutes ?> minutes. Without it nothing changes.</p>
<p>Not right? Give the code to nobody, and tell a Super Admin of the account. Nobody of <?cs var:Data.site_name ?> will ever ask
you for it.</p>
<?cs include:"mail/layout/footer.cs" ?>
