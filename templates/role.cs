<?cs include:"layout/header.cs" ?><?cs include:"layout/history.cs" ?>
<p class="back"><a href="/manage/roles">Roles</a></p>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs if:Data.role.is_custom ?><p class="intro">A role of this account's own. It was copied from <b><?cs
	var:Data.role.copied_from ?></b> and ranks as that one does.</p>
<?cs elif:Data.role.is_super_admin ?><p class="intro">One of the five roles that every account has. It may everything, and its name stays.</p>
<?cs else ?><p class="intro">One of the five roles that every account has: its name stays. What it may is ticked on
<a href="/manage/roles">Roles</a>.</p>
<?cs /if ?><?cs if:Data.role.is_custom || Data.has_second_factor ?><?cs
call:form("/manage/roles/" + Data.role.id, "watch") ?><?cs
if:Data.role.is_custom ?><?cs call:field(Form.name) ?><?cs /if ?><?cs
if:Data.has_second_factor ?><?cs call:field(Form.needs_second_factor) ?><?cs /if ?><?cs
call:field(Form.version) ?><?cs
call:buttons("Save", "/manage/roles") ?><?cs
call:end_form() ?><?cs /if ?></section>
<?cs if:Data.role.is_custom ?><section class="card">
<h2>Remove it</h2>
<p>Once nobody has it any more, and nobody is invited with it.</p>
<div class="actions"><a class="button button--danger" href="/manage/roles/<?cs var:url_escape(Data.role.id) ?>/remove">Remove</a></div>
<p class="hint">It asks once more before anything happens.</p>
</section>
<?cs /if ?><?cs call:history("Who changed this role, newest first") ?>
<?cs include:"layout/footer.cs" ?>
