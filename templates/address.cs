<?cs include:"layout/header.cs" ?><?cs include:"layout/contact.cs" ?>
<?cs def:place(a) ?><?cs
	if:a.is_wanted ?>In use<?cs
		if:a.stand_in ?>, once it is verified. Until then messages go to <?cs call:reach(a.stand_in, a.is_phone) ?><?cs /if ?><?cs
	elif:a.stands_in ?>Receives messages until <?cs call:reach(a.wanted, a.is_phone) ?> is verified<?cs
	else ?>Listed beside the one in use, <?cs call:reach(a.wanted, a.is_phone) ?><?cs /if ?><?cs /def ?><?cs

def:newest(m) ?><?cs if:string.length(m.state) ?><b><?cs var:m.state ?></b> <?cs call:moment(m.at) ?><?cs
	if:m.result ?> <span class="note"><?cs var:m.result ?></span><?cs /if ?><?cs
	else ?><span class="none">None was sent yet</span><?cs /if ?><?cs /def ?><?cs

def:facts(a) ?><dl class="facts">
<dt><?cs if:a.is_phone ?>Number<?cs else ?>Address<?cs /if ?></dt><dd><?cs call:reach(a.reach, a.is_phone) ?></dd>
<dt>Kind</dt><dd><?cs var:a.label ?></dd>
<dt>State</dt><dd><?cs call:address_state(a) ?> <span class="note">since <?cs call:moment(a.state_at) ?></span><?cs
	if:a.reason ?> <span class="note"><?cs var:a.reason ?></span><?cs /if ?></dd>
<dt>Place</dt><dd><?cs call:place(a) ?></dd>
<dt>Newest message to it</dt><dd><?cs call:newest(a.newest) ?></dd>
</dl>
<?cs /def ?><?cs

def:step(a, what, label, class) ?><?cs call:form("/manage/business-profile/addresses/" + a.id + "/" + what, "") ?><button type="submit" class="button<?cs
	if:class == "danger" ?> button--danger<?cs /if ?>"><?cs var:label ?></button>
<?cs call:end_form() ?><?cs /def ?><?cs

def:wait(what) ?><?cs if:Data.wait ?><p class="hint"><?cs var:what ?> can be sent in <?cs var:Data.wait ?>.</p>
<?cs /if ?><?cs /def ?><?cs

def:proof(a) ?><section class="card">
<h2>Show that it is read</h2>
<?cs if:a.proof_at ?><p>A code was written to it on <?cs call:moment(a.proof_at) ?>. Ask the person for it and type it here<?cs
	if:!a.is_phone ?>, or let the person follow the link in the message<?cs /if ?>.</p>
<?cs call:form("/manage/business-profile/addresses/" + a.id + "/verify", "") ?><?cs
	call:field(Form.code) ?><?cs
	call:buttons("Verify", "") ?><?cs
	call:end_form() ?><h3>No message?</h3>
<p>Look at what became of it above. A new code ends the one before.</p>
<?cs call:step(a, "send", "Send a new code", "") ?><?cs
	else ?><p>No code for this was sent to it yet. Have one sent: the person tells it to you, and you type it here.</p>
<?cs call:step(a, "send", "Send a code", "") ?><?cs /if ?><?cs
	if:a.proof_at ?><?cs call:wait("A new code") ?><?cs else ?><?cs call:wait("A code") ?><?cs /if ?></section>
<?cs /def ?><?cs

def:no_proof(a) ?><section class="card">
<h2>Not checked here</h2>
<p>No text message can be sent to this number from here: it is a landline, or no gateway for text messages is set.
Call it to see whether it is right. Codes never go to it.</p>
</section>
<?cs /def ?><?cs

def:withdrawn() ?><section class="card">
<h2>Not contacted any more</h2>
<p><b><?cs var:Data.person.name ?> does not want to be contacted</b>, so nothing is sent here: no code, and no test message.</p>
<p><?cs if:Data.person.is_primary ?>Make somebody else Primary in <a href="/manage/business-profile#contact-persons">the list</a>;
then this person can be removed.<?cs else ?>Remove this person on <a href="/manage/business-profile/contact-persons/<?cs
	var:url_escape(Data.person.id) ?>">the person's page</a>; who agrees again is added anew.<?cs /if ?></p>
<?cs if:Data.address.is_further && !Data.address.stands_in ?><?cs call:step(Data.address, "remove", "Remove it", "danger") ?><?cs /if ?></section>
<?cs /def ?><?cs

def:steps(a) ?><section class="card">
<h2>Other steps</h2>
<?cs if:a.can_check ?><p>A test message shows whether messages arrive here. What became of it is told above.</p>
<?cs call:step(a, "test", "Send a test message", "") ?><?cs if:a.is_verified ?><?cs call:wait("A test message") ?><?cs /if ?><?cs /if ?><?cs
	if:a.is_wanted ?><p>This is the address in use. To have another one, <a href="/manage/business-profile/addresses/new/<?cs
	var:url_escape(Data.person.id) ?>">add it</a> and take it into use, or change it on
<a href="/manage/business-profile/contact-persons/<?cs var:url_escape(Data.person.id) ?>">the person's page</a>.</p>
<?cs else ?><p>It can take the place of the one in use. That asks once more before anything happens.</p>
<p><a class="button" href="/manage/business-profile/addresses/<?cs var:url_escape(a.id) ?>/use">Use this one</a></p>
<?cs /if ?><?cs
	if:a.is_further && !a.stands_in ?><p>Off the list it gets nothing any more. It can be added again at any time.</p>
<?cs call:step(a, "remove", "Remove it", "danger") ?><?cs /if ?></section>
<?cs /def ?>
<p class="back"><a href="/manage/business-profile/contact-persons/<?cs var:url_escape(Data.person.id) ?>"><?cs var:Data.person.name ?></a></p>
<h1><?cs var:Page.title ?><?cs if:Data.person.is_primary ?> <span class="badge badge--primary">Primary</span><?cs /if ?></h1>
<section class="card">
<?cs if:!Page.may.contact_edit ?><?cs call:locked("") ?><?cs /if ?><?cs call:facts(Data.address) ?></section>
<?cs if:Page.may.contact_edit ?><?cs
	if:Data.person.is_withdrawn ?><?cs call:withdrawn() ?><?cs else ?><?cs
	if:Data.address.is_verified ?><?cs elif:Data.address.can_check ?><?cs call:proof(Data.address) ?><?cs
	else ?><?cs call:no_proof(Data.address) ?><?cs /if ?><?cs call:steps(Data.address) ?><?cs /if ?><?cs /if ?>
<?cs include:"layout/footer.cs" ?>
