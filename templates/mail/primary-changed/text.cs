<?cs include:"mail/layout/text-header.cs" ?><?cs var:Data.who ?> has made <?cs var:Data.new ?> the Primary contact of <?cs var:Data.account_name ?>
instead of <?cs var:Data.old ?>.<?cs if:Data.left ?> It was confirmed by a Super Admin, because <?cs var:Data.old ?>
was said to have left or not to answer.<?cs /if ?>

Security codes and critical alerts go to <?cs var:Data.new ?> from now on,
and no longer to <?cs var:Data.old ?>.

Is that not right? Tell a Super Admin of the account, or support, at once:
<?cs var:Data.site_url ?>/support
<?cs include:"mail/layout/text-footer.cs" ?>
