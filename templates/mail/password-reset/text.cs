<?cs include:"mail/layout/text-header.cs" ?><?cs if:Data.was_voided ?>Your email is taken back: you sign in with this address again. Whoever had
changed it knew your password, so that is of no use any more. Choose a new one
here:

    <?cs var:Data.link ?>

The link works once, within half an hour; afterwards "Forgot password" on the
sign-in page sends another. Your second factor, if you had one before, stays as
it is. Show the link to nobody.
<?cs else ?>Somebody has forgotten the password of the sign-in with this address, and asked
for a new one<?cs if:Data.client ?> from the network address <?cs var:Data.client ?><?cs /if ?>. Choose it here:

    <?cs var:Data.link ?>

The link works once, within half an hour of when it was first asked for. Your
second factor, if you have one, stays as it is.

Was it not you? Then do nothing: the password you have stays. Nobody can change
it without this message, so show the link to nobody.
<?cs /if ?><?cs include:"mail/layout/text-footer.cs" ?>
