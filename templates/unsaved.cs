<?cs include:"layout/header.cs" ?><?cs include:"layout/typed.cs" ?>
<h1><?cs var:Page.title ?></h1>
<div class="notice"><p>You do not belong to the account any more in which you typed this, so it could not be saved there.
The page stands here for half an hour, or until you save something else.</p></div>
<?cs call:typed() ?><p><a class="button" href="/">Go to the start page</a></p>
<?cs include:"layout/footer.cs" ?>
