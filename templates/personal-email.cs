<?cs include:"layout/header.cs" ?><?cs include:"layout/preferences.cs" ?><?cs include:"layout/me.cs" ?><?cs

def:newest(m) ?><?cs if:string.length(m.state) ?><b><?cs var:m.state ?></b> <?cs call:moment(m.at) ?><?cs
	if:m.result ?> <span class="note"><?cs var:m.result ?></span><?cs /if ?><?cs
	else ?><span class="none">Not known</span><?cs /if ?><?cs /def ?><?cs

def:step(what, label, class) ?><?cs call:form("/billing/preferences/personal/email/" + what, "") ?><button type="submit" class="button<?cs
	if:class == "danger" ?> button--danger<?cs /if ?>"><?cs var:label ?></button>
<?cs call:end_form() ?><?cs /def ?><?cs

def:pending() ?><section class="card" aria-labelledby="pending-heading">
<h2 id="pending-heading">A change is pending</h2>
<p><?cs if:Data.is_open ?>Follow the link in the mail to the new address, or type its code here. Until then you sign in with the email you have now.<?cs
	else ?>It was not proven in time. Your email is unchanged: send a new mail, or cancel.<?cs /if ?></p>
<dl class="facts">
<dt>New email</dt><dd><b><?cs var:Data.new ?></b></dd>
<dt>Sent</dt><dd><?cs call:moment(Data.sent_at) ?></dd>
<dt>What became of the mail</dt><dd><?cs call:newest(Data.message) ?></dd>
<dt><?cs if:Data.is_open ?>Can be used until<?cs else ?>Could be used until<?cs /if ?></dt><dd><?cs call:moment(Data.expires_at) ?></dd>
</dl>
<?cs if:Data.has_code ?><?cs call:form("/billing/preferences/personal/email/code", "") ?><?cs
	call:field(Form.code) ?><?cs
	call:buttons("Change my email", "") ?><?cs
	call:end_form() ?><?cs elif:Data.is_open ?><p class="hint">Its code cannot be typed any more, or not in this account. The link can be followed, or a new
mail sent.</p>
<?cs /if ?><h3>No mail?</h3>
<p>Look where your mail program puts what it takes for unwanted. A new mail ends the link and the code of the one before.</p>
<?cs call:step("resend", "Send it again", "") ?><?cs
	if:Data.wait ?><p class="hint">A new mail can be sent in <?cs var:Data.wait ?>.</p>
<?cs /if ?><?cs call:step("cancel", "Cancel the change", "danger") ?></section>
<?cs /def ?>
<?cs call:back_to_personal() ?><h1><?cs var:Page.title ?></h1>
<?cs if:Data.is_pending ?><?cs call:pending() ?><?cs /if ?><section class="card" aria-labelledby="change-heading">
<h2 id="change-heading"><?cs if:Data.is_pending ?>Change it to another address<?cs else ?>Change your email<?cs /if ?></h2>
<p>You sign in with <b><?cs var:Data.email ?></b>. That address is told of the change, and can stop it or take it back for seven days.</p>
<?cs call:form("/billing/preferences/personal/email", "watch") ?><?cs
	call:field(Form.email) ?><?cs
	call:me() ?><?cs
	call:me_buttons("Send the mail", "/billing/preferences/personal") ?><?cs
	call:end_form() ?></section>
<?cs include:"layout/footer.cs" ?>
