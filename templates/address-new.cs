<?cs include:"layout/header.cs" ?>
<p class="back"><a href="/manage/business-profile/contact-persons/<?cs var:url_escape(Data.person.id) ?>"><?cs var:Data.person.name ?></a></p>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<p class="intro">A further address is listed beside the one in use, and can take its place later. A code goes to it at once, where
one can be sent, so that it is known to be read.</p>
<?cs if:Data.person.is_primary ?><p>This is the Primary contact: a code confirms the change.</p>
<?cs /if ?><?cs
call:form("/manage/business-profile/addresses/new/" + Data.person.id, "watch") ?><?cs
call:field(Form.channel) ?><?cs
call:field(Form.label) ?><?cs
call:field(Form.address) ?><?cs
call:buttons("Add", "/manage/business-profile/contact-persons/" + Data.person.id) ?><?cs
call:end_form() ?></section>
<?cs include:"layout/footer.cs" ?>
