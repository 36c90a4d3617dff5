<?cs include:"layout/header.cs" ?><?cs include:"layout/preferences.cs" ?><?cs

def:codes() ?><p class="lead">These are shown only now. Print them or write them down, and keep them where your devices are not.</p>
<ul class="codes">
<?cs each:c = Data.codes ?><li><code><?cs var:c.code ?></code></li>
<?cs /each ?></ul>
<p>Each signs you in once, in place of a code of the app or a passkey.</p>
<?cs /def ?><?cs

def:gone() ?><p>Recovery codes are shown once, when they are made. If you do not have them, have new ones made: the ones before them
are of no use then.</p>
<p><a class="button" href="/billing/preferences/personal/second-factor/new-codes">Make new recovery codes</a></p>
<?cs /def ?>
<?cs call:back_to_personal() ?><h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs if:subcount(Data.codes) ?><?cs call:codes() ?><p><a class="button button--main" href="/billing/preferences/personal/second-factor">I have kept them</a></p>
<?cs else ?><?cs call:gone() ?><?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
