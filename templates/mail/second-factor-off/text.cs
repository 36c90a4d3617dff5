<?cs include:"mail/layout/text-header.cs" ?><?cs if:Data.left == "support" ?>Support has removed the second factor of your sign-in: authenticator app,
passkeys and recovery codes. You are signed out everywhere, and from now on,
signing in asks for your password alone.

You asked for it? Then sign in, and set a second factor up again under
Billing > Preferences.

You did NOT ask for it? Then somebody made support believe to be you: tell
support at once, and choose a new password: <?cs var:Data.site_url ?>
<?cs else ?>The authenticator app of your sign-in was removed.
<?cs if:Data.left == "passkey" ?>Your passkeys stay: signing in asks for one of them, or for a recovery code.<?cs
else ?>From now on, signing in asks for your password alone.<?cs /if ?>

This was you? Then there is nothing to do. You can set an app up again under
Billing > Preferences.

This was NOT you? Then somebody is signed in as you and had a code of yours.
Tell support at once: <?cs var:Data.site_url ?>/support
<?cs /if ?><?cs include:"mail/layout/text-footer.cs" ?>
