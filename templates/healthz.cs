<?cs include:"layout/header.cs" ?>
<h1><?cs var:Page.title ?></h1>
<p><?cs var:Data.state ?></p>
<?cs if:Data.has_outbox ?>
<p>outbox: oldest message due for <?cs var:Data.outbox_sec ?> s</p>
<p>courier: <?cs if:?Data.courier_sec ?>looked <?cs var:Data.courier_sec ?> s ago<?cs else ?>has not run yet<?cs /if ?></p>
<?cs /if ?>
<?cs include:"layout/footer.cs" ?>
