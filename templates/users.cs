<?cs include:"layout/header.cs" ?><?cs include:"layout/users.cs" ?>
<?cs def:role_choice(f) ?><div class="field">
<label for="field-role">Role</label>
<select id="field-role" name="role">
<option value="">All</option>
<?cs each:c = f.choices ?><option value="<?cs var:c.value ?>"<?cs if:c.chosen ?> selected<?cs /if ?>><?cs var:c.label ?></option>
<?cs /each ?></select>
</div>
<?cs /def ?><?cs

def:filter() ?><?cs call:asking("/manage/users") ?><?cs call:field(Form.search) ?><details class="fold"<?cs if:Data.is_filtered ?> open<?cs /if ?>>
<summary class="button button--small">Filter</summary>
<?cs call:role_choice(Form.role) ?><?cs
if:Page.may.user_view ?><?cs call:field(Form.department) ?><?cs /if ?><?cs
call:field(Form.state) ?></details>
<div class="actions">
<button type="submit" class="button">Show</button>
<?cs if:Data.is_filtered || Data.search || Data.is_later ?><a class="button" href="/manage/users">Show all</a>
<?cs /if ?></div>
<?cs call:end_form() ?><?cs /def ?><?cs

# The cells that a user and who is invited have alike.
?><?cs def:who(u) ?><th scope="row" class="reach"><b><?cs var:u.name ?></b><br><?cs call:email(u.email) ?></th>
<td data-label="Role"><div><?cs var:u.role ?><?cs if:u.is_pro ?> <span class="note">Pro</span><?cs /if ?><?cs
	if:u.department ?><br><span class="note"><?cs var:u.department ?></span><?cs /if ?></div></td>
<td data-label="Ext." class="number"><?cs call:value(u.extension) ?></td>
<td data-label="Calls"><?cs if:u.takes_calls ?>Yes<?cs else ?>No<?cs /if ?></td>
<?cs /def ?><?cs

def:row(u) ?><tr id="user-<?cs var:url_escape(u.id) ?>"<?cs if:Page.flash.row == "user-" + u.id ?> class="marked"<?cs /if ?>>
<?cs call:who(u) ?><td data-label="State"><span><?cs call:user_state(u) ?></span></td>
<td data-label="Last sign-in" class="number"><div><?cs if:u.signed_in_at ?><?cs call:moment(u.signed_in_at) ?><?cs else ?><span class="none">Never here</span><?cs /if ?></div></td>
<td class="row-actions"><a href="/manage/users/<?cs var:url_escape(u.id) ?>">Open<span class="hidden"> <?cs var:u.name ?></span></a></td>
</tr>
<?cs /def ?><?cs

def:row_invited(u) ?><tr id="invited-<?cs var:url_escape(u.invitation) ?>">
<?cs call:who(u) ?><td data-label="State"><span><span class="badge <?cs if:u.invitation.is_open ?>badge--open<?cs else ?>badge--bad<?cs /if ?>"><?cs
	var:u.state_text ?></span></span></td>
<td data-label="Last sign-in" class="number"><div><?cs if:u.invitation.is_open ?>Can join until<?cs else ?>Expired<?cs /if ?><br><?cs
	call:moment(u.invitation.expires_at) ?></div></td>
<td class="row-actions"><?cs if:Page.may.user_edit ?><a href="/manage/users/invitations?before=<?cs var:url_escape(u.invitation.newer) ?>#invitation-<?cs
	var:url_escape(u.invitation) ?>">Invitation<span class="hidden"> of <?cs var:u.name ?></span></a><?cs /if ?></td>
</tr>
<?cs /def ?><?cs

def:list() ?><table class="people">
<caption class="hidden">Users of this account and who is invited, by name</caption>
<thead><tr><th scope="col">Who</th><th scope="col">Role, department</th><th scope="col" class="short">Extension</th><th scope="col" class="short">Take-Calls</th><th scope="col">State</th><th scope="col">Last sign-in</th><th scope="col"><span class="hidden">Actions</span></th></tr></thead>
<tbody>
<?cs each:u = Data.users ?><?cs if:u.invitation ?><?cs call:row_invited(u) ?><?cs else ?><?cs call:row(u) ?><?cs /if ?><?cs /each ?></tbody>
</table>
<?cs if:Data.next.name ?><p><a class="button" href="<?cs
	var:url_validate("/manage/users?after=" + url_escape(Data.next.name) + "&after_id=" + Data.next.id + "&after_invitation=" +
	    Data.next.invitation + Data.query) ?>">Next page</a></p>
<?cs /if ?><?cs /def ?>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<div class="card-head"><h2>Who belongs to this account</h2><?cs if:Page.may.user_edit ?> <a class="button button--main" href="/manage/users/invitations/new">Invite somebody</a><?cs /if ?></div>
<?cs if:!Page.may.user_view ?><p class="intro"><?cs if:Data.own_department ?>You see the users of your own department, <b><?cs var:Data.own_department ?></b>.<?cs
	else ?>You see the users of your own department, but have none: ask who looks after the users to enter one.<?cs /if ?></p>
<?cs /if ?><?cs call:filter() ?><?cs
if:subcount(Data.users) ?><p class="note"><?cs var:Data.count ?><?cs if:Data.is_filtered || Data.search ?> found<?cs /if ?></p>
<?cs call:list() ?><?cs
elif:Data.is_later ?><p>There are no more. <a href="/manage/users">Show the first ones</a></p>
<?cs else ?><p>No user fits. <a href="/manage/users">Show all</a></p>
<?cs /if ?></section>
<section class="card">
<h2>What the states mean</h2>
<dl class="facts">
<dt>Active</dt><dd>Signs in to this account as the role allows, and is called where Take-Calls is set. Without panel access the user is only called.</dd>
<dt>Invited</dt><dd>Was asked by mail and has not answered. <?cs
if:Page.may.user_edit ?>It is sent again or cancelled in <a href="/manage/users/invitations">Invitations</a>.<?cs else ?>Who looks after the users can send it again.<?cs /if ?></dd>
<dt>Suspended</dt><dd>Cannot enter this account and is not called, until resumed. Role, extension and hours are kept.</dd>
</dl>
</section>
<?cs include:"layout/footer.cs" ?>
