<?cs # What the pages of contact persons share.
?><?cs def:contact_fields() ?><?cs
	call:field(Form.name) ?><?cs
	call:field(Form.email) ?><?cs
	call:field(Form.phone) ?><?cs
	call:field(Form.designation) ?><?cs
	call:field(Form.kind) ?><?cs
	call:field(Form.monitored) ?><?cs
	call:field(Form.consent) ?><?cs
	call:field(Form.version) ?><?cs /def ?><?cs

def:no_room(limit) ?><p>This account may have <?cs if:limit == "1" ?>one contact person and has it<?cs
	else ?><?cs var:limit ?> contact persons and has them all<?cs /if ?>.
For one more, <a href="/support">ask support</a>, or change somebody who is listed.</p>
<?cs /def ?>
