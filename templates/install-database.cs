<?cs include:"layout/header.cs" ?>
<section class="card">
<h1><?cs var:Page.title ?></h1>
<p class="lead">Step 1 of 2. The database is tried first, then its tables are made. An installation of before is brought up
to date here too; its data stays.</p>
<p class="hint">This form is as large as any that the portal sends. Does your host answer it with an error page of its own? It
lets too little through: ask it to accept forms of 64 KiB.</p>
<?cs call:form("/install/database", "") ?><?cs
call:field(Form.token) ?><?cs
call:field(Form.server) ?><?cs
call:field(Form.name) ?><?cs
call:field(Form.user) ?><?cs
call:field(Form.password) ?><?cs
call:field(Form.tables_user) ?><?cs
call:field(Form.tables_password) ?><?cs
call:field(Form.filler) ?><?cs
call:buttons("Set up the database", "") ?><?cs
call:end_form() ?></section>
<?cs include:"layout/footer.cs" ?>
