<?cs include:"layout/header.cs" ?><?cs include:"layout/password.cs" ?>
<section class="card">
<h1><?cs var:Page.title ?></h1>
<p class="lead">Step 2 of 2. The database is ready.</p>
<h2>What was looked at</h2>
<ul>
<?cs each:f = Data.findings ?><li><?cs if:f.how ?><span class="badge <?cs if:f.failed ?>badge--bad<?cs else ?>badge--open<?cs /if ?>"><?cs
	if:f.failed ?>Put right<?cs else ?>Look at this<?cs /if ?></span> <b><?cs var:f.what ?></b>: <?cs var:f.how ?><?cs
	else ?><span class="badge">Good</span> <?cs var:f.what ?><?cs /if ?></li>
<?cs /each ?></ul>
<h2>Mail leaves by cron</h2>
<p>Put this line on your host's cron page, so that mail is sent every minute:</p>
<pre class="example"><?cs var:Data.cron_line ?></pre>
</section>
<section class="card">
<?cs call:form("/install/account", "watch") ?><?cs
call:field(Form.token) ?>
<h2>The site</h2>
<?cs call:field(Form.site_name) ?><?cs
call:field(Form.site_url) ?><?cs
call:field(Form.support_email) ?>
<h2>Mail</h2>
<?cs call:field(Form.mail_from) ?><?cs
call:field(Form.mail_transport) ?><?cs
call:field(Form.smtp_url) ?><?cs
call:field(Form.smtp_user) ?><?cs
call:field(Form.smtp_password) ?>
<h2>The first account, and you</h2>
<?cs call:field(Form.business_name) ?><?cs
call:field(Form.business_email) ?><?cs
call:field(Form.name) ?><?cs
call:field(Form.email) ?><?cs
call:password_rules() ?><?cs
call:field(Form.new_password) ?><?cs
call:field(Form.confirm_password) ?><?cs
call:buttons("Install Pointperson", "") ?><?cs
call:end_form() ?></section>
<?cs include:"layout/footer.cs" ?>
