<?cs include:"layout/header.cs" ?>
<p class="back"><a href="/manage/roles">Roles</a></p>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<p class="intro">It begins with what the other role may now, and ranks as that one does: who has it acts on lower ranks alone. What it
may is ticked afterwards.</p>
<?cs call:form("/manage/roles/new", "watch") ?><?cs
call:field(Form.name) ?><?cs
call:field(Form.from) ?><?cs
call:buttons("Add", "/manage/roles") ?><?cs
call:end_form() ?></section>
<?cs include:"layout/footer.cs" ?>
