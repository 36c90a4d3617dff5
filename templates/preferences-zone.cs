<?cs include:"layout/header.cs" ?><?cs include:"layout/preferences.cs" ?>
<?cs call:back_to_personal() ?><h1><?cs var:Page.title ?></h1>
<section class="card">
<p class="intro">Every date and time is shown to you in it. The account's is <?cs var:Data.account_zone ?>. Now it is <?cs call:moment(Data.now) ?>.</p>
<?cs call:form("/billing/preferences/personal/zone", "watch") ?><?cs
call:field(Form.choice) ?><?cs
call:field(Form.time_zone) ?><?cs
call:buttons("Save", "/billing/preferences/personal") ?><?cs
call:end_form() ?></section>
<?cs include:"layout/footer.cs" ?>
