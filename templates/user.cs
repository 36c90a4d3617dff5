<?cs include:"layout/header.cs" ?><?cs include:"layout/users.cs" ?>
<?cs # What one cannot change of oneself is sent as it is, and says why.
?><?cs def:own_place() ?><p class="locked"><b>Role: <?cs var:Data.user.role ?>.</b> <?cs var:Data.user.why ?></p>
<?cs call:messages(Form.role) ?><?cs call:hidden("role", Form.role.value) ?><?cs
call:messages(Form.panel) ?><?cs if:Data.user.has_panel ?><?cs call:hidden("panel", "yes") ?><?cs /if ?><?cs /def ?><?cs

def:edit_form() ?><?cs call:form("/manage/users/" + Data.user.id, "watch") ?><?cs
if:Data.user.is_own ?><?cs call:own_place() ?><?cs else ?><?cs call:field(Form.role) ?><?cs /if ?><?cs
if:Data.user.can_move ?><?cs call:field(Form.department) ?><?cs
else ?><?cs call:messages(Form.department) ?><?cs call:hidden("department", Form.department.value) ?><?cs /if ?><?cs
call:field(Form.extension) ?><?cs
call:field(Form.takes_calls) ?><?cs
call:field(Form.pro) ?><?cs
if:!Data.user.is_own ?><?cs call:field(Form.panel) ?><?cs /if ?><?cs
call:field(Form.version) ?><?cs
if:Page.conflict ?><?cs call:buttons("Save", "/manage/users/" + Data.user.id) ?><?cs
else ?><?cs call:buttons("Save", "/manage/users") ?><?cs /if ?><?cs
call:end_form() ?><?cs /def ?><?cs

def:place() ?><?cs if:Data.user.why ?><p class="locked"><?cs var:Data.user.why ?></p>
<?cs else ?><?cs call:locked("") ?><?cs /if ?><dl class="facts">
<dt>Role</dt><dd><?cs var:Data.user.role ?></dd>
<dt>Department</dt><dd><?cs call:value(Data.user.department) ?></dd>
<dt>Extension</dt><dd><?cs call:value(Data.user.extension) ?></dd>
<dt>Take-Calls</dt><dd><?cs if:Data.user.takes_calls ?>Yes<?cs else ?>No<?cs /if ?></dd>
<dt>Pro licence</dt><dd><?cs if:Data.user.is_pro ?>Yes<?cs else ?>No<?cs /if ?></dd>
<dt>Panel access</dt><dd><?cs if:Data.user.has_panel ?>Yes<?cs else ?>No: is only called<?cs /if ?></dd>
</dl>
<?cs /def ?><?cs

def:state() ?><section class="card" id="state">
<h2>State: <?cs var:Data.user.state_text ?></h2>
<?cs if:Data.user.state == "suspended" ?><p>Suspended: <?cs var:Data.user.name ?> cannot enter this account and is not called here. Role, extension and hours are
kept for when it is resumed.</p>
<?cs elif:Data.user.has_panel ?><p>Active: <?cs var:Data.user.name ?> signs in to this account, and may do what the role allows.</p>
<?cs else ?><p>Active, without panel access: <?cs var:Data.user.name ?> is only called, and cannot sign in to this account.</p>
<?cs /if ?><dl class="facts">
<dt>Last sign-in here</dt><dd><?cs if:Data.user.signed_in_at ?><?cs call:moment(Data.user.signed_in_at) ?><?cs else ?><span class="none">Never</span><?cs /if ?></dd>
<dt>User since</dt><dd><?cs call:moment(Data.user.created_at) ?></dd>
<?cs if:Data.user.saved_at ?><dt>Last changed</dt><dd><?cs call:moment(Data.user.saved_at) ?> by <?cs var:Data.user.saved_by ?></dd>
<?cs /if ?></dl>
<?cs if:Data.user.can_act ?><div class="actions">
<?cs if:Data.user.state == "suspended" ?><a class="button" href="/manage/users/<?cs var:url_escape(Data.user.id) ?>/resume">Resume</a>
<?cs else ?><a class="button" href="/manage/users/<?cs var:url_escape(Data.user.id) ?>/suspend">Suspend</a>
<?cs /if ?><a class="button button--danger" href="/manage/users/<?cs var:url_escape(Data.user.id) ?>/remove">Remove</a>
</div>
<p class="hint">Each asks once more before anything happens.</p>
<p>Has <?cs var:Data.user.name ?> left the company, or is about to?
<a href="/manage/leaving/user/<?cs var:url_escape(Data.user.id) ?>">End everything in one step</a>: sign-in, calls and what is received.</p>
<?cs /if ?><p><a class="button" href="/manage/users/<?cs var:url_escape(Data.user.id) ?>/history">History of this user here</a></p>
</section>
<?cs /def ?><?cs

def:hours() ?><section class="card" id="hours">
<div class="card-head"><h2>Hours</h2><?cs if:Data.user.can_edit ?> <a href="/manage/users/hours/<?cs var:url_escape(Data.user.id) ?>">Change<span class="hidden"> the hours</span></a><?cs /if ?></div>
<dl class="facts<?cs if:Page.flash.row == "hours" ?> marked<?cs /if ?>">
<dt>Works</dt><dd><?cs if:Data.user.work_hours ?><?cs var:Data.user.work_hours ?><?cs else ?><span class="none">Not set</span><?cs /if ?></dd>
<dt>Receives calls</dt><dd><?cs if:!Data.user.takes_calls ?>Never: Take-Calls is off<?cs
	elif:Data.user.call_hours ?><?cs var:Data.user.call_hours ?><?cs else ?>At any time: no hours are set<?cs /if ?></dd>
<dt>Time zone</dt><dd><?cs var:Data.user.zone ?> <span class="note">in which these hours are, and which the user chooses</span></dd>
</dl>
</section>
<?cs /def ?><?cs

def:own() ?><section class="card" id="own">
<h2>The user's own</h2>
<dl class="facts">
<dt>Name</dt><dd><?cs call:value(Data.user.name) ?></dd>
<dt>Email</dt><dd><?cs call:email(Data.user.email) ?></dd>
<dt>Mobile</dt><dd><?cs call:phone(Data.user.mobile) ?></dd>
<?cs if:Page.may.contact_view ?><dt>Contact person</dt><dd><?cs if:Data.user.person ?><a href="/manage/business-profile/contact-persons/<?cs
	var:url_escape(Data.user.person) ?>"><?cs var:Data.user.person.name ?></a><?cs else ?><span class="none">Not known to be listed as one</span><?cs /if ?></dd>
<?cs /if ?><dt>User number</dt><dd><?cs var:Data.user.user_id ?></dd>
</dl>
<p class="hint"><?cs if:Data.user.is_own ?>You change these under <a href="/billing/preferences/personal">Preferences</a>.<?cs
	else ?>Only the user changes these, under Billing, Preferences, after signing in. They hold in every account the user belongs to.<?cs /if ?></p>
</section>
<?cs /def ?>
<?cs call:back_to_users() ?><h1><?cs var:Page.title ?> <?cs call:user_state(Data.user) ?></h1>
<section class="card">
<h2>In this account</h2>
<?cs if:Data.user.can_edit ?><?cs call:edit_form() ?><?cs else ?><?cs call:place() ?><?cs /if ?></section>
<?cs call:hours() ?><?cs call:own() ?><?cs call:state() ?>
<?cs include:"layout/footer.cs" ?>
