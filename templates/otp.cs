<?cs include:"layout/header.cs" ?><?cs include:"layout/me.cs" ?>
<?cs def:copy(c) ?><li><?cs if:c.is_sms ?>by text message to <?cs else ?>by email to <?cs /if ?><b><?cs var:c.address ?></b><?cs
	if:c.result ?>: <?cs var:c.result ?>, <?cs call:moment(c.at) ?><?cs
	elif:c.state == "waiting" ?>: on its way<?cs /if ?></li>
<?cs /def ?><?cs

def:whom() ?><?cs if:Data.is_left ?><p>The code went to <b>your own email address</b>, <?cs var:Page.user.email ?>, because
<?cs var:Data.primary ?> has left or cannot answer. When it is confirmed, all Super Admins are told.</p>
<?cs else ?><p>The code went to <b><?cs var:Data.primary ?></b>, the Primary contact<?cs if:Data.is_first ?>. It proves that
address as well<?cs /if ?>. Ask <?cs var:Data.primary ?> for it<?cs if:subcount(Data.copies) > #1 ?>; one copy is enough<?cs /if ?>.</p>
<ul>
<?cs each:c = Data.copies ?><?cs call:copy(c) ?><?cs /each ?></ul>
<?cs /if ?><p class="hint">Written <?cs call:moment(Data.made_at) ?>. It can be used for <?cs var:Data.minutes ?> minutes from its
sending.</p>
<?cs /def ?><?cs

def:not_come() ?><h2>Nothing has come?</h2>
<p>Look among the unwanted mail, and let <?cs var:Data.sender ?> through.<?cs if:Data.wait_minutes ?> Messages leave here within
<?cs var:Data.wait_minutes ?> minute<?cs if:Data.wait_minutes != "1" ?>s<?cs /if ?>.<?cs /if ?> A new code ends the one before.</p>
<?cs /def ?><?cs

def:code_form() ?><?cs if:Form.code.type ?><?cs call:form("/otp", "") ?><?cs call:field(Form.code) ?><div class="actions">
<button type="submit" class="button button--main">Confirm</button>
</div>
<?cs call:end_form() ?><?cs /if ?><?cs /def ?><?cs

def:password_form() ?><?cs if:!Page.may.primary_replace ?><p>Only a Super Admin can go on here, because nobody has shown yet that
<?cs var:Data.primary ?>'s address is read. Ask a Super Admin of <?cs var:Page.account.name ?> to make this change, or to verify
the Primary contact's email address first.</p>
<?cs else ?><?cs if:Data.is_open ?><?cs call:not_come() ?><p>To have a new one sent, show once more that it is you.</p>
<?cs else ?><p>Nobody has shown yet that <?cs var:Data.primary ?>'s address is read. Enter your password<?cs if:Data.has_factor ?>, or use your second factor<?cs
	/if ?>; then a code goes to <?cs
each:c = Data.copies ?><b><?cs var:c.address ?></b><?cs /each ?>, which proves the address and confirms the change.</p>
<?cs /if ?><?cs call:form("/otp/password", "") ?><?cs call:me() ?><div class="actions">
<button type="submit" class="button<?cs if:!Data.is_open ?> button--main<?cs /if ?>">Send <?cs if:Data.is_open ?>a new<?cs else ?>the<?cs /if ?> code</button>
<?cs call:passkey_button("Use a passkey instead", "") ?></div>
<?cs call:end_form() ?><?cs if:Data.passkey.challenge ?><?cs call:passkey_script() ?><?cs /if ?><?cs /if ?><?cs /def ?><?cs

def:again() ?><?cs if:Data.is_open ?><?cs call:not_come() ?><?cs /if ?><?cs call:form("/otp/new", "") ?><div class="actions">
<button type="submit" class="button<?cs if:!Data.is_open ?> button--main<?cs /if ?>">Send a <?cs if:Data.was_made ?>new <?cs /if ?>code</button>
</div>
<?cs call:end_form() ?><?cs /def ?><?cs

def:left_form() ?><?cs if:Page.may.primary_replace && !Data.is_left ?><section class="card">
<h2>The Primary has left or cannot answer</h2>
<p>Then the code goes to your own email address, <?cs var:Page.user.email ?>. <?cs var:Data.primary ?> and all Super Admins are told,
and the record says so.</p>
<p><a class="button" href="/otp/left">Send the code to me instead</a></p>
</section>
<?cs /if ?><?cs /def ?><?cs

def:waiting() ?><section class="card">
<p class="lead">You want to <b><?cs var:Data.what ?></b>. That needs a code first; what you typed is kept until then.</p>
<?cs if:Data.is_open ?><?cs call:whom() ?><?cs call:code_form() ?><?cs
elif:!Data.is_first ?><p><b>There is no code that can be used now.</b> <?cs if:!Data.is_left && !subcount(Data.copies)
	?>None of <?cs var:Data.primary ?>'s addresses is proven and reachable, so none can be sent there.<?cs
	elif:!Data.was_made ?>None was sent yet: have one sent.<?cs
	elif:Data.tries_left ?>The last one has expired: have a new one sent.<?cs
	else ?>The last one was typed wrongly too often: have a new one sent.<?cs /if ?></p>
<?cs /if ?><?cs
if:Data.is_first ?><?cs call:password_form() ?><?cs elif:Data.is_left || subcount(Data.copies) ?><?cs call:again() ?><?cs /if ?><?cs
call:form("/otp/cancel", "") ?><div class="actions">
<button type="submit" class="button">Cancel: change nothing</button>
</div>
<?cs call:end_form() ?></section>
<?cs call:left_form() ?><?cs /def ?>
<h1><?cs var:Page.title ?></h1>
<?cs if:Data.is_waiting ?><?cs call:waiting() ?><?cs else ?><section class="card">
<p>No change waits for a code: it was confirmed, cancelled, or waited longer than an hour. To begin again, open its form.</p>
<p><a class="button" href="/">Go to Home</a></p>
</section>
<?cs /if ?>
<?cs include:"layout/footer.cs" ?>
