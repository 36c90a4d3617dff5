<?cs include:"layout/header.cs" ?><?cs include:"layout/leaving.cs" ?>
<?cs def:access_steps() ?><?cs if:Data.member && Data.may_access ?><li><b>Access to this account ends at once</b>: the role <?cs var:Data.member.role ?> and
<?cs if:Data.member.sessions == "0" ?>every later sign-in here<?cs elif:Data.member.sessions == "1" ?>one open session<?cs else ?><?cs
	var:Data.member.sessions ?> open sessions<?cs /if ?>. <?cs var:Data.member.name ?> is told by mail.</li>
<?cs if:Data.has_calls ?><li><?cs if:Data.taker ?><b><?cs var:Data.taker ?></b> takes the calls<?cs if:Data.member.extension ?> and the extension
<?cs var:Data.member.extension ?><?cs /if ?>, and is told by mail.<?cs elif:Data.member.extension ?>The extension <?cs var:Data.member.extension ?> is free;
<b>nobody takes its calls</b>.<?cs else ?><b>Nobody takes the calls</b> instead.<?cs /if ?></li>
<?cs /if ?><?cs elif:Data.same_member ?><li><b>The sign-in of <?cs var:Data.same_user.name ?> stays</b>: it was not said to be the same person.</li>
<?cs /if ?><?cs if:Data.may_cancel ?><li>The open invitation is cancelled.</li>
<?cs /if ?><?cs /def ?><?cs

def:contact_steps() ?><?cs if:Data.person && Data.may_contact ?><?cs
if:Data.person.is_primary ?><li><b><?cs var:Data.replacement.name ?></b> (<?cs var:Data.replacement.email ?>) becomes the <b>Primary contact</b>:
security codes and critical alerts go there. Both are told by mail.</li>
<?cs /if ?><?cs if:Data.replacement ?><li><b><?cs var:Data.replacement.name ?></b> receives everything else that <?cs var:Data.person.name ?> receives now.</li>
<?cs else ?><li><b>Nobody in particular receives instead</b>: what nobody is chosen for goes to the Primary contact.</li>
<?cs /if ?><li><b><?cs var:Data.person.name ?></b> is taken off the contact persons and is sent nothing more.</li>
<?cs elif:Data.same && Data.may_contact ?><li><b>The contact person <?cs var:Data.same.name ?> stays</b>: it was not said to be the same person.</li>
<?cs /if ?><?cs /def ?>
<?cs call:back_to() ?>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<p class="intro">Nothing is done yet. This is what will be, all at once:</p>
<ul>
<?cs call:access_steps() ?><?cs call:contact_steps() ?></ul>
<?cs if:Data.keeps_access ?><?cs call:access_stays() ?><?cs
elif:Data.person && !Data.may_contact ?><?cs call:not_included("the contact person") ?><?cs /if ?><?cs
if:Data.person.is_primary && Data.may_contact ?><p>A one-time password confirms the change of the Primary contact. It goes to
<?cs if:Page.may.primary_replace ?>your own email address, since <?cs var:Data.person.name ?> leaves, once you have shown that it is you; all Super Admins are told.<?cs
else ?><?cs var:Data.person.name ?>. Cannot that be answered any more? Then ask a Super Admin to carry this out.<?cs /if ?></p>
<?cs /if ?><?cs call:form(Data.form, "") ?><?cs
call:hidden("replacement", Form.replacement.value) ?><?cs
call:hidden("taker", Form.taker.value) ?><?cs
call:hidden("same", Form.same.value) ?><?cs
call:field(Form.version) ?><?cs
call:field(Form.person_version) ?><?cs
call:hidden("replacement_version", Data.replacement.version) ?><?cs
call:hidden("confirmed", "1") ?><div class="actions">
<button type="submit" class="button button--danger">Yes, <?cs var:Data.name ?> leaves</button>
<a class="button" href="<?cs var:url_validate(Data.form) ?>">Cancel</a>
</div>
<?cs call:end_form() ?></section>
<?cs include:"layout/footer.cs" ?>
