<?cs include:"layout/header.cs" ?><?cs include:"layout/preferences.cs" ?><?cs

def:step(what, label, class) ?><?cs call:form("/billing/preferences/account/business-email/" + what, "") ?><button type="submit" class="button<?cs
	if:class == "danger" ?> button--danger<?cs /if ?>"><?cs var:label ?></button>
<?cs call:end_form() ?><?cs /def ?><?cs

def:pending() ?><section class="card">
<h2>Waiting: <?cs var:Data.pending.email ?></h2>
<?cs if:Data.pending.is_open && !Data.pending.is_sent ?><p class="warning"><?cs var:Data.pending.who ?> wants it in place of <?cs var:Data.business_email ?>.
No code was sent yet: too many went there lately. Wait a little and send a new code, or cancel.</p>
<?cs elif:Data.pending.is_open ?><p><?cs var:Data.pending.who ?> wants it in place of <?cs var:Data.business_email ?>. A code and a link were written to it on
<?cs call:moment(Data.pending.sent_at) ?>. Type the code here, or let its reader follow the link, until <?cs call:moment(Data.pending.until) ?>.</p>
<?cs call:form("/billing/preferences/account/business-email/verify", "") ?><?cs
	call:field(Form.code) ?><?cs
	call:buttons("Verify", "") ?><?cs
	call:end_form() ?><?cs
else ?><p class="warning">It was not confirmed until <?cs call:moment(Data.pending.until) ?>, so the business email is as it was. Send a new code, or cancel.</p>
<?cs /if ?><?cs if:Data.pending.is_sent ?><h3>No message?</h3>
<p>Look where the mail program puts what it takes for unwanted. A new code and link end the ones before.</p>
<?cs /if ?><?cs call:step("send", "Send a new code", "") ?><?cs call:step("cancel", "Cancel this change", "danger") ?></section>
<?cs /def ?>
<?cs call:back_to_account() ?><h1><?cs var:Page.title ?></h1>
<?cs if:Data.pending.email ?><?cs call:pending() ?><?cs /if ?><section class="card">
<h2><?cs if:Data.pending.email ?>Another one instead<?cs else ?>Change it<?cs /if ?></h2>
<p class="intro">Now it is <b><?cs var:Data.business_email ?></b>. It stays so until the reader of the new one has confirmed it.</p>
<?cs call:form("/billing/preferences/account/business-email", "watch") ?><?cs
call:field(Form.business_email) ?><?cs
call:buttons("Continue", "/billing/preferences/account") ?><?cs
call:end_form() ?></section>
<?cs include:"layout/footer.cs" ?>
