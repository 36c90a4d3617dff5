<?cs include:"layout/header.cs" ?><?cs include:"layout/preferences.cs" ?>
<?cs call:back_to_passkeys() ?><h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs call:form("/billing/preferences/personal/passkeys/" + Data.id, "watch") ?><?cs
	call:field(Form.name) ?><?cs
	call:field(Form.version) ?><?cs
	call:buttons("Save", "/billing/preferences/personal/passkeys") ?><?cs
	call:end_form() ?></section>
<?cs include:"layout/footer.cs" ?>
