<?cs include:"mail/layout/text-header.cs" ?>The password of the sign-in with this address was <?cs if:Data.by_link ?>set anew, by a link that
was sent here<?cs else ?>changed, by somebody who
was signed in and knew the one before<?cs /if ?><?cs if:Data.client ?>. It was done from the network
address <?cs var:Data.client ?><?cs /if ?>. <?cs if:Data.by_link ?>All sessions were ended.<?cs else ?>All other sessions were ended.<?cs /if ?>

Was it you? Then there is nothing to do.

Was it not you? Choose a new password at once:

    <?cs var:Data.site_url ?>/password/forgot

and tell a Super Admin of your account that somebody else was signed in as you.
Does somebody else read this mailbox? Then change its password first.
<?cs include:"mail/layout/text-footer.cs" ?>
