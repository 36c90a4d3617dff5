<?cs include:"layout/header.cs" ?><?cs include:"layout/preferences.cs" ?>
<?cs call:back_to_account() ?><h1><?cs var:Page.title ?></h1>
<section class="card">
<p class="intro">By it everybody in the account, and whoever gets a message from it, knows the business.</p>
<?cs call:form("/billing/preferences/account/business-name", "watch") ?><?cs
call:field(Form.business_name) ?><?cs
call:field(Form.version) ?><?cs
call:buttons("Save", "/billing/preferences/account") ?><?cs
call:end_form() ?></section>
<?cs include:"layout/footer.cs" ?>
