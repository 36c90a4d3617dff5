<?cs include:"mail/layout/text-header.cs" ?>Mail for <?cs var:Data.person ?>, the Primary contact of
<?cs var:Data.account_name ?>, does not arrive any more. The mail server of
<?cs var:Data.address ?> says:

    <?cs var:Data.words ?>

Security codes and critical alerts do not get there until this is put right.
If the address is wrong or no longer in use, give the person another one.
If the person has left, make somebody else Primary:

    <?cs var:Data.site_url ?>/manage/business-profile

You receive this because you look after the contact persons of this account.
<?cs include:"mail/layout/text-footer.cs" ?>
