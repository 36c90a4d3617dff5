<?cs include:"mail/layout/header.cs" ?>
<p>One of your recovery codes was typed in place of a code of your authenticator app. It cannot be used again.
Codes left: <strong><?cs var:Data.left ?></strong>.</p>
<p>This was you? Then there is nothing to do. Where few are left, make new ones under Billing &gt; Preferences.</p>
<p>This was <strong>not</strong> you? Then somebody has your password and your recovery codes: make new codes and tell support at
once. <a href="<?cs var:url_validate(Data.site_url) ?>">Open the portal</a></p>
<?cs include:"mail/layout/footer.cs" ?>
