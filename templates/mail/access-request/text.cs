<?cs include:"mail/layout/text-header.cs" ?><?cs var:Data.who ?> (<?cs var:Data.email ?>), whose role is <?cs var:Data.role ?>, asks for a right in <?cs var:Data.account_name ?>:

    to <?cs var:Data.right ?>

You receive this because you are a Super Admin of this account. Only you can
give the right. Nothing changes unless you do.

To have it given, write to support which role this person is to have; whoever
runs the portal changes it: <?cs var:Data.site_url ?>/support
<?cs include:"mail/layout/text-footer.cs" ?>
