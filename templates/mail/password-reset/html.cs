<?cs include:"mail/layout/header.cs" ?>
<?cs if:Data.was_voided ?><p>Your email is taken back: you sign in with this address again. Whoever had changed it knew your password, so
that is of no use any more. <a href="<?cs var:url_validate(Data.link) ?>">Choose a new one here</a>.</p>
<p>The link works once, within half an hour; afterwards “Forgot password” on the sign-in page sends another. Your second
factor, if you had one before, stays as it is. Show the link to nobody.</p>
<?cs else ?><p>Somebody has forgotten the password of the sign-in with this address, and asked for a new one<?cs
if:Data.client ?> from the network address <?cs var:Data.client ?><?cs /if ?>.
<a href="<?cs var:url_validate(Data.link) ?>">Choose it here</a>.</p>
<p>The link works once, within half an hour of when it was first asked for. Your second factor, if you have one, stays
as it is.</p>
<p>Was it not you? Then do nothing: the password you have stays. Nobody can change it without this message, so show the
link to nobody.</p>
<?cs /if ?><?cs include:"mail/layout/footer.cs" ?>
