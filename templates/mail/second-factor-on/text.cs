<?cs include:"mail/layout/text-header.cs" ?>An authenticator app was set up for your sign-in. From now on, signing in
asks for your password and for a code of the app.

This was you? Then there is nothing to do. Keep your recovery codes where your
phone is not.

This was NOT you? Then somebody knows your password and can keep you out. Tell
support at once: <?cs var:Data.site_url ?>/support
<?cs include:"mail/layout/text-footer.cs" ?>
