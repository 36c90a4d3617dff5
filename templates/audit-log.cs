<?cs include:"layout/header.cs" ?><?cs include:"layout/history.cs" ?><?cs

def:filter() ?><details class="fold"<?cs if:Data.is_filtered ?> open<?cs /if ?>>
<summary class="button button--small">Filter</summary>
<?cs call:asking("/manage/audit-log") ?><?cs
if:Data.kind ?><?cs call:hidden("kind", Data.kind) ?><?cs /if ?><?cs
if:Data.is_one ?><?cs call:hidden("object", Data.object) ?><?cs /if ?><?cs
call:field(Form.who) ?><?cs call:field(Form.area) ?><?cs call:field(Form.action) ?><?cs call:field(Form.about) ?><?cs
call:field(Form.from) ?><?cs call:field(Form.until) ?><div class="actions">
<button type="submit" class="button">Show</button>
<?cs if:Data.is_filtered ?><a class="button" href="/manage/audit-log">Show all</a>
<?cs /if ?></div>
<?cs call:end_form() ?></details>
<?cs /def ?><?cs

# A name may have been erased; kind and number stay. ?><?cs
def:object(e) ?><?cs if:e.about ?><?cs var:e.about ?><?cs elif:e.object != "0" ?><?cs var:e.kind ?> <?cs var:e.object ?><?cs /if ?><?cs /def ?><?cs

def:about(e) ?><?cs
	if:e.object != "0" ?><a class="plain" href="/manage/audit-log?kind=<?cs var:url_escape(e.kind) ?>&amp;object=<?cs var:url_escape(e.object) ?>"><?cs call:object(e) ?></a><?cs
	else ?><?cs var:e.about ?><?cs /if ?><?cs /def ?><?cs

def:who(e) ?><?cs
	if:e.actor ?><a class="plain" href="/manage/audit-log?who=<?cs var:url_escape(e.actor) ?>"><?cs var:e.actor ?></a><?cs
	else ?><span class="note">Name erased</span><?cs /if ?><?cs /def ?><?cs

def:row(e) ?><tr>
<td data-label="When" class="number"><div><?cs call:moment(e.at) ?><?cs if:e.client ?><br><span class="note"><?cs var:e.client ?></span><?cs /if ?></div></td>
<td data-label="Who"><?cs call:who(e) ?></td>
<td data-label="What"><div><a class="plain" href="/manage/audit-log?action=<?cs var:url_escape(e.action) ?>"><?cs var:e.word ?></a> <span class="note"><?cs var:e.action ?>, event <?cs var:e.id ?></span><?cs
	if:subcount(e.changes) ?>
<ul>
<?cs each:c = e.changes ?><?cs call:change(c) ?><?cs /each ?></ul><?cs /if ?></div></td>
<td data-label="About"><?cs call:about(e) ?></td></tr>
<?cs /def ?><?cs

def:list() ?><table class="people people--history">
<caption class="hidden">Events, newest first</caption>
<thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">About</th></tr></thead>
<tbody>
<?cs each:e = Data.events ?><?cs call:row(e) ?><?cs /each ?></tbody>
</table>
<div class="actions">
<?cs if:Data.older.id ?><a class="button" href="<?cs
	var:url_validate("/manage/audit-log?at=" + Data.older.at + "&before=" + Data.older.id + Data.query) ?>">Older events</a>
<?cs /if ?><?cs if:Data.is_later_page ?><a class="button" href="<?cs var:url_validate("/manage/audit-log?" + Data.query) ?>">Newest events</a>
<?cs /if ?></div>
<?cs /def ?>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<h2>Who did what</h2>
<p class="intro">Every change in this account, every refusal and every download, with who did it and from where. Nobody who signs in can
change or remove an event, and names stay as they were. Old and new values are shown of what your role may see.</p>
<?cs if:Data.is_told_to_nobody ?><p class="note">Each event is sealed. Nobody receives the daily seal by mail: choose a contact person for
Compliance. <a href="/manage/business-profile/recipients#compliance">Who receives what</a></p>
<?cs elif:Data.keepers ?><p class="note">Each event is sealed. The daily seal goes by mail to <?cs var:Data.keepers ?>.
<a href="/manage/business-profile/recipients#compliance">Who receives what</a></p>
<?cs /if ?><?cs call:filter() ?><?cs
if:subcount(Data.events) ?><?cs if:Data.is_one ?><p>Only what concerns <b><?cs call:object(Data.events.0) ?></b>. <a href="/manage/audit-log">Show all</a></p>
<?cs /if ?><?cs call:list() ?><?cs
elif:Data.is_filtered || Data.is_later_page ?><p>No event fits. <a href="/manage/audit-log">Show all</a></p>
<?cs else ?><p>Nothing has been recorded yet. Events appear here as soon as somebody changes something.</p>
<?cs /if ?></section>
<?cs if:subcount(Data.events) ?><section class="card">
<h2>Take it along</h2>
<p>All events that fit what is shown above, not only those of this page. Times in the file are UTC. Without
"End of the file" in the last line of a CSV file, or "]" in that of a JSON file, it is not complete: download it again, or in parts, by days.</p>
<div class="actions">
<a class="button" href="<?cs var:url_validate("/manage/audit-log.csv?" + Data.query) ?>">For a spreadsheet (CSV)</a>
<a class="button" href="<?cs var:url_validate("/manage/audit-log.json?" + Data.query) ?>">For programs (JSON)</a>
</div>
</section>
<?cs /if ?><?cs include:"layout/footer.cs" ?>
