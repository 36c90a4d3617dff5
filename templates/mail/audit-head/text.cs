<?cs include:"mail/layout/text-header.cs" ?><?cs if:string.length(Data.account_name) ?>Every event in the audit log of <?cs var:Data.account_name ?> is sealed.<?cs else ?>Every event that belongs to no account, as a failed sign-in, is sealed.<?cs /if ?>
This is the newest seal of today:

    <?cs var:Data.seal ?>

    sealed so far:               <?cs var:Data.place ?>
    new since the seal before:   <?cs var:Data.count ?>

You need to do nothing but keep this mail. If anybody doubts the log, give it
to those who run <?cs var:Data.site_name ?>. Their command

    pointperson audit verify --heads FILE

with this mail as FILE shows whether an event was changed or is missing.
<?cs if:string.length(Data.account_name) ?>
You receive this because you are chosen for Compliance. Who is, stands here:

    <?cs var:Data.site_url ?>/manage/business-profile/recipients
<?cs /if ?><?cs include:"mail/layout/text-footer.cs" ?>
