<?cs include:"mail/layout/text-header.cs" ?>A passkey was added to your sign-in: <?cs var:Data.name ?>

It signs in without your password. With your password alone nobody signs in
any more: a passkey, a code of your app or a recovery code is asked for as
well.

This was you? Then there is nothing to do. Keep your recovery codes where your
devices are not.

This was NOT you? Then somebody can sign in as you. Tell support at once:
<?cs var:Data.site_url ?>/support
<?cs include:"mail/layout/text-footer.cs" ?>
