<?cs include:"layout/header.cs" ?>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<p class="lead"><?cs var:Data.text ?></p>
<dl class="facts">
<dt>Request number</dt><dd><code data-copy><?cs var:Page.request_id ?></code></dd>
<?cs if:Page.support_email ?><dt>Support</dt><dd><?cs call:email(Page.support_email) ?></dd>
<?cs /if ?></dl>
<p><a class="button" href="/">Go to the first page</a></p>
</section>
<?cs include:"layout/footer.cs" ?>
