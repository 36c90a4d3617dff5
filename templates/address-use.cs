<?cs include:"layout/header.cs" ?><?cs include:"layout/contact.cs" ?>
<p class="back"><a href="/manage/business-profile/addresses/<?cs var:url_escape(Data.address.id) ?>">Back to this address</a></p>
<h1><?cs var:Page.title ?></h1>
<?cs if:Data.address.is_wanted ?><section class="card">
<p><?cs call:reach(Data.address.reach, Data.address.is_phone) ?> is in use already. There is nothing to do.</p>
<p><a class="button" href="/manage/business-profile/contact-persons/<?cs var:url_escape(Data.person.id) ?>">Back to <?cs var:Data.person.name ?></a></p>
</section>
<?cs else ?><div class="pair">
<div><h2>In use now</h2><p><?cs call:reach(Data.address.wanted, Data.address.is_phone) ?></p></div>
<div><h2>To be used</h2><p><?cs call:reach(Data.address.reach, Data.address.is_phone) ?> <?cs call:address_state(Data.address) ?></p></div>
</div>
<section class="card">
<p>The one in use now stays listed<?cs if:!Data.address.is_verified ?>, and receives until the other one is verified<?cs /if ?>.<?cs
if:Data.person.is_primary ?> This is the Primary contact: a code confirms the change.<?cs /if ?></p>
<?cs call:form("/manage/business-profile/addresses/" + Data.address.id + "/use", "") ?><?cs
call:buttons("Use this one", "/manage/business-profile/addresses/" + Data.address.id) ?><?cs
call:end_form() ?></section>
<?cs /if ?><?cs include:"layout/footer.cs" ?>
