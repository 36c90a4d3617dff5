<?cs include:"layout/header.cs" ?>
<?cs def:mail(i) ?><?cs if:i.mail_state ?><b><?cs var:i.mail_state ?></b> <?cs call:moment(i.mail_at) ?><?cs
	if:i.mail_result ?><br><span class="note"><?cs var:i.mail_result ?></span><?cs /if ?><?cs
	else ?><span class="none">Not known any more</span><?cs /if ?><?cs
	if:i.is_lost ?><br><span class="warning">It did not arrive. Is the address wrong? Cancel, and invite the right one.</span><?cs /if ?><?cs /def ?><?cs

def:until(i) ?><?cs if:i.is_open ?>Open until <?cs call:moment(i.expires_at) ?><?cs
	else ?><b>Expired</b> <?cs call:moment(i.expires_at) ?><?cs /if ?><?cs /def ?><?cs

def:steps(i) ?><?cs if:!i.may_change ?><br><span class="note">Its role is not below yours, so somebody above looks after it.</span><?cs
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
<td data-label="Invited"><div><?cs call:until(i) ?><br><span class="note">by <?cs var:i.who ?>, <?cs call:moment(i.asked_at) ?></span></div></td>
<td data-label="Mail"><div><?cs call:mail(i) ?><?cs call:steps(i) ?></div></td>
</tr>
<?cs /def ?><?cs

def:list() ?><table class="people people--even">
<caption class="hidden">Invitations that are not answered, newest first</caption>
<thead><tr><th scope="col">Who</th><th scope="col">Role</th><th scope="col">Invited</th><th scope="col">Mail</th></tr></thead>
<tbody>
<?cs each:i = Data.invitations ?><?cs call:row(i) ?><?cs /each ?></tbody>
</table>
<?cs if:Data.older ?><p><a class="button" href="/manage/users/invitations?before=<?cs var:url_escape(Data.older) ?>">Older invitations</a></p>
<?cs /if ?><?cs /def ?>
<p class="back"><a href="/manage/users">Users</a></p>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<h2>Not answered yet</h2>
<p class="intro">Who is invited becomes a user of this account by accepting, within 72 hours of the newest mail. "Accepted" in the column Mail
means that the next mail server has taken it.</p>
<div class="actions"><a class="button button--main" href="/manage/users/invitations/new">Invite somebody</a>
<?cs if:Data.has_csv ?><a class="button" href="/manage/users/invitations/csv">Invite from a list</a>
<?cs /if ?><?cs if:Data.is_later_page ?><a class="button" href="/manage/users/invitations">Show the newest</a>
<?cs /if ?></div>
<?cs if:subcount(Data.invitations) ?><?cs call:list() ?><?cs
elif:Data.is_later_page ?><p>There are no older ones. <a href="/manage/users/invitations">Show the newest</a></p>
<?cs else ?><p>Nobody is invited just now. Invite somebody, and the invitation stands here until it is answered.</p>
<?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
