<?cs include:"mail/layout/text-header.cs" ?>A passkey was removed from your sign-in: <?cs var:Data.name ?>

It does not sign in any more.

This was you? Then there is nothing to do. Your device may still list it:
remove it there as well.

This was NOT you? Then somebody is signed in as you. Tell support at once:
<?cs var:Data.site_url ?>/support
<?cs include:"mail/layout/text-footer.cs" ?>
