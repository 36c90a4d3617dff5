<?cs include:"mail/layout/text-header.cs" ?>The second factor of your sign-in was removed. From now on, signing in asks for
your password alone.

This was you? Then there is nothing to do. You can set an app up again under
Billing > Preferences.

This was NOT you? Then somebody is signed in as you and had a code of yours.
Tell support at once: <?cs var:Data.site_url ?>/support
<?cs include:"mail/layout/text-footer.cs" ?>
