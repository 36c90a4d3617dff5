<?cs include:"layout/header.cs" ?>
<h1><?cs var:Page.title ?></h1>
<p><?cs var:Data.state ?></p>
<?cs include:"layout/footer.cs" ?>
