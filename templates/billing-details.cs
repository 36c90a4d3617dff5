<?cs include:"layout/header.cs" ?><?cs include:"layout/history.cs" ?><?cs

# Leads to its field where there is a form.
?><?cs def:about(w) ?><li><?cs if:Page.may.billing_edit ?><a href="<?cs var:url_validate(w.link) ?>"><?cs var:w.text ?></a><?cs
	else ?><?cs var:w.text ?><?cs /if ?></li>
<?cs /def ?><?cs

def:warnings() ?><?cs if:subcount(Data.warnings) ?><div class="notice notice--warning" id="warnings"><h2>Please check</h2>
<p>This is saved, and each can be right. It only looks unusual.</p>
<ul>
<?cs each:w = Data.warnings ?><?cs call:about(w) ?><?cs /each ?></ul></div>
<?cs /if ?><?cs /def ?><?cs

def:missing() ?><?cs if:subcount(Data.missing) ?><div class="notice" id="missing"><h2>Not complete yet</h2>
<p>An invoice should carry, and does not yet:</p>
<ul>
<?cs each:w = Data.missing ?><?cs call:about(w) ?><?cs /each ?></ul></div>
<?cs /if ?><?cs /def ?><?cs

# What is read from the saved number: nothing, where another one stands in the field.
?><?cs def:derived() ?><?cs if:Data.gstin.kind && Form.gstin.value == Data.gstin.number ?><p class="derived"><b>The GSTIN says:</b> <?cs var:Data.gstin.kind ?>, <?cs var:Data.gstin.state ?><?cs
	if:Data.pan.is_derived ?>, PAN <?cs var:Data.pan.number ?><?cs if:Data.pan.holder ?> (<?cs var:Data.pan.holder ?>)<?cs /if ?><?cs /if ?>.</p>
<?cs /if ?><?cs /def ?><?cs

def:details_form() ?><?cs call:form("/billing/details", "watch") ?><?cs
	call:field(Form.legal_name) ?><?cs
	call:field(Form.registration) ?><?cs
	call:field(Form.gstin) ?><?cs call:derived() ?><?cs
	call:field(Form.tax_id) ?><?cs
	call:field(Form.pan) ?>
<h3>Address</h3>
<?cs
	call:field(Form.street) ?><?cs
	call:field(Form.area) ?><?cs
	call:field(Form.city) ?><?cs
	call:field(Form.state) ?><?cs
	call:field(Form.pin) ?><?cs
	call:field(Form.country) ?>
<h3>For your own books</h3>
<?cs
	call:field(Form.po_reference) ?><?cs
	call:field(Form.version) ?>
<p class="hint">Another legal name or tax registration is confirmed by a code to the Primary contact.</p>
<?cs
	call:buttons("Save", "/billing/details") ?><?cs
	call:end_form() ?><?cs /def ?><?cs

def:facts() ?><?cs call:locked("") ?><dl class="facts">
<dt>Legal name</dt><dd><?cs call:value(Data.legal_name) ?></dd>
<dt>Tax registration</dt><dd><?cs call:value(Data.registration) ?></dd>
<?cs if:Data.gstin.number ?><dt>GSTIN</dt><dd><span data-copy><?cs var:Data.gstin.number ?></span>
<span class="note"><?cs var:Data.gstin.kind ?>, <?cs var:Data.gstin.state ?></span></dd>
<?cs /if ?><?cs if:Data.tax_id ?><dt>Tax id of another country</dt><dd><?cs var:Data.tax_id ?></dd>
<?cs /if ?><dt>PAN</dt><dd><?cs call:value(Data.pan.number) ?><?cs if:Data.pan.is_derived ?> <span class="note">From the GSTIN</span><?cs /if ?></dd>
<dt>Building and street</dt><dd><?cs call:value(Data.street) ?></dd>
<dt>Area or landmark</dt><dd><?cs call:value(Data.area) ?></dd>
<dt>City or district</dt><dd><?cs call:value(Data.city) ?></dd>
<dt>State</dt><dd><?cs call:value(Data.state) ?></dd>
<dt>PIN code</dt><dd><?cs call:value(Data.pin) ?></dd>
<dt>Country</dt><dd><?cs call:value(Data.country) ?></dd>
<dt>Purchase order reference</dt><dd><?cs call:value(Data.po_reference) ?></dd>
</dl>
<?cs /def ?>
<h1><?cs var:Page.title ?></h1>
<p class="lead">Whom your invoices are made out to. Invoices that were issued stay as they are; the next one carries what is saved here.</p>
<?cs call:warnings() ?><?cs call:missing() ?><section class="card<?cs if:Page.flash.row == "details" ?> marked<?cs /if ?>" id="details" aria-labelledby="details-heading">
<h2 id="details-heading">Details</h2>
<?cs if:Page.may.billing_edit ?><?cs call:details_form() ?><?cs else ?><?cs call:facts() ?><?cs /if ?><?cs
if:Data.saved_by && Data.saved_at ?><p class="hint">Last changed by <?cs var:Data.saved_by ?>, <?cs call:moment(Data.saved_at) ?></p>
<?cs /if ?></section>
<section class="card" aria-labelledby="receivers-heading">
<h2 id="receivers-heading">Who receives invoices</h2>
<p>Invoices are mailed to contact persons with a verified email, one of them in To and the others in Cc.</p>
<p><a class="button" href="/billing/details/recipients"><?cs if:Page.may.billing_edit ?>Choose who receives invoices<?cs else ?>See who receives invoices<?cs /if ?></a></p>
</section>
<?cs call:history("Who changed the billing details, newest first") ?>
<?cs include:"layout/footer.cs" ?>
