<?cs include:"layout/header.cs" ?><?cs include:"layout/typed.cs" ?>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<p class="lead"><?cs var:Data.text ?></p>
<dl class="facts">
<dt>Request number</dt><dd><code data-copy><?cs var:Page.request_id ?></code></dd>
<?cs if:Page.support_email ?><dt>Support</dt><dd><?cs call:email(Page.support_email) ?></dd>
<?cs /if ?></dl>
<p class="actions"><a class="button" href="/">Go to the first page</a> <a class="button"
href="<?cs var:url_validate(Data.support) ?>">Get support</a></p>
</section>
<?cs call:typed() ?><?cs include:"layout/footer.cs" ?>
