<?cs include:"layout/header.cs" ?>
<?cs def:filter() ?><details class="fold"<?cs if:Data.is_filtered ?> open<?cs /if ?>>
<summary class="button button--small">Filter</summary>
<?cs call:asking("/manage/messages") ?><?cs call:field(Form.state) ?><?cs call:field(Form.channel) ?><?cs call:field(Form.category) ?><?cs call:field(Form.recipient) ?><div class="actions">
<button type="submit" class="button">Show</button>
<?cs if:Data.is_filtered ?><a class="button" href="/manage/messages">Show all</a>
<?cs /if ?></div>
<?cs call:end_form() ?></details>
<?cs /def ?><?cs

def:state(m) ?><b><?cs var:m.state ?></b> <?cs call:moment(m.state_at) ?><?cs
	if:m.result ?><br><span class="note"><?cs var:m.result ?></span><?cs /if ?><?cs
	if:m.next_at ?><br><span class="note">Next try: <?cs call:moment(m.next_at) ?></span><?cs /if ?><?cs /def ?><?cs

def:row(m) ?><tr id="message-<?cs var:url_escape(m.id) ?>"<?cs
	if:Page.flash.row == "message-" + m.id ?> class="marked"<?cs /if ?>>
<td data-label="Written" class="number"><?cs call:moment(m.created_at) ?></td>
<td data-label="To"><div><?cs if:m.recipient_name ?><b><?cs var:m.recipient_name ?></b><br><?cs /if ?><?cs var:m.recipient ?></div></td>
<td data-label="About"><div><?cs var:m.subject ?><br><span class="note"><?cs var:m.channel ?>, <?cs var:m.category ?></span></div></td>
<td data-label="State"><div><?cs call:state(m) ?><?cs
	if:m.can_resend ?><?cs call:form("/manage/messages/" + m.id + "/resend", "") ?><button type="submit" class="button button--small">Send again<span class="hidden"> to <?cs
	var:m.recipient ?></span></button>
<?cs call:end_form() ?><?cs elif:m.is_erased ?><span class="note">Not to be sent again: it held a code or a link,
which is erased by now. Ask for a new one where this one was asked for.</span><?cs
	elif:m.is_unwanted ?><span class="note">Not to be sent again: this person is not listed any more, or
does not want to be contacted.</span><?cs /if ?></div></td></tr>
<?cs /def ?><?cs

def:list() ?><table class="people people--history">
<caption class="hidden">Messages, newest first</caption>
<thead><tr><th scope="col">Written</th><th scope="col">To</th><th scope="col">About</th><th scope="col">State</th></tr></thead>
<tbody>
<?cs each:m = Data.messages ?><?cs call:row(m) ?><?cs /each ?></tbody>
</table>
<?cs if:Data.older ?><p><a class="button" href="<?cs var:url_validate("/manage/messages?before=" + Data.older + Data.query) ?>">Older messages</a></p>
<?cs /if ?><?cs /def ?>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<h2>What was sent</h2>
<p class="intro">Every email and text message of this account, and what became of it. "Accepted" means that the next mail server or the
gateway has taken it. Codes and links are never shown here.</p>
<?cs call:filter() ?><?cs
if:subcount(Data.messages) ?><?cs call:list() ?><?cs
elif:Data.is_filtered ?><p>No message fits. <a href="/manage/messages">Show all</a></p>
<?cs else ?><p>Nothing has been sent yet. Messages appear here as soon as there is one to send.</p>
<?cs /if ?></section>
<section class="card">
<h2>So that messages arrive</h2>
<p>Ask whoever looks after your mail to let these senders through:</p>
<dl class="facts">
<dt>Email</dt><dd><?cs call:value(Data.sender) ?></dd>
<dt>Domain</dt><dd><?cs call:value(Data.domain) ?><?cs if:Data.bounce_domain ?> and <?cs var:Data.bounce_domain ?><?cs /if ?></dd>
<dt>Text messages</dt><dd><?cs if:Data.sms_sender ?><?cs var:Data.sms_sender ?><?cs else ?><span class="none">None are sent from here</span><?cs /if ?></dd>
</dl>
</section>
<?cs include:"layout/footer.cs" ?>
