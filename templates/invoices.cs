<?cs include:"layout/header.cs" ?>
<?cs def:filter() ?><details class="fold"<?cs if:Data.month || Data.number || subcount(Page.problems) ?> open<?cs /if ?>>
<summary class="button button--small">Find an invoice</summary>
<?cs call:asking("/billing/invoices") ?><?cs call:field(Form.number) ?><?cs call:field(Form.month) ?><div class="actions">
<button type="submit" class="button">Show</button>
</div>
<?cs call:end_form() ?></details>
<?cs /def ?><?cs

def:year_link(y) ?><li><a href="/billing/invoices?year=<?cs var:url_escape(y.year) ?>"<?cs
	if:y.is_chosen ?> aria-current="page"<?cs /if ?>><?cs var:y.name ?></a></li>
<?cs /def ?><?cs

def:years() ?><nav class="tabs" aria-label="Financial years">
<ul>
<li><a href="/billing/invoices"<?cs if:!Data.is_filtered ?> aria-current="page"<?cs /if ?>>Newest</a></li>
<?cs each:y = Data.years ?><?cs call:year_link(y) ?><?cs /each ?></ul>
</nav>
<?cs /def ?><?cs

def:state(i) ?><?cs if:i.is_note ?><span class="note"><?cs var:i.kind ?> for <?cs var:i.of_number ?></span><?cs
	else ?><b<?cs if:i.is_overdue ?> class="bad"<?cs /if ?>><?cs var:i.state ?></b><?cs
	if:i.due_on ?> <span class="note">to be paid until <?cs call:moment(i.due_on) ?></span><?cs /if ?><?cs /if ?><?cs /def ?><?cs

def:period(i) ?><?cs if:i.from ?><?cs call:moment(i.from) ?> to <?cs call:moment(i.to) ?><?cs
	else ?><span class="none">None</span><?cs /if ?><?cs /def ?><?cs

def:row(i) ?><tr>
<th scope="row" data-label="Number" class="number"><a href="/billing/invoices/<?cs var:url_escape(i.id) ?>"><?cs var:i.number ?></a></th>
<td data-label="Issued" class="number"><?cs call:moment(i.issued_on) ?></td>
<td data-label="Period"><div><?cs call:period(i) ?></div></td>
<td data-label="Total" class="amount">₹ <?cs var:i.total ?></td>
<td data-label="Of it tax" class="amount">₹ <?cs var:i.tax ?></td>
<td data-label="State"><div><?cs call:state(i) ?></div></td>
<td class="row-actions"><?cs if:i.has_pdf ?><a href="/billing/invoices/<?cs var:url_escape(i.id) ?>.pdf" download>PDF<span class="hidden"> of <?cs
	var:i.number ?></span></a> <a href="/billing/invoices/<?cs var:url_escape(i.id) ?>/copy">Email<span class="hidden"> a copy of <?cs
	var:i.number ?></span></a><?cs else ?><a href="/billing/invoices/<?cs var:url_escape(i.id) ?>">Open<span class="hidden"> <?cs
	var:i.number ?></span></a><?cs /if ?></td>
</tr>
<?cs /def ?><?cs

def:list() ?><table class="people people--history">
<caption class="hidden">Invoices and notes, newest first</caption>
<thead><tr><th scope="col">Number</th><th scope="col">Issued</th><th scope="col">Period</th><th scope="col" class="amount">Total</th><th
scope="col" class="amount">Of it tax</th><th scope="col">State</th><th scope="col"><span class="hidden">Document</span></th></tr></thead>
<tbody>
<?cs each:i = Data.invoices ?><?cs call:row(i) ?><?cs /each ?></tbody>
</table>
<div class="actions">
<?cs if:Data.older.id ?><a class="button" href="<?cs
	var:url_validate("/billing/invoices?before=" + Data.older.id + "&before_day=" + Data.older.day + Data.query) ?>">Older invoices</a>
<?cs /if ?><?cs if:Data.has_zip ?><a class="button" href="<?cs var:url_validate("/billing/invoices/all.zip?" + Data.query) ?>" download>These as PDFs (ZIP)</a>
<?cs /if ?><a class="button" href="<?cs var:url_validate("/billing/invoices/list.csv?" + Data.query) ?>" download><?cs
	if:Data.is_narrowed ?>These as a spreadsheet (CSV)<?cs else ?>All as a spreadsheet (CSV)<?cs /if ?></a>
</div>
<?cs /def ?><?cs

def:bar(m) ?><rect x="<?cs var:m.x ?>" y="<?cs var:m.y ?>" width="18" height="<?cs var:m.height ?>" fill="currentColor"/><?cs /def ?><?cs

def:months() ?><figure class="months">
<svg role="img" aria-label="What was billed in the last twelve months; the table below has the amounts" viewBox="0 -2 288 104"><?cs
each:m = Data.months ?><?cs call:bar(m) ?><?cs /each ?><path d="M0 100.5h288" stroke="currentColor" fill="none"/></svg>
<figcaption><details class="fold">
<summary>The amounts</summary>
<table class="people people--history">
<caption class="hidden">What was billed in the last twelve months</caption>
<thead><tr><th scope="col">Month</th><th scope="col" class="amount">Documents</th><th scope="col" class="amount">Billed</th></tr></thead>
<tbody>
<?cs each:m = Data.months ?><tr><th scope="row" data-label="Month"><?cs var:m.name ?></th><td data-label="Documents" class="amount"><?cs
	var:m.count ?></td><td data-label="Billed" class="amount">₹ <?cs var:m.total ?></td></tr>
<?cs /each ?></tbody>
</table>
</details></figcaption>
</figure>
<?cs /def ?>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs if:subcount(Data.years) ?><?cs call:years() ?><?cs call:filter() ?><?cs /if ?><?cs
if:subcount(Data.invoices) ?><?cs call:list() ?><?cs
elif:subcount(Data.years) ?><p>No invoice fits. <a href="/billing/invoices">Show the newest</a></p>
<?cs else ?><p>No invoice has been issued to <?cs var:Page.account.name ?> yet. Each one appears here on the day it is issued.</p>
<?cs /if ?></section>
<?cs if:Data.has_months ?><section class="card">
<h2>The last twelve months</h2>
<?cs call:months() ?></section>
<?cs /if ?><?cs include:"layout/footer.cs" ?>
