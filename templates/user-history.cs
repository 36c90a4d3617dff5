<?cs include:"layout/header.cs" ?><?cs include:"layout/users.cs" ?><?cs include:"layout/history.cs" ?>
<?cs call:back_to_user(Data.user.id, Data.user.name) ?><h1><?cs var:Page.title ?></h1>
<?cs call:history("Who changed what of this user here, newest first") ?>
<?cs include:"layout/footer.cs" ?>
