<?cs include:"layout/header.cs" ?>
<p class="back"><a href="/manage/roles/<?cs var:url_escape(Data.role.id) ?>"><?cs var:Data.role.name ?></a></p>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs if:Data.who ?><p><b><?cs var:Data.who ?></b> still <?cs if:Data.is_one ?>has<?cs else ?>have<?cs /if ?> this role, so it cannot be
removed. Give everyone who has it another role first.</p>
<p><a class="button" href="/manage/roles">Back to the roles</a></p>
<?cs else ?><p>Nobody has this role. What was done with it until now stays in the audit log.</p>
<?cs call:form("/manage/roles/" + Data.role.id + "/remove", "") ?><?cs
call:field(Form.version) ?><div class="actions">
<button type="submit" class="button button--danger">Remove <?cs var:Data.role.name ?></button>
<a class="button" href="/manage/roles">Cancel</a>
</div>
<?cs call:end_form() ?><?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
