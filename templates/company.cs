<?cs include:"layout/header.cs" ?>
<p class="back"><a href="/manage/business-profile#company">Business Profile</a></p>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs if:Page.may.contact_edit ?><?cs call:form("/manage/business-profile/company", "watch") ?><?cs
call:field(Form.trade_name) ?><?cs
call:field(Form.phone) ?><?cs
call:field(Form.website) ?><?cs
call:field(Form.version) ?><?cs
call:buttons("Save", "/manage/business-profile#company") ?><?cs
call:end_form() ?><?cs
else ?><?cs call:locked(Data.super_admins) ?><dl class="facts">
<dt>Trade name</dt><dd><?cs call:value(Data.company.trade_name) ?></dd>
<dt>Phone</dt><dd><?cs call:phone(Data.company.phone) ?></dd>
<dt>Website</dt><dd><?cs call:value(Data.company.website) ?></dd>
</dl>
<?cs /if ?></section>
<section class="card">
<h2>Kept elsewhere</h2>
<dl class="facts">
<dt>Business name</dt><dd><?cs call:value(Data.company.business_name) ?> <span class="note">A Super Admin changes it in Billing &gt; Preferences &gt; Account</span></dd>
<dt>Business email</dt><dd><?cs call:value(Data.company.business_email) ?> <span class="note">A Super Admin changes it in Billing &gt; Preferences &gt; Account</span></dd>
<dt>Legal name</dt><dd><?cs call:value(Data.company.legal_name) ?> <span class="note">Kept in Billing &gt; Details</span></dd>
<dt>Address</dt><dd><?cs call:value(Data.company.address) ?> <span class="note">Kept in Billing &gt; Details</span></dd>
</dl>
</section>
<?cs include:"layout/footer.cs" ?>
