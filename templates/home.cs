<?cs include:"layout/header.cs" ?>
<h1><?cs var:Page.title ?></h1>
<p class="lead">Welcome, <?cs var:Page.user.name ?>. You work in <b><?cs var:Page.account.name ?></b> as <?cs var:Page.role ?>.</p>
<?cs if:Data.has_no_primary ?><section class="card card--ask">
<h2>Nobody can be reached yet</h2>
<p>This account has no contact person, so security codes and critical alerts go nowhere.
The first person that is added becomes the Primary contact.</p>
<p><?cs if:Page.may.contact_view ?><a class="button button--main" href="/manage/business-profile">Go to Business Profile</a><?cs
	else ?>Tell an Admin or a Super Admin.<?cs /if ?></p>
</section>
<?cs elif:Data.primary.name ?><section class="card">
<h2>Primary contact</h2>
<p><b><?cs var:Data.primary.name ?></b> receives security codes and critical alerts.
<a href="/manage/business-profile#contact-persons">See all contact persons</a></p>
</section>
<?cs /if ?><?cs if:subcount(Data.dues) ?><section class="card" id="dues">
<h2>Invoices to be paid</h2>
<dl class="facts">
<?cs if:Data.dues.overdue ?><dt>Overdue</dt><dd><b class="bad">₹ <?cs var:Data.dues.overdue ?></b> on <?cs var:Data.dues.overdue_of ?></dd>
<?cs /if ?><dt>To be paid in all</dt><dd><b>₹ <?cs var:Data.dues.due ?></b> on <?cs var:Data.dues.due_of ?></dd>
</dl>
<ul>
<?cs each:i = Data.dues.invoices ?><li><a href="/billing/invoices/<?cs var:url_escape(i.id) ?>"><?cs var:i.number ?></a>: ₹ <?cs var:i.balance ?><?cs
	if:i.due_on ?>, to be paid until <?cs call:moment(i.due_on) ?><?cs /if ?><?cs if:i.is_overdue ?> <b class="bad">Overdue</b><?cs /if ?></li>
<?cs /each ?></ul>
<p><a class="button" href="/billing/invoices">See all invoices</a></p>
</section>
<?cs /if ?><?cs if:subcount(Data.missing) ?><section class="card card--ask" id="billing">
<h2>The billing details are not complete</h2>
<p>What your invoices should carry, and do not yet:</p>
<ul>
<?cs each:w = Data.missing ?><li><a href="<?cs var:url_validate(w.link) ?>"><?cs var:w.text ?></a></li>
<?cs /each ?></ul>
<p><a class="button button--main" href="/billing/details">Complete the billing details</a></p>
</section>
<?cs /if ?><section class="card">
<h2>What you can do here</h2>
<?cs call:search("/", Form.q) ?><?cs
if:subcount(Data.pages) ?><ul class="pages">
<?cs each:p = Data.pages ?><li><a href="<?cs var:url_validate(p.href) ?>"><?cs var:p.name ?></a><?cs
	if:p.also ?> <span class="also">also called <?cs var:p.also ?></span><?cs /if ?>
<p><?cs var:p.purpose ?></p></li>
<?cs /each ?></ul>
<?cs else ?><p>No page that your role may open fits “<?cs var:Data.query ?>”.</p>
<?cs /if ?><?cs if:string.length(Data.query) ?><p><a class="button" href="/">Show all pages</a></p>
<?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
