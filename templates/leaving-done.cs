<?cs include:"layout/header.cs" ?>
<?cs def:kind(word) ?><?cs if:word == "contact_person" ?>Contact person<?cs elif:word == "membership" ?>User<?cs
	elif:word == "invitation" ?>Invitation<?cs else ?><?cs var:word ?><?cs /if ?><?cs /def ?><?cs

def:change(c) ?><tr><th scope="row" data-label="What"><div><?cs if:c.link && (c.kind != "membership" || Page.may.user_view) && (c.kind != "contact_person" || Page.may.contact_view) ?><a href="<?cs
	var:url_validate(c.link) ?>"><?cs var:c.name ?></a><?cs else ?><?cs var:c.name ?><?cs /if ?> <span class="note"><?cs
	call:kind(c.kind) ?></span></div></th>
<td data-label="Change"><?cs var:c.word ?></td></tr>
<?cs /def ?>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<p><b><?cs var:Data.actor ?></b> carried this out on <?cs call:moment(Data.at) ?>.<?cs
if:Data.role ?> The access as <?cs var:Data.role ?> has ended<?cs if:Data.sessions ?>, and with it <?cs
	if:Data.sessions == "1" ?>one session<?cs else ?><?cs var:Data.sessions ?> sessions<?cs /if ?><?cs /if ?>.<?cs /if ?></p>
<table class="people">
<caption class="hidden">What was changed</caption>
<thead><tr><th scope="col">What</th><th scope="col">Change</th></tr></thead>
<tbody>
<?cs each:c = Data.changes ?><?cs call:change(c) ?><?cs /each ?></tbody>
</table>
<h2>Look at how it stands now</h2>
<ul>
<?cs if:Page.may.contact_view ?><li>The <a href="/manage/business-profile">contact persons</a>, and <a
href="/manage/business-profile/recipients">who receives what</a></li>
<?cs /if ?><?cs if:Page.may.user_view ?><li>The list of <a href="/manage/users">users</a></li>
<?cs /if ?><?cs if:Page.may.audit_view ?><li>The <a href="/manage/messages">messages</a> that tell of it</li>
<?cs /if ?></ul>
<p class="hint">What was removed has no page any more; the events stay.</p>
</section>
<?cs include:"layout/footer.cs" ?>
