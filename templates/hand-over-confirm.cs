<?cs include:"layout/header.cs" ?>
<p class="back"><a href="/manage/users/hand-over">Hand over ownership</a></p>
<h1><?cs var:Page.title ?></h1>
<?cs if:Data.why ?><section class="card"><p><?cs var:Data.why ?></p>
<p><a class="button" href="/manage/users/hand-over">Choose somebody else</a></p></section>
<?cs elif:Data.is_barred ?><section class="card"><p>This account still has to pay ₹ <?cs var:Data.due ?>. It can be handed over once its
invoices are paid.</p>
<p><a class="button" href="/billing/invoices">See the invoices</a></p></section>
<?cs else ?><section class="card">
<?cs if:Data.owes ?><div class="notice"><p>This account still has to pay ₹ <?cs var:Data.due ?>, and the new owner takes that over.
<a href="/billing/invoices">See the invoices</a></p></div>
<?cs /if ?><div class="pair">
<div><h2>Now</h2>
<p><b><?cs var:Page.user.name ?></b>, Super Admin</p>
<p><?cs var:Page.user.email ?></p>
<p><b><?cs var:Data.to.name ?></b>, <?cs var:Data.to.role ?></p>
<p><?cs var:Data.to.email ?></p></div>
<div><h2>Afterwards</h2>
<p><b><?cs var:Data.to.name ?></b>, Super Admin</p>
<p><?cs var:Data.to.email ?></p>
<p><b><?cs var:Page.user.name ?></b>, Admin</p>
<p><?cs var:Page.user.email ?></p></div>
</div>
<h2>What it means</h2>
<ul>
<?cs if:Data.to.is_super_admin ?><li><b><?cs var:Data.to.name ?></b> is a Super Admin already and stays one: you step down.</li>
<?cs else ?><li><b><?cs var:Data.to.name ?></b> may do everything here from then on, and change what you may do.</li>
<?cs if:!Data.to.has_panel ?><li><?cs var:Data.to.name ?> could not sign in to this account until now, and can then.</li>
<?cs /if ?><?cs /if ?><li><b>You</b> become Admin at once: you no longer change the Account tab or what roles may do, nor confirm for a Primary
contact who has left.</li>
<li>Only a Super Admin can give it back to you.</li>
<li>Other Super Admins, and the contact persons, stay as they are.</li>
<li>Both of you are told by mail.</li>
</ul>
<p>To confirm it, a code goes to the Primary contact; you type it on the next page.</p>
<?cs call:form("/manage/users/hand-over/" + Data.to.id, "") ?><?cs
call:field(Form.version) ?><div class="actions">
<button type="submit" class="button button--danger">Hand over to <?cs var:Data.to.name ?></button>
<a class="button" href="/manage/users/hand-over">Cancel</a>
</div>
<?cs call:end_form() ?></section>
<?cs /if ?><?cs include:"layout/footer.cs" ?>
