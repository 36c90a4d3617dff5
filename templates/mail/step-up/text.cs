<?cs include:"mail/layout/text-header.cs" ?><?cs if:Data.own ?>You want to <?cs var:Data.what ?>
of <?cs var:Data.account_name ?>, and said that the Primary contact cannot answer.
<?cs else ?><?cs var:Data.who ?> (<?cs var:Data.email ?>) wants to
<?cs var:Data.what ?> of <?cs var:Data.account_name ?>.
<?cs /if ?>
<?cs if:Data.own ?>To confirm it, type this code:<?cs else ?>If that is right, tell <?cs var:Data.who ?> this code, which confirms it and
nothing else:<?cs /if ?>

    <?cs var:Data.code ?>

It can be used once, within <?cs var:Data.minutes ?> minutes. Without it nothing changes.
Not right? Give the code to nobody, and tell a Super Admin of the account.
Nobody of <?cs var:Data.site_name ?> will ever ask you for it.
<?cs include:"mail/layout/text-footer.cs" ?>
