<?cs include:"layout/header.cs" ?><?cs include:"layout/leaving.cs" ?>
<?cs def:sign_in(member) ?><dl class="facts">
<dt>Signs in with</dt><dd><?cs call:email(member.email) ?></dd>
<dt>Role here</dt><dd><?cs var:member.role ?><?cs if:member.state != "active" ?>, <?cs var:member.state ?><?cs /if ?></dd>
<dt>Signed in now</dt><dd><?cs if:member.sessions == "0" ?>Nowhere in this account<?cs elif:member.sessions == "1" ?>In one place of this account<?cs
	else ?>In <?cs var:member.sessions ?> places of this account<?cs /if ?></dd>
<dt>Last sign-in</dt><dd><?cs if:member.signed_in_at ?><?cs call:moment(member.signed_in_at) ?><?cs else ?>Never<?cs /if ?></dd>
<dt>Extension</dt><dd><?cs call:value(member.extension) ?></dd>
<dt>Takes calls</dt><dd><?cs if:member.takes_calls ?>Yes<?cs else ?>No<?cs /if ?></dd>
</dl>
<?cs /def ?><?cs

def:as_user() ?><h2>As a user</h2>
<?cs if:Data.member ?><?cs call:sign_in(Data.member) ?><?cs
elif:Data.is_user ?><p>Signs in to this account.</p>
<?cs elif:Data.same_user.name ?><p><b><?cs var:Data.same_user.name ?></b> signs in here with this contact person's address<?cs
	if:!Data.same_member ?> (<?cs call:email(Data.same_user.email) ?>)<?cs /if ?>. Nobody has said yet whether it is the same person.</p>
<?cs if:Data.same_member ?><?cs call:sign_in(Data.same_member) ?><?cs /if ?><?cs
elif:Data.has_invitation ?><p>Not known to sign in here. <b>An invitation is open</b><?cs if:Data.may_cancel ?>: it is cancelled.<?cs else ?>.<?cs /if ?></p>
<?cs else ?><p>Not known to sign in here. <a href="/manage/business-profile/user/<?cs
	var:url_escape(Data.person) ?>">Does this person sign in with another address?</a></p>
<?cs /if ?><?cs if:Data.keeps_access ?><?cs call:access_stays() ?><?cs /if ?><?cs /def ?><?cs

def:as_contact() ?><h2>As a contact person</h2>
<?cs if:Data.person ?><dl class="facts">
<dt>Listed as</dt><dd><?cs if:Page.may.contact_view ?><a href="/manage/business-profile/contact-persons/<?cs
	var:url_escape(Data.person) ?>"><?cs var:Data.person.name ?></a><?cs else ?><?cs var:Data.person.name ?><?cs /if ?><?cs
	if:Data.person.is_primary ?> <span class="badge badge--primary">Primary</span><?cs /if ?></dd>
<dt>Email</dt><dd><?cs call:email(Data.person.email) ?></dd>
</dl>
<?cs if:Data.person.is_primary ?><p>Security codes and critical alerts go there now, so somebody has to receive them instead.</p>
<?cs /if ?><?cs elif:Data.same ?><p><b><?cs var:Data.same.name ?></b> is listed with the address that this user signs in with
(<?cs call:email(Data.same.email) ?>)<?cs if:Data.same.is_primary ?>, and is the <b>Primary contact</b><?cs /if ?>.
Nobody has said yet whether it is the same person.</p>
<?cs else ?><p>Not known to be listed as a contact person.</p>
<?cs /if ?><?cs if:!Data.may_contact && (Data.person || Data.same) ?><?cs call:not_included("the contact person") ?><?cs /if ?><?cs /def ?><?cs

def:choices_for_contact() ?><?cs if:Data.may_contact && (Data.person || Data.same) ?><?cs
	if:Data.offered != "0" || Form.replacement.error ?><?cs call:field(Form.replacement) ?><?cs
	else ?><p>Nobody else is listed whose email address is verified.</p>
<?cs /if ?><p><a href="/manage/business-profile/contact-persons/new">Add a contact person first</a>, if somebody else is to receive.</p>
<?cs /if ?><?cs /def ?><?cs

def:the_form() ?><?cs call:form(Data.form, "watch") ?><?cs
	if:(Data.same && Data.may_contact) || Data.same_member ?><?cs call:field(Form.same) ?><?cs /if ?><?cs
	call:choices_for_contact() ?><?cs
	if:Data.may_access && (Data.has_calls || Form.taker.error) ?><?cs call:field(Form.taker) ?><?cs /if ?><?cs
	call:field(Form.version) ?><?cs
	call:field(Form.person_version) ?><?cs
	call:buttons("See what will be done", "") ?><?cs
	call:end_form() ?><p class="hint">Nothing is done yet: the next page shows all of it once more, and asks.</p>
<?cs /def ?>
<?cs call:back_to() ?>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<p class="intro">Everything in this account that is tied to <?cs var:Data.name ?>. Sign-ins in other accounts, if there are any, stay as they are.</p>
<?cs call:as_user() ?><?cs call:as_contact() ?></section>
<section class="card">
<?cs if:Data.bar && subcount(Page.problems) ?><p><a class="button" href="/">Home</a></p>
<?cs elif:Data.bar ?><div class="notice notice--warning"><p><?cs var:Data.bar ?></p></div>
<?cs else ?><h2>What is to happen</h2>
<?cs call:the_form() ?><?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
