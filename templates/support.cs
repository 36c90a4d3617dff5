<?cs include:"layout/header.cs" ?><?cs

def:whom() ?><?cs if:Page.support_email || Page.support_phone ?><dl class="facts">
<?cs if:Page.support_email ?><dt>Email</dt><dd><?cs call:email(Page.support_email) ?></dd>
<?cs /if ?><?cs if:Page.support_phone ?><dt>Phone</dt><dd><?cs var:Page.support_phone ?></dd>
<?cs /if ?></dl>
<?cs else ?><p>Ask a Super Admin of this account: that person knows how support is reached.</p>
<?cs /if ?><?cs /def ?>
<h1><?cs var:Page.title ?></h1>
<?cs if:Page.support_email ?><section class="card" aria-labelledby="write-heading">
<h2 id="write-heading">Write to support</h2>
<p class="lead">Say what you wanted to do and what happened. No screenshot is needed.</p>
<?cs call:form("/support", "watch") ?><?cs
call:field(Form.message) ?><?cs
call:field(Form.page) ?><?cs
call:field(Form.fields) ?><?cs
call:field(Form.number) ?>
<p>These facts go with it, and the answer comes to your email:</p>
<dl class="facts">
<dt>Account</dt><dd><?cs var:Page.account.name ?>, account <?cs var:Page.account.number ?></dd>
<dt>You</dt><dd><?cs var:Page.user.name ?>, <?cs var:Page.user.email ?></dd>
<dt>Your role</dt><dd><?cs var:Data.role ?></dd>
</dl>
<p class="hint">Nobody needs your password or a code: never tell them.</p>
<?cs call:buttons("Send to support", "/") ?><?cs
call:end_form() ?></section>
<section class="card">
<h2>Another way</h2>
<?cs call:whom() ?><p>To be allowed to do more, ask a Super Admin of <?cs var:Page.account.name ?> rather than support.</p>
</section>
<?cs else ?><section class="card">
<h2>Whom to ask</h2>
<?cs call:whom() ?><p>To be allowed to do more, ask a Super Admin of <?cs var:Page.account.name ?> rather than support.</p>
</section>
<section class="card">
<h2>What to tell them</h2>
<p>The page, the field, the words of the message, and these facts:</p>
<dl class="facts">
<dt>Account</dt><dd><span data-copy><?cs var:Page.account.name ?>, account <?cs var:Page.account.number ?></span></dd>
<dt>You</dt><dd><span data-copy><?cs var:Page.user.name ?>, <?cs var:Page.user.email ?></span></dd>
<dt>Your role</dt><dd><?cs var:Data.role ?></dd>
<?cs if:Form.page.value ?><dt>Page</dt><dd><span data-copy><?cs var:Form.page.value ?></span></dd>
<?cs /if ?><?cs if:Form.number.value ?><dt>Request number</dt><dd><code data-copy><?cs var:Form.number.value ?></code></dd>
<?cs /if ?></dl>
<p>A page that reports a fault shows a <b>request number</b>. With it the cause is found in the log.
Nobody needs your password: never tell it.</p>
</section>
<?cs /if ?><section class="card">
<h2>Often asked</h2>
<h3>I need more contact persons</h3>
<p>How many an account may have is part of its agreement. Tell support how many you need.</p>
<h3>A page or a button is missing</h3>
<p>Look at the top of the page whether this is the right account. What your role does not allow is not offered;
a Super Admin can change that.</p>
</section>
<?cs include:"layout/footer.cs" ?>
