<?cs include:"mail/layout/text-header.cs" ?>One of your recovery codes was typed in place of a code of your authenticator
app. It cannot be used again. Codes left: <?cs var:Data.left ?>

This was you? Then there is nothing to do. Where few are left, make new ones
under Billing > Preferences.

This was NOT you? Then somebody has your password and your recovery codes. Make
new codes, and tell support at once: <?cs var:Data.site_url ?>/support
<?cs include:"mail/layout/text-footer.cs" ?>
