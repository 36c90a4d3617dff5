<?cs include:"layout/header.cs" ?><?cs include:"layout/contact.cs" ?><?cs include:"layout/history.cs" ?>
<?cs def:new_form() ?><?cs if:Data.is_first ?><p class="intro">The first person becomes the <b>Primary contact</b>, who receives security codes
and critical alerts.</p>
<?cs /if ?><?cs
	if:Data.has_room || subcount(Page.problems) || Page.held ?><?cs
	call:form("/manage/business-profile/contact-persons/new", "watch") ?><?cs
	call:contact_fields() ?><?cs
	call:buttons("Save", "/manage/business-profile") ?><?cs
	call:end_form() ?><?cs
	else ?><?cs call:no_room(Data.contact_limit) ?><p><a class="button" href="/manage/business-profile">Back to the list</a></p>
<?cs /if ?><?cs /def ?><?cs

def:edit_form() ?><?cs
	call:form("/manage/business-profile/contact-persons/" + Data.person.id, "watch") ?><?cs
	call:contact_fields() ?><?cs
	if:Page.conflict ?><?cs call:buttons("Save", "/manage/business-profile/contact-persons/" + Data.person.id) ?><?cs
	else ?><?cs call:buttons("Save", "/manage/business-profile") ?><?cs /if ?><?cs
	call:end_form() ?><?cs /def ?><?cs

def:facts() ?><?cs call:locked("") ?><dl class="facts">
<dt>Name</dt><dd><?cs call:value(Data.person.name) ?></dd>
<dt>Email</dt><dd><?cs call:email(Data.person.email) ?><?cs
	if:Data.person.is_monitored ?> <span class="note">A shared mailbox that somebody reads every day</span><?cs /if ?></dd>
<dt>Phone</dt><dd><?cs call:phone(Data.person.phone) ?></dd>
<dt>Designation</dt><dd><?cs call:value(Data.person.designation) ?></dd>
<dt>What the person is for</dt><dd><?cs call:value(Data.person.kind) ?></dd>
</dl>
<?cs /def ?><?cs

def:address(a) ?><tr id="address-<?cs var:url_escape(a.id) ?>"<?cs if:Page.flash.row == "address-" + a.id ?> class="marked"<?cs /if ?>>
<th scope="row" class="reach"><?cs if:a.is_phone ?><?cs call:phone(a.reach) ?><?cs else ?><?cs call:email(a.reach) ?><?cs /if ?>
<span class="note"><?cs var:a.label ?>, <?cs
	if:a.is_wanted ?>in use<?cs elif:a.stands_in ?>receives until the one in use is verified<?cs else ?>further<?cs /if ?></span></th>
<td data-label="State"><div><?cs call:address_state(a) ?> <span class="note">since <?cs call:moment(a.state_at) ?></span></div></td>
<td class="row-actions"><a href="/manage/business-profile/addresses/<?cs var:url_escape(a.id) ?>"><?cs
	if:Page.may.contact_edit && a.can_check && !a.is_verified ?>Verify<?cs else ?>Open<?cs /if ?><span class="hidden">: <?cs var:a.reach ?></span></a></td>
</tr>
<?cs /def ?><?cs

def:addresses() ?><section class="card" id="addresses">
<h2>Where <?cs var:Data.person.name ?> is reached</h2>
<table class="people">
<caption class="hidden">Email addresses and phone numbers</caption>
<thead><tr><th scope="col">Address</th><th scope="col">State</th><th scope="col"><span class="hidden">Actions</span></th></tr></thead>
<tbody>
<?cs each:a = Data.addresses ?><?cs call:address(a) ?><?cs /each ?></tbody>
</table>
<?cs if:Page.may.contact_edit ?><p><a class="button" href="/manage/business-profile/addresses/new/<?cs
	var:url_escape(Data.person.id) ?>">Add another address</a></p>
<?cs /if ?></section>
<?cs /def ?><?cs

def:receives() ?><section class="card" id="receives">
<div class="card-head"><h2>What this person receives</h2><?cs
if:Page.may.contact_edit ?> <a href="/manage/business-profile/recipients/<?cs
	var:url_escape(Data.person.id) ?>">Change<span class="hidden"> what this person receives</span></a><?cs /if ?></div>
<?cs if:subcount(Data.person.receives) ?><ul>
<?cs each:r = Data.person.receives ?><li><?cs var:r.name ?></li>
<?cs /each ?></ul>
<?cs else ?><p>Nothing is chosen for this person.</p>
<?cs /if ?><p>Authorised to speak for the account: <b><?cs if:Data.person.is_authorised ?>yes<?cs else ?>no<?cs /if ?></b></p>
<p><a class="button button--small" href="/manage/business-profile/recipients">Who receives this?</a></p>
</section>
<?cs /def ?><?cs

def:user() ?><section class="card" id="user">
<div class="card-head"><h2>As a user</h2><?cs
if:Page.may.contact_edit && (Data.person.user || Data.person.same.name) ?> <a href="/manage/business-profile/user/<?cs
	var:url_escape(Data.person.id) ?>">Change<span class="hidden"> which user this person is</span></a><?cs /if ?></div>
<?cs if:Data.person.user ?><p><b><?cs var:Data.person.user.name ?></b> is a user of this account.<?cs if:Page.may.user_view ?> Role:
<?cs var:Data.person.user.role ?>. <a href="/manage/users/<?cs var:url_escape(Data.person.user) ?>">Open the user</a><?cs /if ?></p>
<p class="note">Linked by <?cs var:Data.person.user.linked_by ?> on <?cs call:moment(Data.person.user.linked_at) ?>. A link grants nothing.</p>
<?cs elif:Data.person.same.name ?><p><b><?cs var:Data.person.same.name ?></b> signs in with <?cs call:email(Data.person.same.email) ?>.
<?cs if:Page.may.contact_edit ?><a href="/manage/business-profile/user/<?cs var:url_escape(Data.person.id) ?>">Is it the same person?</a><?cs
else ?>Whether it is the same person, nobody has said yet.<?cs /if ?></p>
<?cs else ?><p>Not linked with a user.<?cs if:Page.may.contact_edit ?>
<a href="/manage/business-profile/user/<?cs var:url_escape(Data.person.id) ?>">Does this person sign in here?</a><?cs /if ?></p>
<?cs /if ?></section>
<?cs /def ?><?cs

def:consent() ?><section class="card">
<h2>Agreement</h2>
<p><b><?cs var:Data.person.consent_by ?></b> stated on <?cs call:moment(Data.person.consent_at) ?><?cs
	if:Data.person.consent_wording == "1" ?> that this person agreed to be listed here and to be contacted<?cs /if ?>.</p>
<?cs if:Data.person.withdrawn_at ?><p><b>The person withdrew this</b> on <?cs call:moment(Data.person.withdrawn_at) ?>: nothing is sent
there any more. <?cs if:Data.person.is_primary ?>Make another person Primary in place of this one, who can be removed then.<?cs
	else ?>Remove this person; who agrees again is added anew.<?cs /if ?></p>
<?cs elif:Page.may.contact_edit ?><p class="hint">Ask again when the address is to become another one.</p>
<?cs /if ?></section>
<?cs /def ?><?cs

def:other_steps() ?><?cs if:Page.may.contact_edit ?><section class="card">
<h2>Other steps</h2>
<?cs if:Data.person.is_primary ?><p>This is the Primary contact, who cannot be removed, only replaced:
open another person in <a href="/manage/business-profile#contact-persons">the list</a> and make that one Primary.</p>
<?cs else ?><div class="actions">
<a class="button" href="/manage/business-profile/contact-persons/<?cs var:url_escape(Data.person.id) ?>/primary">Make Primary</a>
<a class="button button--danger" href="/manage/business-profile/contact-persons/<?cs var:url_escape(Data.person.id) ?>/remove">Remove</a>
</div>
<p class="hint">Each asks once more before anything happens.</p>
<?cs /if ?><p>Has <?cs var:Data.person.name ?> left the company, or is about to?
<a href="/manage/leaving/contact/<?cs var:url_escape(Data.person.id) ?>">End everything in one step</a>: sign-in, calls and what is received.</p>
</section>
<?cs /if ?><?cs /def ?>
<p class="back"><a href="/manage/business-profile">Business Profile</a></p>
<h1><?cs var:Page.title ?><?cs if:Data.person.is_primary ?> <span class="badge badge--primary">Primary</span><?cs /if ?></h1>
<section class="card">
<?cs if:Data.is_new ?><?cs call:new_form() ?><?cs elif:Page.may.contact_edit ?><?cs call:edit_form() ?><?cs else ?><?cs call:facts() ?><?cs /if ?></section>
<?cs if:!Data.is_new ?><?cs call:addresses() ?><?cs call:receives() ?><?cs call:user() ?><?cs call:consent() ?><?cs call:other_steps() ?><?cs call:history("Who changed this contact person, newest first") ?><?cs /if ?>
<?cs include:"layout/footer.cs" ?>
