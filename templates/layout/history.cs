<?cs # Who changed what of one object, newest first, from Data.history. Fields are called as their form calls them; what stands
in no form has its words here.
?><?cs def:field_label(c) ?><?cs
	if:c.label ?><?cs var:c.label ?><?cs
	elif:c.field == "primary" ?>Primary<?cs
	elif:c.field == "monitored" ?>Mailbox is monitored<?cs
	elif:c.field == "state" ?>State<?cs
	elif:c.field == "agreement" ?>Agreement<?cs
	elif:c.field == "consent_by" ?>Agreement stated by<?cs
	elif:c.field == "codes" ?>Receives security codes<?cs
	elif:c.field == "critical" ?>Receives critical alerts<?cs
	elif:c.field == "account" ?>Receives account notices<?cs
	elif:c.field == "billing" ?>Receives billing and invoices<?cs
	elif:c.field == "billing_to" ?>Invoices are addressed to this person<?cs
	elif:c.field == "technical" ?>Receives technical notices<?cs
	elif:c.field == "compliance" ?>Receives compliance<?cs
	elif:c.field == "user" ?>User<?cs
	elif:c.field == "email" ?>Email<?cs
	elif:c.field == "work_hours" ?>Works<?cs
	elif:c.field == "call_hours" ?>Receives calls<?cs
	elif:c.field == "confirmed_by" ?>Confirmed by<?cs
	elif:c.field == "authorised" ?>Authorised to speak for the account<?cs
	elif:c.field == "name" ?>Name<?cs
	elif:c.field == "phone" ?>Phone<?cs
	elif:c.field == "designation" ?>Designation<?cs
	elif:c.field == "kind" ?>Kind<?cs
	elif:c.field == "consent" ?>Agreement<?cs
	elif:c.field == "role" ?>Role<?cs
	elif:c.field == "department" ?>Department<?cs
	elif:c.field == "extension" ?>Extension<?cs
	elif:c.field == "business_name" ?>Business name<?cs
	elif:c.field == "business_email" ?>Business email<?cs
	elif:c.field == "legal_name" ?>Legal name<?cs
	elif:c.field == "trade_name" ?>Trade name<?cs
	elif:c.field == "website" ?>Website<?cs
	elif:c.field == "address" ?>Address<?cs
	elif:c.field == "region" ?>Region<?cs
	elif:c.field == "time_zone" ?>Time zone<?cs
	elif:c.field == "contact_limit" ?>Contact persons at most<?cs
	elif:c.field == "owner" ?>Owner<?cs
	elif:c.field == "number" ?>Number<?cs
	elif:c.field == "total" ?>Total<?cs
	elif:c.field == "amount" ?>Amount<?cs
	elif:c.field == "to" ?>Sent to<?cs
	elif:c.field == "irn" ?>Invoice reference number<?cs
	elif:c.field == "acknowledgement" ?>Acknowledgement<?cs
	elif:c.field == "needs_second_factor" ?>Needs a second factor<?cs
	elif:c.field == "copied_from" ?>Copied from<?cs
	elif:string.slice(c.field, 0, 5) == "role_" ?>What it may<?cs
	else ?><?cs var:c.field ?><?cs /if ?><?cs /def ?><?cs

def:old_value(text) ?><?cs if:string.length(text) ?><del><?cs var:text ?></del><?cs else ?>nothing<?cs /if ?><?cs /def ?><?cs

def:new_value(text) ?><?cs if:string.length(text) ?><?cs var:text ?><?cs else ?>nothing<?cs /if ?><?cs /def ?><?cs

def:change(c) ?><li><?cs call:field_label(c) ?><?cs
	if:c.has_before || c.has_after || c.is_erased ?>: <?cs /if ?><?cs
	if:c.is_erased ?><em>erased</em><?cs /if ?><?cs
	if:c.has_before ?><?cs call:old_value(c.before) ?><?cs /if ?><?cs
	if:c.has_before && c.has_after ?> <span aria-hidden="true">→</span><span class="hidden">is now</span> <?cs /if ?><?cs
	if:c.has_after ?><?cs call:new_value(c.after) ?><?cs /if ?></li>
<?cs /def ?><?cs

# caption: what the table is of, for who hears it.
?><?cs def:history(caption) ?><section class="card">
<h2>History</h2>
<?cs if:subcount(Data.history) ?><table class="people people--history">
<caption class="hidden"><?cs var:caption ?></caption>
<thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th></tr></thead>
<tbody>
<?cs each:e = Data.history ?><tr><td data-label="When" class="number"><?cs call:moment(e.at) ?></td>
<td data-label="Who"><?cs var:e.actor ?></td>
<td data-label="What"><div><?cs var:e.word ?><?cs if:subcount(e.changes) ?>
<ul>
<?cs each:c = e.changes ?><?cs call:change(c) ?><?cs /each ?></ul><?cs /if ?></div></td></tr>
<?cs /each ?></tbody>
</table>
<?cs if:Page.may.audit_view ?><p><a class="button button--small" href="/manage/audit-log?kind=<?cs var:url_escape(Data.history_kind) ?>&amp;object=<?cs
	var:url_escape(Data.history_object) ?>">All of it, in the audit log</a></p>
<?cs else ?><p class="hint">Old and new values are shown to those who may see the audit log.</p>
<?cs /if ?><?cs else ?><p>Nothing has been recorded yet.</p>
<?cs /if ?></section>
<?cs /def ?>
