<?cs include:"layout/header.cs" ?><?cs include:"layout/qr.cs" ?>
<?cs def:party(p) ?><p class="party"><b><?cs var:p.name ?></b><br>
<span class="lines"><?cs var:p.address ?></span></p>
<dl class="facts">
<dt>State</dt><dd><?cs var:p.state_name ?> (<?cs var:p.state ?>)</dd>
<dt>GSTIN or tax id</dt><dd><?cs if:p.tax_id ?><?cs var:p.tax_id ?><?cs else ?>Not registered<?cs /if ?></dd>
<?cs if:p.pan ?><dt>PAN</dt><dd><?cs var:p.pan ?></dd>
<?cs /if ?><?cs if:p.contact ?><dt>Contact</dt><dd><?cs var:p.contact ?></dd>
<?cs /if ?></dl>
<?cs /def ?><?cs

def:facts() ?><dl class="facts">
<dt>Number</dt><dd><?cs var:Data.number ?></dd>
<dt>Issued</dt><dd><?cs call:moment(Data.issued_on) ?></dd>
<?cs if:Data.of.id ?><dt>Corrects</dt><dd><a href="/billing/invoices/<?cs var:url_escape(Data.of.id) ?>"><?cs var:Data.of.number ?></a> of <?cs call:moment(Data.of.issued_on) ?></dd>
<dt>Reason</dt><dd><?cs var:Data.reason ?></dd>
<?cs /if ?><?cs if:Data.due_on && !Data.is_note ?><dt>To be paid until</dt><dd><?cs call:moment(Data.due_on) ?></dd>
<?cs /if ?><?cs if:Data.from ?><dt>Period</dt><dd><?cs call:moment(Data.from) ?> to <?cs call:moment(Data.to) ?></dd>
<?cs /if ?><?cs if:Data.purchase_order ?><dt>Purchase order</dt><dd><?cs var:Data.purchase_order ?></dd>
<?cs /if ?><dt>Place of supply</dt><dd><?cs var:Data.place_name ?> (<?cs var:Data.place ?>)</dd>
<dt>Reverse charge</dt><dd><?cs if:Data.is_reverse_charge ?>Yes: the buyer pays the tax to the government<?cs else ?>No<?cs /if ?></dd>
<?cs if:Data.irn ?><dt>Invoice reference number</dt><dd><?cs var:Data.irn ?></dd>
<dt>Acknowledgement</dt><dd><?cs var:Data.ack.number ?> of <?cs call:moment(Data.ack.on) ?></dd>
<?cs /if ?><?cs if:Data.endorsement ?><dt>Kind of supply</dt><dd><?cs var:Data.endorsement ?></dd>
<?cs /if ?><?cs if:!Data.is_note ?><dt>State of payment</dt><dd><b><?cs var:Data.state ?></b>; paid ₹ <?cs var:Data.paid ?>, still to be paid ₹ <?cs var:Data.balance ?></dd>
<?cs /if ?></dl>
<?cs /def ?><?cs

def:item(l) ?><tr>
<th scope="row" data-label="What"><div><?cs var:l.description ?> <span class="note">SAC or HSN <?cs var:l.sac ?></span></div></th>
<td data-label="Quantity" class="amount"><?cs var:l.quantity ?><?cs if:l.unit ?> <?cs var:l.unit ?><?cs /if ?></td>
<td data-label="Price" class="amount"><div><?cs var:l.price ?><?cs if:l.discount ?> <span class="note">less <?cs var:l.discount ?></span><?cs /if ?></div></td>
<td data-label="Taxable value" class="amount"><?cs var:l.taxable ?></td>
<td data-label="Tax" class="amount"><div><?cs var:l.tax ?> <span class="note"><?cs var:l.rate ?> %</span></div></td>
</tr>
<?cs /def ?><?cs

def:items() ?><table class="people people--history">
<caption class="hidden">What was billed, in rupees</caption>
<thead><tr><th scope="col">Description</th><th scope="col" class="amount">Quantity</th><th scope="col" class="amount">Price</th><th
scope="col" class="amount">Taxable value</th><th scope="col" class="amount">Tax</th></tr></thead>
<tbody>
<?cs each:l = Data.lines ?><?cs call:item(l) ?><?cs /each ?></tbody>
</table>
<?cs /def ?><?cs

def:heads(note) ?><?cs if:Data.is_within ?><dt>CGST</dt><dd>₹ <?cs var:Data.cgst ?><?cs var:note ?></dd>
<dt><?cs if:Data.is_territory ?>UTGST<?cs else ?>SGST<?cs /if ?></dt><dd>₹ <?cs var:Data.sgst ?><?cs var:note ?></dd>
<?cs else ?><dt>IGST</dt><dd>₹ <?cs var:Data.igst ?><?cs var:note ?></dd>
<?cs /if ?><?cs /def ?><?cs

def:totals() ?><dl class="facts totals">
<dt>Taxable value</dt><dd>₹ <?cs var:Data.taxable ?></dd>
<?cs if:!Data.is_reverse_charge ?><?cs call:heads("") ?><?cs /if ?><?cs if:Data.rounding ?><dt>Rounding</dt><dd>₹ <?cs var:Data.rounding ?></dd>
<?cs /if ?><dt>Total</dt><dd><b>₹ <?cs var:Data.total ?></b></dd>
<dt>In words</dt><dd><?cs var:Data.words ?></dd>
<?cs if:Data.is_reverse_charge ?><?cs call:heads(", not part of the total: the buyer pays it") ?><?cs /if ?></dl>
<?cs /def ?><?cs

def:end() ?><?cs if:Data.declaration ?><p><?cs var:Data.declaration ?></p>
<?cs /if ?><?cs if:Data.signatory ?><p>For <?cs var:Data.seller.name ?><br>
<?cs var:Data.signatory ?><br>
Authorised signatory</p>
<?cs /if ?><?cs /def ?>
<p class="back"><a href="/billing/invoices">Invoices</a></p>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs if:Data.has_pdf ?><p class="actions"><a class="button button--main" href="/billing/invoices/<?cs var:url_escape(Data.id) ?>.pdf" download>Download the PDF</a>
<a class="button" href="/billing/invoices/<?cs var:url_escape(Data.id) ?>/copy">Email a copy</a>
<a class="button" href="/billing/invoices/<?cs var:url_escape(Data.id) ?>/history">History</a></p>
<?cs else ?><p class="hint">This one has no PDF: print this page in its place.</p>
<p class="actions"><a class="button" href="/billing/invoices/<?cs var:url_escape(Data.id) ?>/history">History</a></p>
<?cs /if ?><?cs call:facts() ?><?cs call:qr("QR code of the registration") ?></section>
<section class="card">
<h2>From</h2>
<?cs call:party(Data.seller) ?><h2>To</h2>
<?cs call:party(Data.buyer) ?></section>
<section class="card">
<h2>What was billed</h2>
<?cs call:items() ?><?cs call:totals() ?><?cs call:end() ?></section>
<?cs include:"layout/footer.cs" ?>
