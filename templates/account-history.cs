<?cs include:"layout/header.cs" ?><?cs include:"layout/preferences.cs" ?><?cs include:"layout/history.cs" ?>
<?cs call:back_to_account() ?><h1><?cs var:Page.title ?></h1>
<?cs call:history("Who changed what of this account, newest first") ?>
<?cs include:"layout/footer.cs" ?>
