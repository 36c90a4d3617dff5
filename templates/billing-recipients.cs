<?cs include:"layout/header.cs" ?><?cs include:"layout/contact.cs" ?>
<?cs def:step(p, what, words, class) ?><?cs call:form("/billing/details/recipients/" + p.id + "/" + what, "") ?><button type="submit" class="button button--small<?cs
	if:class ?> <?cs var:class ?><?cs /if ?>"><?cs var:words ?><span class="hidden">: <?cs var:p.name ?></span></button>
<?cs call:end_form() ?><?cs /def ?><?cs

def:steps(p) ?><?cs if:p.id && Page.may.billing_edit ?><?cs
	if:!p.is_to && !p.is_fixed_to && !p.is_withdrawn ?><?cs call:step(p, "to", "Address to", "") ?><?cs /if ?><?cs
	if:p.is_chosen ?><?cs call:step(p, "remove", "Take off", "") ?><?cs /if ?><?cs /if ?><?cs /def ?><?cs

def:place(p) ?><?cs if:p.is_to ?><b>To</b><?cs elif:p.is_cc ?>Cc<?cs else ?><?cs var:p.lack ?><?cs
	/if ?><?cs if:p.why ?> <span class="note"><?cs var:p.why ?></span><?cs /if ?><?cs /def ?><?cs

def:reached(p) ?><td class="reach" data-label="Email"><span><?cs call:email(p.email) ?> <?cs if:p.state ?><?cs call:address_state(p) ?><?cs
	if:Page.may.contact_view && !p.is_verified ?> <a href="/manage/business-profile/addresses/<?cs var:url_escape(p.address_id) ?>"><?cs
	if:Page.may.contact_edit && !p.is_withdrawn ?>Verify<?cs else ?>Open<?cs /if ?><span class="hidden"> the email of <?cs var:p.name ?></span></a><?cs /if ?><?cs /if ?></span></td>
<?cs /def ?><?cs

def:person(p) ?><tr<?cs if:p.id ?> id="contact-<?cs var:url_escape(p.id) ?>"<?cs if:Page.flash.row == "contact-" + p.id ?> class="marked"<?cs /if ?><?cs /if ?>>
<th scope="row"><b><?cs var:p.name ?></b></th>
<?cs call:reached(p) ?><td data-label="Stands in"><div><?cs call:place(p) ?></div></td>
<td class="row-actions"><?cs call:steps(p) ?></td>
</tr>
<?cs /def ?><?cs

def:others() ?><section class="card" aria-labelledby="others-heading">
<h2 id="others-heading">Somebody else</h2>
<?cs if:subcount(Data.others) ?><table class="people">
<caption class="hidden">Contact persons who do not receive invoices</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Email</th><th scope="col"><span class="hidden">Actions</span></th></tr></thead>
<tbody>
<?cs each:p = Data.others ?><tr>
<th scope="row"><b><?cs var:p.name ?></b></th>
<?cs call:reached(p) ?><td class="row-actions"><?cs call:step(p, "add", "Send invoices", "") ?></td>
</tr>
<?cs /each ?></tbody>
</table>
<?cs else ?><p>There is nobody else to choose.</p>
<?cs /if ?><?cs if:Page.may.contact_edit ?><p><a class="button" href="/manage/business-profile/contact-persons/new?kind=billing&amp;next=/billing/details/recipients">Add another person</a></p>
<?cs /if ?></section>
<?cs /def ?>
<p class="back"><a href="/billing/details">Billing Details</a></p>
<h1><?cs var:Page.title ?></h1>
<p class="lead">Each receives a mail of their own, in which all stand in To and Cc: so everyone sees who else has the invoice. Only a
verified email address receives. They are contact persons of this account, whose name and email are changed in
<?cs if:Page.may.contact_view ?><a href="/manage/business-profile#contact-persons">Business Profile</a><?cs else ?>Business Profile<?cs /if ?>.</p>
<?cs if:!Page.may.billing_edit ?><?cs call:locked("") ?><?cs /if ?><?cs
if:Data.is_silent ?><div class="notice notice--warning"><p><b>Nobody would receive an invoice by mail.</b> Neither anybody chosen, nor the
Primary contact, nor a Super Admin has a verified email address.</p></div>
<?cs /if ?><section class="card" aria-labelledby="receive-heading">
<h2 id="receive-heading">They receive invoices</h2>
<?cs if:subcount(Data.people) ?><table class="people">
<caption class="hidden">Who receives invoices, whom they are addressed to first</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Email</th><th scope="col">Stands in</th><th scope="col"><span class="hidden">Actions</span></th></tr></thead>
<tbody>
<?cs each:p = Data.people ?><?cs call:person(p) ?><?cs /each ?></tbody>
</table>
<?cs else ?><p>Nobody is chosen.</p>
<?cs /if ?></section>
<?cs if:Page.may.billing_edit ?><?cs call:others() ?><?cs /if ?>
<?cs include:"layout/footer.cs" ?>
