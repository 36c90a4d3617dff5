<?cs include:"layout/header.cs" ?><?cs include:"layout/leaving.cs" ?>
<?cs def:as_user() ?><h2>As a user</h2>
<?cs if:Data.is_user && !Data.member ?><p>Signs in to this account.</p>
<?cs elif:!Data.member ?><?cs if:Data.has_invitation ?><p>Does not sign in here. <b>An invitation is open</b><?cs
	if:Data.may_access ?>: it is cancelled.<?cs else ?>.<?cs /if ?></p>
<?cs else ?><p>Does not sign in here.</p>
<?cs /if ?><?cs else ?><dl class="facts">
<dt>Signs in with</dt><dd><?cs call:email(Data.member.email) ?></dd>
<dt>Role here</dt><dd><?cs var:Data.member.role ?><?cs if:Data.member.state != "active" ?>, <?cs var:Data.member.state ?><?cs /if ?></dd>
<dt>Signed in now</dt><dd><?cs if:Data.member.sessions == "0" ?>Nowhere in this account<?cs elif:Data.member.sessions == "1" ?>In one place of this account<?cs
	else ?>In <?cs var:Data.member.sessions ?> places of this account<?cs /if ?></dd>
<dt>Last sign-in</dt><dd><?cs if:Data.member.signed_in_at ?><?cs call:moment(Data.member.signed_in_at) ?><?cs else ?>Never<?cs /if ?></dd>
<dt>Extension</dt><dd><?cs call:value(Data.member.extension) ?></dd>
<dt>Takes calls</dt><dd><?cs if:Data.member.takes_calls ?>Yes<?cs else ?>No<?cs /if ?></dd>
</dl>
<?cs /if ?><?cs if:Data.keeps_access ?><?cs call:access_stays() ?><?cs /if ?><?cs /def ?><?cs

def:as_contact() ?><h2>As a contact person</h2>
<?cs if:Data.person ?><dl class="facts">
<dt>Listed as</dt><dd><a href="/manage/business-profile/contact-persons/<?cs var:url_escape(Data.person) ?>"><?cs var:Data.person.name ?></a><?cs
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
	if:Data.same ?><?cs call:field(Form.same) ?><?cs /if ?><?cs
	if:Data.offered != "0" || Form.replacement.error ?><?cs call:field(Form.replacement) ?><?cs
	else ?><p>Nobody else is listed whose email address is verified.</p>
<?cs /if ?><p><a href="/manage/business-profile/contact-persons/new">Add a contact person first</a>, if somebody else is to receive.</p>
<?cs /if ?><?cs /def ?><?cs

def:the_form() ?><?cs call:form(Data.form, "watch") ?><?cs
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
