<?cs include:"layout/header.cs" ?><?cs include:"layout/preferences.cs" ?><?cs

def:session(s) ?><tr>
<th scope="row"><b><?cs var:s.device ?></b><?cs if:s.is_this ?> <span class="badge">This one</span><?cs /if ?></th>
<td data-label="Network address"><?cs call:value(s.client_ip) ?></td>
<td data-label="Account"><?cs var:s.account ?></td>
<td data-label="Signed in"><?cs call:moment(s.created_at) ?></td>
<td data-label="Last seen"><?cs call:moment(s.seen_at) ?></td>
<td data-label="Steps"><?cs if:s.is_this ?><span class="note">Sign out at the top of the page</span><?cs
	else ?><?cs call:form("/billing/preferences/personal/sessions/" + s.id + "/end", "") ?><button type="submit" class="button button--small">Sign out<span class="hidden"> of <?cs
	var:s.device ?>, last seen <?cs var:s.seen_at ?></span></button>
<?cs call:end_form() ?><?cs /if ?></td></tr>
<?cs /def ?>
<?cs call:back_to_personal() ?><h1><?cs var:Page.title ?></h1>
<section class="card">
<p class="intro">Is there one that you do not know? Sign out there, then change your password. The address is the one that the sign-in came from.</p>
<table class="people">
<caption class="hidden">Where you are signed in</caption>
<thead><tr><th scope="col">Device</th><th scope="col">Network address</th><th scope="col">Account</th><th scope="col">Signed in</th><th scope="col">Last seen</th><th scope="col"><span class="hidden">Steps</span></th></tr></thead>
<tbody>
<?cs each:s = Data.sessions ?><?cs call:session(s) ?><?cs /each ?></tbody>
</table>
<?cs if:Data.has_others ?><?cs call:form("/billing/preferences/personal/sessions/others", "") ?><div class="actions">
<button type="submit" class="button button--danger">Sign out everywhere else</button>
</div>
<?cs call:end_form() ?><?cs else ?><p class="hint">You are signed in nowhere else.</p>
<?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
