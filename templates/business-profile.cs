<?cs include:"layout/header.cs" ?><?cs include:"layout/contact.cs" ?>
<?cs def:fact(label, text, where) ?><dt><?cs var:label ?></dt><dd><?cs call:value(text) ?><?cs
	if:where ?> <span class="note"><?cs var:where ?></span><?cs /if ?></dd>
<?cs /def ?><?cs

def:contact_row(c) ?><tr id="contact-<?cs var:c.id ?>"<?cs if:Page.flash.row == ("contact-" + c.id) ?> class="marked"<?cs /if ?>>
<th scope="row"><b><?cs var:c.name ?></b><?cs if:c.is_primary ?> <span class="badge badge--primary">Primary</span><?cs /if ?><?cs
	if:string.length(c.designation) ?> <span class="note"><?cs var:c.designation ?></span><?cs /if ?></th>
<td data-label="For" class="short"><?cs var:c.kind ?></td>
<td class="reach"><span data-label="Email"><span><?cs call:email(c.email) ?> <?cs call:address_state(c.email) ?></span></span>
<span data-label="Phone"><span><?cs call:phone(c.phone) ?> <?cs call:address_state(c.phone) ?></span></span></td>
<td class="row-actions"><a href="/manage/business-profile/contact-persons/<?cs var:url_escape(c.id) ?>"><?cs
	if:Page.may.contact_edit ?>Change<?cs else ?>Open<?cs /if ?><span class="hidden">: <?cs var:c.name ?></span></a><?cs
	if:Page.may.contact_edit && !c.is_primary ?>
<a href="/manage/business-profile/contact-persons/<?cs var:url_escape(c.id) ?>/primary">Make Primary<span class="hidden">: <?cs var:c.name ?></span></a>
<a href="/manage/business-profile/contact-persons/<?cs var:url_escape(c.id) ?>/remove">Remove<span class="hidden">: <?cs var:c.name ?></span></a><?cs
	/if ?></td>
</tr>
<?cs /def ?><?cs

def:contact_list() ?><?cs if:subcount(Data.contacts) ?><table class="people">
<caption class="hidden">Contact persons, the Primary first</caption>
<thead>
<tr><th scope="col">Name</th><th scope="col">For</th><th scope="col">Email and phone</th><th scope="col"><span class="hidden">Actions</span></th></tr>
</thead>
<tbody>
<?cs each:c = Data.contacts ?><?cs call:contact_row(c) ?><?cs /each ?></tbody>
</table>
<?cs else ?><div class="empty">
<p><b>No contact person yet.</b> Add the human who can be reached about this account.
The first one becomes the Primary contact, who receives security codes and critical alerts.</p>
</div>
<?cs /if ?><?cs /def ?><?cs

def:more_contacts() ?><?cs if:!Page.may.contact_edit ?><?cs elif:Data.has_room ?><p><a class="button button--main" href="/manage/business-profile/contact-persons/new">Add a contact person</a></p>
<?cs else ?><?cs call:no_room(Data.contact_limit) ?><?cs /if ?><?cs /def ?><?cs

# An account that may have one contact person gets the form where others get the list.
?><?cs def:single_form() ?><?cs if:Data.person.id ?><div id="contact-<?cs var:Data.person.id ?>">
<?cs
	call:form("/manage/business-profile/contact-persons/" + Data.person.id, "watch") ?><?cs
	else ?><?cs call:form("/manage/business-profile/contact-persons/new", "watch") ?><?cs /if ?><?cs
	call:contact_fields() ?><?cs
	call:buttons("Save", "") ?><?cs
	call:end_form() ?><?cs
	if:Data.person.id ?><p><a class="button" href="/manage/business-profile/contact-persons/<?cs
		var:url_escape(Data.person.id) ?>">Who changed what, and who agreed</a></p>
</div>
<?cs /if ?><?cs /def ?><?cs

def:single() ?><p>This account <?cs if:subcount(Data.contacts) ?>has one contact person, who is<?cs
	else ?>may have one contact person, who becomes<?cs /if ?> the Primary. Name other roles of the same person in
<b>Designation</b>, or <a href="/support">ask support</a> for room for more persons.</p>
<?cs if:Page.may.contact_edit ?><?cs call:single_form() ?><?cs else ?><?cs call:contact_list() ?><?cs /if ?><?cs /def ?>
<h1><?cs var:Page.title ?> <span class="older">also called Company Info</span></h1>
<?cs if:!Page.may.contact_edit ?><?cs call:locked(Data.super_admins) ?><?cs /if ?><section class="card" id="contact-persons" aria-labelledby="contact-persons-heading">
<div class="card-head"><h2 id="contact-persons-heading">Contact persons</h2><?cs
if:!Data.is_single ?> <p class="count"><?cs var:Data.contact_count ?> of <?cs var:Data.contact_limit ?></p><?cs /if ?></div>
<p class="intro">The humans we reach for this account. The Primary receives security codes and critical alerts, so keep that
address read and that phone on. To be listed here gives nobody a sign-in.
<a href="/manage/business-profile/recipients">Who receives this?</a></p>
<?cs if:Data.is_single ?><?cs call:single() ?><?cs else ?><?cs call:contact_list() ?><?cs call:more_contacts() ?><?cs /if ?></section>
<section class="card<?cs if:Page.flash.row == "company" ?> marked<?cs /if ?>" id="company" aria-labelledby="company-heading">
<div class="card-head"><h2 id="company-heading">Company information</h2><?cs
if:Page.may.contact_edit ?> <a href="/manage/business-profile/company">Change<span class="hidden"> company information</span></a><?cs /if ?></div>
<dl class="facts">
<?cs call:fact("Business name", Data.company.business_name, "A Super Admin changes it in Billing > Preferences > Account") ?><?cs
call:fact("Business email", Data.company.business_email, "A Super Admin changes it in Billing > Preferences > Account") ?><?cs
call:fact("Trade name", Data.company.trade_name, "") ?><dt>Phone</dt><dd><?cs call:phone(Data.company.phone) ?></dd>
<dt>Website</dt><dd><?cs if:Data.company.website ?><a class="plain" href="<?cs
	var:url_validate(Data.company.website) ?>" rel="noopener noreferrer"><?cs var:Data.company.website ?></a><?cs
	else ?><?cs call:value(Data.company.website) ?><?cs /if ?></dd>
<?cs call:fact("Legal name", Data.company.legal_name, "Kept in Billing > Details") ?><?cs
call:fact("Address", Data.company.address, "Kept in Billing > Details") ?></dl>
<?cs if:Data.company.saved_by && Data.company.saved_at ?><p class="hint">Last changed by <?cs var:Data.company.saved_by ?>, <?cs
call:moment(Data.company.saved_at) ?></p>
<?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
