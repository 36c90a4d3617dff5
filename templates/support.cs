<?cs include:"layout/header.cs" ?>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<h2>Whom to ask</h2>
<?cs if:Page.support_email || Page.support_phone ?><dl class="facts">
<?cs if:Page.support_email ?><dt>Email</dt><dd><?cs call:email(Page.support_email) ?></dd>
<?cs /if ?><?cs if:Page.support_phone ?><dt>Phone</dt><dd><?cs var:Page.support_phone ?></dd>
<?cs /if ?></dl>
<?cs else ?><p>Ask a Super Admin of this account: that person knows how support is reached.</p>
<?cs /if ?><p>To be allowed to do more, ask a Super Admin of <?cs var:Page.account.name ?> rather than support.</p>
</section>
<section class="card">
<h2>What to tell them</h2>
<p>The page, the field, the words of the message, and these facts:</p>
<dl class="facts">
<dt>Account</dt><dd><span data-copy><?cs var:Page.account.name ?>, account <?cs var:Page.account.number ?></span></dd>
<dt>You</dt><dd><span data-copy><?cs var:Page.user.name ?>, <?cs var:Page.user.email ?></span></dd>
<dt>Your role</dt><dd><?cs var:Data.role ?></dd>
</dl>
<p>A page that reports a fault shows a <b>request number</b>. With it the cause is found in the log.
Nobody needs your password: never tell it.</p>
</section>
<section class="card">
<h2>Often asked</h2>
<h3>I need more contact persons</h3>
<p>How many an account may have is part of its agreement. Tell support the account number above and how many you need.</p>
<h3>A page or a button is missing</h3>
<p>Look at the top of the page whether this is the right account. What your role does not allow is not offered;
a Super Admin can change that.</p>
</section>
<?cs include:"layout/footer.cs" ?>
