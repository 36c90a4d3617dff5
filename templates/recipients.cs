<?cs include:"layout/header.cs" ?>
<?cs def:fix(p, words) ?><?cs if:p.id ?> <a href="/manage/business-profile/contact-persons/<?cs
	var:url_escape(p.id) ?>"><?cs var:words ?><span class="hidden">: <?cs var:p.name ?></span></a><?cs /if ?><?cs /def ?><?cs

def:person(p) ?><tr>
<th scope="row"><b><?cs var:p.name ?></b><?cs if:p.is_primary ?> <span class="badge badge--primary">Primary</span><?cs /if ?></th>
<td data-label="Email"><div><?cs call:email(p.email) ?><?cs
	if:p.stands_in ?> <span class="note">Until the new address is verified</span><?cs /if ?></div></td>
<td data-label="Why"><div><?cs var:p.why ?><?cs
	if:p.lack ?><br><span class="warning"><?cs var:p.lack ?><?cs if:p.reason ?> (<?cs var:p.reason ?>)<?cs /if ?><?cs
	call:fix(p, p.fix) ?></span><?cs /if ?><?cs
	if:p.is_bouncing ?><br><span class="warning">Messages to this address come back just now.<?cs
	call:fix(p, "Look at the address") ?></span><?cs /if ?></div></td></tr>
<?cs /def ?><?cs

def:silent(c) ?><div class="notice notice--warning"><p><b>Nobody would receive this.</b> <?cs
	if:c.is_codes ?>Open the Primary contact in <a href="/manage/business-profile#contact-persons">the list</a> and have the email
address verified.<?cs
	else ?>Neither anybody chosen for it, nor the Primary contact, nor a Super Admin has a verified email address. Open a person in
<a href="/manage/business-profile#contact-persons">the list</a> and have one verified.<?cs /if ?></p></div>
<?cs /def ?><?cs

def:category(c) ?><section class="card" id="<?cs var:c.id ?>" aria-labelledby="<?cs var:c.id ?>-heading">
<h2 id="<?cs var:c.id ?>-heading"><?cs var:c.name ?></h2>
<p class="intro"><?cs var:c.purpose ?></p>
<?cs if:c.is_silent ?><?cs call:silent(c) ?><?cs /if ?><?cs
if:subcount(c.people) ?><table class="people people--even">
<caption class="hidden">Who receives: <?cs var:c.name ?></caption>
<thead><tr><th scope="col">Who</th><th scope="col">Email</th><th scope="col">Why</th></tr></thead>
<tbody>
<?cs each:p = c.people ?><?cs call:person(p) ?><?cs /each ?></tbody>
</table>
<?cs /if ?></section>
<?cs /def ?>
<p class="back"><a href="/manage/business-profile">Business Profile</a></p>
<h1><?cs var:Page.title ?></h1>
<p class="lead">What is sent to this account, and to whom it goes as things stand now. Only a verified email address receives.
To choose for a person, open that person in <a href="/manage/business-profile#contact-persons">the list</a>.</p>
<?cs each:c = Data.categories ?><?cs call:category(c) ?><?cs /each ?>
<?cs include:"layout/footer.cs" ?>
