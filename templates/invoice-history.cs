<?cs include:"layout/header.cs" ?><?cs include:"layout/history.cs" ?>
<p class="back"><a href="/billing/invoices/<?cs var:url_escape(Data.id) ?>"><?cs var:Data.kind ?> <?cs var:Data.number ?></a></p>
<h1><?cs var:Page.title ?></h1>
<?cs call:history("What happened to this document and who did it, newest first") ?>
<?cs include:"layout/footer.cs" ?>
