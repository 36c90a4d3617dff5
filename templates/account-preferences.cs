<?cs include:"layout/header.cs" ?><?cs include:"layout/preferences.cs" ?><?cs

def:managed() ?><span class="note">Managed by <?cs var:Data.managers ?><?cs if:!Page.may.user_edit ?>: ask one of them<?cs /if ?></span><?cs /def ?><?cs

def:fixed() ?><?cs if:!Page.may.account_edit ?> <span class="note">Only a Super Admin changes it, here: <?cs var:Data.super_admins ?></span><?cs /if ?><?cs /def ?><?cs

def:edit(what, words) ?><?cs if:Page.may.account_edit ?>
<a class="beside" href="/billing/preferences/account/<?cs var:url_escape(what) ?>">Edit<span class="hidden"> the <?cs var:words ?></span></a><?cs /if ?><?cs /def ?><?cs

def:pending() ?><?cs if:Data.pending.email ?> <span class="note"><?cs
	if:Data.pending.is_open && !Data.pending.is_sent ?>To be replaced by <?cs var:Data.pending.email ?>, but no code was sent there yet<?cs
	elif:Data.pending.is_open ?>To be replaced by <?cs var:Data.pending.email ?>, if its reader confirms it until <?cs call:moment(Data.pending.until) ?><?cs
	else ?><?cs var:Data.pending.email ?> was not confirmed in time<?cs /if ?></span><?cs /if ?><?cs /def ?>
<h1><?cs var:Page.title ?></h1>
<?cs call:tabs(Data.tab) ?><section class="card" aria-labelledby="business-heading">
<h2 id="business-heading">The business</h2>
<?cs if:!Page.may.account_edit ?><?cs call:locked(Data.super_admins) ?><?cs /if ?><dl class="facts">
<dt>Account number</dt><dd><span data-copy><?cs var:Page.account.number ?></span></dd>
<dt>Business name</dt><dd id="business-name"<?cs if:Page.flash.row == "business-name" ?> class="marked"<?cs /if ?>><?cs var:Data.business_name ?><?cs
call:edit("business-name", "business name") ?><?cs call:fixed() ?></dd>
<dt>Business email</dt><dd id="business-email"<?cs if:Page.flash.row == "business-email" ?> class="marked"<?cs /if ?>><?cs var:Data.business_email ?><?cs
call:edit("business-email", "business email") ?><?cs call:pending() ?><?cs call:fixed() ?></dd>
</dl>
<?cs if:Page.may.account_edit ?><details<?cs if:subcount(Page.problems) || Page.held ?> open<?cs /if ?>>
<summary>Change both at once</summary>
<?cs call:form("/billing/preferences/account", "watch") ?><?cs
call:field(Form.business_name) ?><?cs
call:field(Form.business_email) ?><?cs
call:field(Form.version) ?><?cs
call:buttons("Save", "/billing/preferences/account") ?><?cs
call:end_form() ?></details>
<?cs /if ?><div class="actions"><a class="button" href="/billing/preferences/account/history">History of this account</a></div>
</section>
<section class="card" aria-labelledby="access-heading">
<h2 id="access-heading">My access</h2>
<dl class="facts">
<dt>Role</dt><dd><?cs var:Page.role ?> <?cs call:managed() ?></dd>
<dt>Extension</dt><dd><?cs call:value(Data.me.extension) ?> <?cs call:managed() ?></dd>
<dt>Dept</dt><dd><?cs call:value(Data.me.department) ?> <?cs call:managed() ?></dd>
<dt>Take-Calls</dt><dd><?cs if:!Data.me.takes_calls ?>No: you are not set to receive calls<?cs
	elif:string.length(Data.me.extension) ?>Yes: you are set to receive calls, at extension <?cs var:Data.me.extension ?><?cs
	else ?>Yes, but you have no extension that a call could go to<?cs /if ?> <?cs call:managed() ?></dd>
<dt>Calls come</dt><dd><?cs if:!Data.me.takes_calls ?>Never<?cs elif:Data.me.call_hours ?><?cs var:Data.me.call_hours ?>, in <?cs var:Data.me.zone ?><?cs
	else ?>At any time: no hours are set<?cs /if ?> <?cs call:managed() ?></dd>
<?cs if:Data.me.work_hours ?><dt>I work</dt><dd><?cs var:Data.me.work_hours ?>, in <?cs var:Data.me.zone ?> <?cs call:managed() ?></dd>
<?cs /if ?></dl>
<h3>What my role may do in <?cs var:Page.account.name ?></h3>
<ul>
<?cs each:r = Data.rights ?><li><?cs var:r.text ?></li>
<?cs /each ?></ul>
</section>
<?cs include:"layout/footer.cs" ?>
