<?cs include:"layout/header.cs" ?><?cs include:"layout/history.cs" ?>
<?cs def:role(r) ?><li id="role-<?cs var:r.id ?>"<?cs if:Page.flash.row == ("role-" + r.id) ?> class="marked"<?cs /if ?>><a href="/manage/roles/<?cs
	var:url_escape(r.id) ?>"><?cs var:r.name ?></a>
<p><?cs if:r.copied_from ?>Your own, copied from <?cs var:r.copied_from ?><?cs else ?>In every account<?cs /if ?><?cs
	if:r.needs_second_factor ?>; needs a second factor<?cs /if ?></p></li>
<?cs /def ?><?cs

def:cell(c, right) ?><td<?cs if:!c.is_open ?> class="fixed"<?cs /if ?>><?cs if:c.is_open ?><?cs call:tick_cell(c, c.role, "may " + right) ?><?cs
	else ?><span class="tick-fixed"><span class="tick-name"><?cs var:c.role ?>: </span><?cs
	if:c.may ?>Always<?cs else ?>Never<?cs /if ?></span><?cs /if ?></td>
<?cs /def ?><?cs

def:right(r) ?><tr><th scope="row"><b class="sentence"><?cs var:r.text ?></b><?cs
	if:r.needs ?> <span class="note">Goes only together with: <?cs var:r.needs ?></span><?cs /if ?><?cs
	if:r.is_everyones ?> <span class="note">Nobody can be kept from what is their own.</span><?cs /if ?><?cs
	if:r.is_super_admins ?> <span class="note">The Super Admin's alone: whoever has it could take the account over.</span><?cs
	/if ?></th>
<?cs each:c = r.cells ?><?cs call:cell(c, r.text) ?><?cs /each ?></tr>
<?cs /def ?><?cs

def:grid() ?><div class="scroll field" id="field-rights"><table class="grid">
<caption class="hidden">What each role may</caption>
<thead><tr><th scope="col">May</th>
<?cs each:r = Data.roles ?><th scope="col"><?cs var:r.name ?></th>
<?cs /each ?></tr></thead>
<tbody>
<?cs each:r = Data.rights ?><?cs call:right(r) ?><?cs /each ?></tbody>
</table></div>
<?cs /def ?>
<h1><?cs var:Page.title ?></h1>
<p class="lead">What each role may in this account. A tick counts from the next click of everyone who has the role, and all ticks
are saved together.</p>
<section class="card">
<h2>Who may what</h2>
<ul class="intro">
<li>The <b>Super Admin</b> may everything, so that nobody locks the account.</li>
<li>Who may <b>change</b> something must be able to <b>see</b> it: such ticks go only together.</li>
<li>Nobody acts on their own role or on a higher one, whatever is ticked: the order is Super Admin, Admin, then Billing and Manager,
then Agent. A role of your own ranks as the one it was copied from.</li>
</ul>
<?cs call:form("/manage/roles", "watch") ?><?cs call:grid() ?><?cs call:field(Form.version) ?><div class="actions">
<button type="submit" class="button button--main">Show what would change</button>
<a class="button" href="/manage/roles" data-leave><?cs if:Page.conflict ?>Keep what is saved<?cs else ?>Cancel<?cs /if ?></a>
<p class="unsaved" aria-live="polite" data-unsaved></p>
</div>
<p class="hint">Nothing is saved before you have seen what would change for whom.</p>
<?cs call:end_form() ?></section>
<section class="card">
<h2>All roles</h2>
<ul class="pages">
<?cs each:r = Data.roles ?><?cs call:role(r) ?><?cs /each ?></ul>
<h3>Roles of your own</h3>
<?cs if:Data.has_room ?><p>A role of your own begins as a copy of another: to see bills without changing them, say, or to do nothing but
finance. It is ticked in the table above then.</p>
<div class="actions"><a class="button" href="/manage/roles/new">Add a role</a>
<a class="button" href="/manage/roles/reset">Reset to defaults</a></div>
<?cs else ?><p>This account has <?cs var:Data.custom_max ?> roles of its own, which are as many as it can have. For another one, open
one that nobody has any more in the table above, and remove it.</p>
<div class="actions"><a class="button" href="/manage/roles/reset">Reset to defaults</a></div>
<?cs /if ?></section>
<section class="card">
<h2>Ownership</h2>
<p>Another user becomes Super Admin in place of you.</p>
<div class="actions"><a class="button" href="/manage/users/hand-over">Hand over ownership</a></div>
<p class="hint">It asks once more before anything happens.</p>
</section>
<?cs call:history("Who changed what roles may, newest first") ?>
<?cs include:"layout/footer.cs" ?>
