<?cs include:"mail/layout/text-header.cs" ?><?cs var:Data.who ?> invites you to the account <?cs var:Data.account_name ?>.
Your role there: <?cs var:Data.role ?>.

Open this page, and accept the invitation there. Nothing happens before you
press a button on that page:

    <?cs var:Data.link ?>

The link can be used once, for 72 hours, and only for this address. Is it too
old? Then ask <?cs var:Data.who ?> to send it again.

Do you not know what this is about? There is nothing to do; or decline on that
page, and <?cs var:Data.who ?> is told.
<?cs include:"mail/layout/text-footer.cs" ?>
