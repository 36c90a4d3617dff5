<?cs include:"layout/header.cs" ?>
<?cs def:mail(i) ?><?cs if:i.mail_state ?><b><?cs var:i.mail_state ?></b> <?cs call:moment(i.mail_at) ?><?cs
	if:i.mail_result ?><br><span class="note"><?cs var:i.mail_result ?></span><?cs /if ?><?cs
	else ?><span class="none">Not known any more</span><?cs /if ?><?cs
	if:i.is_lost ?><br><span class="warning">It did not arrive. Is the address wrong? Cancel, and invite the right one.</span><?cs /if ?><?cs /def ?><?cs

def:until(i) ?><?cs if:i.is_open ?>Open until <?cs call:moment(i.expires_at) ?><?cs
	else ?><b>Expired</b> <?cs call:moment(i.expires_at) ?><?cs /if ?><?cs /def ?><?cs

def:steps(i) ?><?cs if:!i.may_change ?><span class="note">Its role is not below yours, so somebody above looks after it.</span><?cs
	else ?><div class="actions"><?cs
	if:i.wait ?><span class="note">Can be sent again in <?cs var:i.wait ?></span><?cs
	else ?><?cs call:form_elsewhere("/manage/users/invitations/" + i.id + "/resend", Page.csrf, "bare") ?><button type="submit" class="button button--small">Send again<span class="hidden"> to <?cs
	var:i.email ?></span></button>
<?cs call:end_form() ?><?cs /if ?><?cs
	call:form_elsewhere("/manage/users/invitations/" + i.id + "/cancel", Page.csrf, "bare") ?><button type="submit" class="button button--small button--danger">Cancel<span class="hidden"> the invitation of <?cs
	var:i.email ?></span></button>
<?cs call:end_form() ?></div><?cs /if ?><?cs /def ?><?cs

def:row(i) ?><tr id="invitation-<?cs var:url_escape(i.id) ?>"<?cs
	if:Page.flash.row == "invitation-" + i.id ?> class="marked"<?cs /if ?>>
<th scope="row" class="reach"><b><?cs var:i.name ?></b><br><?cs call:email(i.email) ?></th>
<td data-label="Role"><div><?cs var:i.role ?><?cs
	if:i.department ?><br><span class="note"><?cs var:i.department ?></span><?cs /if ?><?cs
	if:i.extension ?><br><span class="note">Extension <?cs var:i.extension ?></span><?cs /if ?></div></td>
<td data-label="Invited"><div>by <?cs var:i.who ?><br><span class="note"><?cs call:moment(i.asked_at) ?></span></div></td>
<td data-label="Mail"><div><?cs call:mail(i) ?></div></td>
<td data-label="State"><div><?cs call:until(i) ?></div></td>
<td class="row-actions"><?cs call:steps(i) ?></td>
</tr>
<?cs /def ?><?cs

def:list() ?><table class="people">
<caption class="hidden">Invitations that are not answered, newest first</caption>
<thead><tr><th scope="col">Who</th><th scope="col">Role</th><th scope="col">Invited</th><th scope="col">Mail</th><th scope="col">State</th><th scope="col"><span class="hidden">Actions</span></th></tr></thead>
<tbody>
<?cs each:i = Data.invitations ?><?cs call:row(i) ?><?cs /each ?></tbody>
</table>
<?cs if:Data.older ?><p><a class="button" href="/manage/users/invitations?before=<?cs var:url_escape(Data.older) ?>">Older invitations</a></p>
<?cs /if ?><?cs /def ?>
<p class="back"><a href="/manage/users">Users</a></p>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<div class="card-head"><h2>Not answered yet</h2> <span class="actions"><?cs
if:Data.has_csv ?><a class="button" href="/manage/users/invitations/csv">Invite from a list</a> <?cs /if ?><a class="button button--main" href="/manage/users/invitations/new">Invite somebody</a></span></div>
<p class="intro">Who is invited becomes a user of this account by accepting, within 72 hours of the newest mail. "Accepted" in the column Mail
means that the next mail server has taken it.</p>
<?cs if:subcount(Data.invitations) ?><?cs call:list() ?><?cs
elif:Data.is_later_page ?><p>There are no older ones. <a href="/manage/users/invitations">Show the newest</a></p>
<?cs else ?><p>Nobody is invited just now. Invite somebody, and the invitation stands here until it is answered.</p>
<?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
