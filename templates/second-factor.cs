<?cs include:"layout/header.cs" ?><?cs include:"layout/preferences.cs" ?><?cs

def:on() ?><p class="lead">Signing in asks for a code of your authenticator app, since <?cs call:moment(Data.since) ?>.</p>
<?cs if:Data.is_few ?><div class="notice"><p>You have <b><?cs var:Data.left ?></b> recovery code<?cs if:Data.left != "1" ?>s<?cs /if ?> left.
Make new ones now: without them nobody gets in whose phone is lost.</p></div>
<?cs else ?><p>You have <?cs var:Data.left ?> recovery codes left, for when the app is not at hand.</p>
<?cs /if ?><div class="actions">
<a class="button" href="/billing/preferences/personal/second-factor/new-codes">Make new recovery codes</a>
<a class="button" href="/billing/preferences/personal/second-factor/remove">Remove<span class="hidden"> the second factor</span></a>
</div>
<p class="hint">Another phone? Remove the second factor, then set it up with the new one.</p>
<?cs /def ?><?cs

def:off() ?><p class="lead">Signing in asks for your password alone.</p>
<p>With an authenticator app on your phone, it asks for a code of the app as well. Who learns your password cannot sign in then.
Any app that shows codes of six digits will do; it needs no reception.</p>
<?cs if:Data.is_there ?><div class="actions">
<a class="button button--main" href="/billing/preferences/personal/second-factor/set-up">Set up an authenticator app</a>
</div>
<?cs else ?><p><b>It cannot be set up here yet:</b> this portal was installed without what looks at such codes. Ask its administrator.</p>
<?cs /if ?><?cs /def ?>
<?cs call:back_to_personal() ?><h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs if:Data.since ?><?cs call:on() ?><?cs else ?><?cs call:off() ?><?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
