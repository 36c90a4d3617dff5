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

def:row(u) ?><tr id="user-<?cs var:url_escape(u.id) ?>"<?cs if:Page.flash.row == "user-" + u.id ?> class="marked"<?cs /if ?>>
<th scope="row" class="reach"><b><?cs var:u.name ?></b><br><?cs call:email(u.email) ?></th>
<td data-label="Role"><div><?cs var:u.role ?><?cs if:u.is_pro ?> <span class="note">Pro</span><?cs /if ?><?cs
	if:u.department ?><br><span class="note"><?cs var:u.department ?></span><?cs /if ?></div></td>
<td data-label="Ext." class="number"><?cs call:value(u.extension) ?></td>
<td data-label="Calls"><?cs if:u.takes_calls ?>Yes<?cs else ?>No<?cs /if ?></td>
<td data-label="State"><div><?cs call:user_state(u) ?></div></td>
<td data-label="Last sign-in" class="number"><div><?cs if:u.signed_in_at ?><?cs call:moment(u.signed_in_at) ?><?cs else ?><span class="none">Never here</span><?cs /if ?></div></td>
<td class="row-actions"><a href="/manage/users/<?cs var:url_escape(u.id) ?>">Open<span class="hidden"> <?cs var:u.name ?></span></a></td>
</tr>
<?cs /def ?><?cs

def:list() ?><table class="people">
<caption class="hidden">Users of this account, by name</caption>
<thead><tr><th scope="col">Who</th><th scope="col">Role, department</th><th scope="col" class="short">Extension</th><th scope="col">Take-Calls</th><th scope="col">State</th><th scope="col">Last sign-in</th><th scope="col"><span class="hidden">Actions</span></th></tr></thead>
<tbody>
<?cs each:u = Data.users ?><?cs call:row(u) ?><?cs /each ?></tbody>
</table>
<?cs if:Data.next.id ?><p><a class="button" href="/manage/users?after=<?cs var:url_escape(Data.next.name) ?>&amp;after_id=<?cs
	var:url_escape(Data.next.id) ?>&amp;search=<?cs var:url_escape(Data.search) ?>&amp;role=<?cs
	if:Data.role != "0" ?><?cs var:url_escape(Data.role) ?><?cs /if ?>&amp;department=<?cs var:url_escape(Data.department) ?>&amp;state=<?cs
	var:url_escape(Data.state) ?>">Next page</a></p>
<?cs /if ?><?cs /def ?>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<div class="card-head"><h2>Who belongs to this account</h2><?cs if:Page.may.user_edit ?> <a class="button button--main" href="/manage/users/invitations/new">Invite somebody</a><?cs /if ?></div>
<?cs if:!Page.may.user_view ?><p class="intro"><?cs if:Data.own_department ?>You see the users of your own department, <b><?cs var:Data.own_department ?></b>.<?cs
	else ?>You see the users of your own department, but have none: ask who looks after the users to enter one.<?cs /if ?></p>
<?cs /if ?><?cs if:Page.may.user_edit && Data.invited ?><p><?cs var:Data.invited ?> invited and not answered yet. <a href="/manage/users/invitations">See the invitations</a></p>
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
<dt>Invited</dt><dd>Was asked by mail and has not answered; see the invitations.</dd>
<dt>Suspended</dt><dd>Cannot enter this account and is not called, until resumed. Role, extension and hours are kept.</dd>
</dl>
</section>
<?cs include:"layout/footer.cs" ?>
