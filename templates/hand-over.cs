<?cs include:"layout/header.cs" ?>
<?cs def:person(p) ?><tr>
<th scope="row"><b><?cs var:p.name ?></b></th>
<td data-label="Email"><div><?cs call:email(p.email) ?></div></td>
<td data-label="Role"><?cs var:p.role ?></td>
<td class="row-actions"><a href="/manage/users/hand-over/<?cs var:url_escape(p.id) ?>">Hand over<span class="hidden"> to <?cs
	var:p.name ?></span></a></td></tr>
<?cs /def ?>
<p class="back"><a href="/manage/roles">Roles</a></p>
<h1><?cs var:Page.title ?></h1>
<p class="lead">Another user becomes Super Admin of this account, and you become Admin. It asks once more, and a code goes to the
Primary contact, before anything happens.</p>
<section class="card">
<h2>To whom?</h2>
<?cs if:subcount(Data.people) ?><table class="people">
<caption class="hidden">The other Super Admins and Admins</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Email</th><th scope="col">Role</th><th scope="col"><span class="hidden">Action</span></th></tr></thead>
<tbody>
<?cs each:p = Data.people ?><?cs call:person(p) ?><?cs /each ?></tbody>
</table>
<?cs else ?><p>There is no other Super Admin or Admin. Anybody who is a user of this account can own it:</p>
<?cs /if ?><?cs call:search("/manage/users/hand-over", Form.email) ?><?cs
if:Data.found ?><p><?cs var:Data.sought ?> is a user of this account.
<a class="button" href="/manage/users/hand-over/<?cs var:url_escape(Data.found) ?>">Hand over<span class="hidden"> to <?cs
	var:Data.sought ?></span></a></p>
<?cs elif:Data.sought ?><p>Nobody with the address <?cs var:Data.sought ?> is a user of this account. Look at the spelling, or
<a href="/manage/users/invitations">invite that person</a> first.</p>
<?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
