<?cs include:"layout/header.cs" ?><?cs include:"layout/preferences.cs" ?>
<?cs call:back_to_personal() ?><h1><?cs var:Page.title ?></h1>
<section class="card">
<p class="intro">Pages are shown to you in it, and mail to your address is written in it. What is not translated yet stays English.</p>
<?cs call:form("/billing/preferences/personal/language", "watch") ?><?cs
call:field(Form.language) ?><?cs
call:buttons("Save", "/billing/preferences/personal") ?><?cs
call:end_form() ?></section>
<?cs include:"layout/footer.cs" ?>
