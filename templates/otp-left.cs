<?cs include:"layout/header.cs" ?><?cs include:"layout/me.cs" ?>
<p class="back"><a href="/otp">Confirm with a code</a></p>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs if:Data.is_waiting ?><p class="lead">The code goes to your own email address, <?cs var:Page.user.email ?>. <?cs var:Data.primary ?> and all Super Admins are
told, and the record says so.</p>
<p>Enter your password<?cs if:Data.has_factor ?>, or use your second factor<?cs /if ?>, so that nobody else does this at a screen that you
left open.</p>
<?cs call:form("/otp/left", "") ?><?cs call:me() ?><?cs
	call:me_buttons("Send the code to me", "/otp") ?><?cs
	call:end_form() ?><?cs else ?><p>No change waits for a code: it was confirmed, cancelled, or waited longer than an hour.</p>
<?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
