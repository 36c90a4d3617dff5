<?cs include:"layout/header.cs" ?><?cs include:"layout/preferences.cs" ?><?cs

def:passkey(p) ?><tr id="passkey-<?cs var:p.id ?>"<?cs if:Page.flash.row == "passkey-" + p.id ?> class="marked"<?cs /if ?>>
<th scope="row"><b><?cs var:p.name ?></b></th>
<td data-label="Added"><?cs call:moment(p.created_at) ?></td>
<td data-label="Last used"><?cs if:p.used_at ?><?cs call:moment(p.used_at) ?><?cs else ?><span class="none">Never</span><?cs /if ?></td>
<td class="row-actions"><a href="/billing/preferences/personal/passkeys/<?cs var:url_escape(p.id) ?>">Rename<span class="hidden"> <?cs
	var:p.name ?></span></a> <a href="/billing/preferences/personal/passkeys/<?cs var:url_escape(p.id) ?>/remove">Remove<span class="hidden"> <?cs
	var:p.name ?></span></a></td></tr>
<?cs /def ?>
<?cs call:back_to_factor() ?><h1><?cs var:Page.title ?></h1>
<section class="card">
<p class="intro">A passkey signs you in with the fingerprint, face or PIN of a device or a security key, without your password.
It works on this site alone, so nobody can ask you for it elsewhere.</p>
<?cs if:subcount(Data.passkeys) ?><table class="people">
<caption class="hidden">Your passkeys</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Added</th><th scope="col">Last used</th><th scope="col"><span class="hidden">Steps</span></th></tr></thead>
<tbody>
<?cs each:p = Data.passkeys ?><?cs call:passkey(p) ?><?cs /each ?></tbody>
</table>
<?cs else ?><p>You have none yet.</p>
<?cs /if ?><?cs if:!Data.is_there ?><p><b>They cannot be used here yet:</b> this portal was installed without what checks them. Ask its
administrator.</p>
<?cs elif:Data.is_full ?><p class="hint"><?cs var:Data.most ?> are the most. Remove one that you do not use any more to add another.</p>
<?cs else ?><div class="actions">
<a class="button button--main" href="/billing/preferences/personal/passkeys/new">Add a passkey</a>
</div>
<?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
