<?cs include:"mail/layout/text-header.cs" ?><?cs var:Data.old ?> has handed over the ownership of
<?cs var:Data.account_name ?> to <?cs var:Data.new ?>.<?cs if:Data.left ?> It was confirmed by a Super
Admin, because the Primary contact was said to have left or not to answer.<?cs /if ?>

<?cs var:Data.new ?> is Super Admin from now on, and <?cs var:Data.old ?> is <?cs var:Data.role ?>.

Is that not right? Tell support at once:
<?cs var:Data.site_url ?>/support
<?cs include:"mail/layout/text-footer.cs" ?>
