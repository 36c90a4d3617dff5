<?cs include:"mail/layout/text-header.cs" ?>The authenticator app of your sign-in was removed.
<?cs if:Data.left == "passkey" ?>Your passkeys stay: signing in asks for one of them, or for a recovery code.<?cs
else ?>From now on, signing in asks for your password alone.<?cs /if ?>

This was you? Then there is nothing to do. You can set an app up again under
Billing > Preferences.

This was NOT you? Then somebody is signed in as you and had a code of yours.
Tell support at once: <?cs var:Data.site_url ?>/support
<?cs include:"mail/layout/text-footer.cs" ?>
