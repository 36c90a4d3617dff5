<?cs include:"layout/header.cs" ?><?cs include:"layout/users.cs" ?>
<?cs def:time(f) ?><div class="field<?cs if:f.error ?> field--wrong<?cs /if ?>"><label class="hidden" for="field-<?cs var:f.name ?>"><?cs var:f.label ?></label>
<?cs call:messages(f) ?><input id="field-<?cs var:f.name ?>" type="text" inputmode="text" size="6"<?cs call:attributes(f) ?> value="<?cs var:f.value ?>"></div><?cs /def ?><?cs

def:span(from, to) ?><div class="hours"><?cs call:time(from) ?> <span class="hours-to">to</span> <?cs call:time(to) ?></div><?cs /def ?><?cs

def:day(name, wf, wt, cf, ct) ?><tr>
<th scope="row" class="short"><?cs var:name ?></th>
<td data-label="Works"><?cs call:span(wf, wt) ?></td>
<td data-label="Receives calls"><?cs call:span(cf, ct) ?></td>
</tr>
<?cs /def ?><?cs

def:week() ?><table class="people">
<caption class="hidden">Hours of each day of the week</caption>
<thead><tr><th scope="col">Day</th><th scope="col">Works</th><th scope="col">Receives calls</th></tr></thead>
<tbody>
<?cs call:day("Monday", Form.work_from_1, Form.work_to_1, Form.calls_from_1, Form.calls_to_1) ?><?cs
call:day("Tuesday", Form.work_from_2, Form.work_to_2, Form.calls_from_2, Form.calls_to_2) ?><?cs
call:day("Wednesday", Form.work_from_3, Form.work_to_3, Form.calls_from_3, Form.calls_to_3) ?><?cs
call:day("Thursday", Form.work_from_4, Form.work_to_4, Form.calls_from_4, Form.calls_to_4) ?><?cs
call:day("Friday", Form.work_from_5, Form.work_to_5, Form.calls_from_5, Form.calls_to_5) ?><?cs
call:day("Saturday", Form.work_from_6, Form.work_to_6, Form.calls_from_6, Form.calls_to_6) ?><?cs
call:day("Sunday", Form.work_from_7, Form.work_to_7, Form.calls_from_7, Form.calls_to_7) ?></tbody>
</table>
<?cs /def ?>
<?cs call:back_to_user(Data.user.id, Data.user.name) ?><h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs if:!Data.user.can_edit ?><?cs call:barred() ?><?cs
else ?><p class="intro">Times of the day from 00:00 to 24:00, like 09:00 and 18:30, in the user's zone: <b><?cs var:Data.user.zone ?></b>. A day without
times is free. A day that ends earlier than it begins ends on the next day.</p>
<p>Calls come in the hours of "Receives calls"; where none are set at all, they come at any time.<?cs
if:!Data.user.takes_calls ?> <b>Take-Calls is off for <?cs var:Data.user.name ?></b>, so none come now.<?cs /if ?></p>
<?cs call:form("/manage/users/hours/" + Data.user.id, "watch") ?><?cs call:week() ?><?cs
call:field(Form.version) ?><?cs
call:buttons("Save", "/manage/users/" + Data.user.id) ?><?cs
call:end_form() ?><?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
