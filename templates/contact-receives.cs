<?cs include:"layout/header.cs" ?>
<?cs def:fixed(text) ?><li><b><?cs var:text ?></b></li>
<?cs /def ?>
<p class="back"><a href="/manage/business-profile/contact-persons/<?cs var:url_escape(Data.person.id) ?>"><?cs var:Data.person.name ?></a></p>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs if:Data.person.is_primary ?><p>As the Primary contact, <?cs var:Data.person.name ?> always receives these, because somebody has to:</p>
<ul>
<?cs call:fixed("Security codes") ?><?cs call:fixed("Critical alerts") ?></ul>
<p>Besides, choose what else is for this person.</p>
<?cs else ?><p>Choose what is for this person. <b>Security codes</b> go to the Primary contact alone, so that nobody else can confirm
a change.</p>
<?cs /if ?><?cs call:form("/manage/business-profile/recipients/" + Data.person.id, "watch") ?><?cs
if:!Data.person.is_primary ?><?cs call:field(Form.critical) ?><?cs /if ?><?cs
call:field(Form.account) ?><?cs
call:field(Form.billing) ?><?cs
call:field(Form.technical) ?><?cs
call:field(Form.compliance) ?><?cs
call:field(Form.authorised) ?><?cs
call:field(Form.version) ?><?cs
call:buttons("Save", "/manage/business-profile/contact-persons/" + Data.person.id) ?><?cs
call:end_form() ?><p class="hint">What nobody with a verified email address is chosen for goes to the Primary contact, or else to the
Super Admins. <a href="/manage/business-profile/recipients">Who receives this?</a></p>
</section>
<?cs include:"layout/footer.cs" ?>
