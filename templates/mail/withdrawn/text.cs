<?cs include:"mail/layout/text-header.cs" ?><?cs var:Data.person ?> has withdrawn the agreement to be contacted for
<?cs var:Data.account_name ?>, by a link in a mail.

<?cs if:Data.primary ?>This is the Primary contact, whom there has to be, so the name stays listed,
but nothing is sent there any more: security codes and critical alerts reach
nobody until you make another person Primary. Do that now:
<?cs else ?>The person was taken off the list of contact persons and is sent nothing more.
Does somebody else have to be told instead? Add that person here:
<?cs /if ?>
    <?cs var:Data.site_url ?>/manage/business-profile

You receive this because you look after the contact persons of this account.
<?cs include:"mail/layout/text-footer.cs" ?>
