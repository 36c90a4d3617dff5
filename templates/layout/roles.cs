<?cs # What the pages of roles share.
?><?cs def:role_change(c) ?><li><?cs if:c.field == "needs_second_factor" ?>Needs a second factor: <?cs
	elif:c.field == "name" ?>Name: <?cs
	elif:c.field == "copied_from" ?>Copied from: <?cs /if ?><?cs
	if:c.has_before ?><del><?cs var:c.before ?></del><?cs /if ?><?cs
	if:c.has_before && c.has_after ?> <span aria-hidden="true">→</span><span class="hidden">is now</span> <?cs /if ?><?cs
	if:c.has_after ?><?cs var:c.after ?><?cs /if ?></li>
<?cs /def ?><?cs

def:role_history(about) ?><section class="card">
<h2>History</h2>
<?cs if:subcount(Data.history) ?><table class="people people--history">
<caption class="hidden">Who changed <?cs var:about ?>, newest first</caption>
<thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th></tr></thead>
<tbody>
<?cs each:e = Data.history ?><tr><td data-label="When" class="number"><?cs call:moment(e.at) ?></td>
<td data-label="Who"><?cs var:e.actor ?></td>
<td data-label="What"><div><?cs var:e.word ?><?cs if:subcount(e.changes) ?>
<ul>
<?cs each:c = e.changes ?><?cs call:role_change(c) ?><?cs /each ?></ul><?cs /if ?></div></td></tr>
<?cs /each ?></tbody>
</table>
<?cs else ?><p>Nobody has changed <?cs var:about ?> yet.</p>
<?cs /if ?></section>
<?cs /def ?>
