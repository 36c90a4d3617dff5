<?cs # typed: what had been typed into a form that cannot be shown again. ?><?cs

def:typed() ?><?cs if:subcount(Data.typed) ?><section class="card">
<h2>What you had typed</h2>
<p>It was not saved. Copy what you still need from here.</p>
<dl class="facts">
<?cs each:t = Data.typed ?><dt><?cs var:t.label ?></dt><dd class="lines"><?cs var:t.value ?></dd>
<?cs /each ?></dl>
</section>
<?cs /if ?><?cs /def ?>
