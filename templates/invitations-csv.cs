<?cs include:"layout/header.cs" ?>
<?cs def:wrong(p) ?><li class="error"><?cs var:p.text ?><?cs if:p.link ?> <a href="<?cs
	var:url_validate(p.link) ?>"><?cs var:p.link_text ?></a><?cs /if ?></li>
<?cs /def ?><?cs

def:row(r) ?><tr<?cs if:subcount(r.problems) ?> class="marked"<?cs /if ?>>
<th scope="row" class="reach"><b><?cs call:value(r.name) ?></b><br><?cs call:value(r.email) ?><span class="note">Row <?cs var:r.number ?></span></th>
<td data-label="Role"><div><?cs call:value(r.role) ?><?cs
	if:r.department ?><br><span class="note"><?cs var:r.department ?></span><?cs /if ?><?cs
	if:r.extension ?><br><span class="note">Extension <?cs var:r.extension ?></span><?cs /if ?><?cs
	if:r.takes_calls ?><br><span class="note">Takes calls</span><?cs /if ?></div></td>
<td data-label="Is it right?"><div><?cs if:subcount(r.problems) ?><ul>
<?cs each:p = r.problems ?><?cs call:wrong(p) ?><?cs /each ?></ul><?cs else ?>Yes<?cs /if ?></div></td>
</tr>
<?cs /def ?><?cs

def:rows() ?><section class="card" id="rows">
<h2><?cs if:Data.mark ?>Nobody is invited yet: look it over<?cs else ?>What is in the list<?cs /if ?></h2>
<p class="intro"><?cs if:Data.mark ?>Every row is right. Rows: <?cs var:Data.count ?>. Press “Invite them all” below, or correct the list and check it again.<?cs
	elif:Data.wrong == "0" ?>Every row is right, but so many cannot be invited now: it says above why. Rows: <?cs var:Data.count ?>.<?cs
	else ?>Rows with a problem: <?cs var:Data.wrong ?> of <?cs var:Data.count ?>. Correct them in the list below; nobody is invited before all are right.<?cs /if ?></p>
<table class="people people--even">
<caption class="hidden">The rows of the list</caption>
<thead><tr><th scope="col">Who</th><th scope="col">Role</th><th scope="col">Is it right?</th></tr></thead>
<tbody>
<?cs each:r = Data.rows ?><?cs call:row(r) ?><?cs /each ?></tbody>
</table>
</section>
<?cs /def ?><?cs

def:help() ?><p class="intro">One row for each person, as a spreadsheet saves it (CSV): with commas, semicolons or tabs between. The first row names the
columns: <b>name</b>, <b>email</b> and <b>role</b>, and where there are some, <b>department</b>, <b>extension</b> and <b>takes calls</b> (yes or no).</p>
<pre class="example">name,email,role,department,extension,takes calls
Nila Iyer,nila@example.com,Agent,Sales,204,yes
Arun Das,arun@example.com,Manager,Support,,no</pre>
<?cs if:subcount(Data.roles) ?><p>Roles that you may give: <?cs each:r = Data.roles ?><?cs if:!first(r) ?>, <?cs /if ?><b><?cs var:r.name ?></b><?cs /each ?>.</p>
<?cs /if ?><?cs /def ?>
<p class="back"><a href="/manage/users/invitations">Invitations</a></p>
<h1><?cs var:Page.title ?></h1>
<?cs if:subcount(Data.rows) ?><?cs call:rows() ?><?cs /if ?><section class="card">
<h2>The list</h2>
<?cs call:help() ?><?cs
call:form("/manage/users/invitations/csv", "watch") ?><div class="field" data-file-for="field-list" data-max="61440"></div>
<?cs call:field(Form.list) ?><div class="actions">
<?cs if:Data.mark ?><button type="submit" class="button button--main" name="confirm" value="<?cs var:Data.mark ?>">Invite them all</button>
<button type="submit" class="button">Check the list again</button>
<?cs else ?><button type="submit" class="button button--main">Check the list</button>
<?cs /if ?><a class="button" href="/manage/users/invitations" data-leave>Cancel</a>
<p class="unsaved" aria-live="polite" data-unsaved></p>
</div>
<?cs call:end_form() ?></section>
<?cs include:"layout/footer.cs" ?>
