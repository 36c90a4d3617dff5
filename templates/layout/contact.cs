<?cs # What the pages of contact persons share.
?><?cs def:contact_fields() ?><?cs
	call:field(Form.name) ?><?cs
	call:field(Form.email) ?><?cs
	call:field(Form.phone) ?><?cs
	call:field(Form.designation) ?><?cs
	call:field(Form.kind) ?><?cs
	call:field(Form.monitored) ?><?cs
	call:field(Form.consent) ?><?cs
	call:field(Form.version) ?><?cs
	call:field(Form.next) ?><?cs /def ?><?cs

# An email address or a phone number.
?><?cs def:reach(address, is_phone) ?><?cs if:is_phone ?><?cs call:phone(address) ?><?cs else ?><?cs call:email(address) ?><?cs /if ?><?cs /def ?><?cs

# What is known of an address, by its stored state.
?><?cs def:address_state(a) ?><span class="badge<?cs
	if:a.state == "unverified" ?> badge--open<?cs
	elif:a.state != "verified" ?> badge--bad<?cs /if ?>"><?cs var:a.state_text ?></span><?cs /def ?><?cs

def:no_room(limit) ?><p>This account may have <?cs if:limit == "1" ?>one contact person and has it<?cs
	else ?><?cs var:limit ?> contact persons and has them all<?cs /if ?>.
For one more, <a href="/support">ask support</a>, or change somebody who is listed.</p>
<?cs /def ?>
