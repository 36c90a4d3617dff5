<?cs # users: everyone who signs in ?>
<?cs include:"layout/header.cs" ?>
<?cs include:"layout/form.cs" ?>
<!-- a "comment' <b with quotes -->
<h1 id="top"><?cs var:Page.title ?></h1>
<?cs each:row = Data.rows ?>
<tr class="row<?cs if:row.is_new ?> row--new<?cs /if ?>" data-note="<?cs var:row.note ?>">
	<td><a href="/manage/users/<?cs var:url_escape(row.id) ?>"><?cs var:row.name ?></a></td>
	<td><a href="<?cs var:"/manage/users/" + url_escape(row.id) ?>">edit</a></td>
	<td><a href="mailto:<?cs var:url_escape(row.email) ?>"><?cs var:row.email ?></a></td>
	<td><a href="<?cs if:row.a ?>/a/<?cs else ?>/b/<?cs /if ?><?cs var:url_escape(row.id) ?>">both</a></td>
	<td><a href="<?cs var:url_validate(row.website) ?>?from=<?cs var:url_escape(row.id) ?>">site</a></td>
	<td><img src="/static/user.svg" alt=""><br/></td>
	<td><textarea name="note"><?cs var:row.note ?></textarea></td>
</tr>
<?cs /each ?>
<?cs loop:i = #1, #3, #1 ?><?cs var:i ?><?cs /loop ?>
<?cs with:person = Data.person ?><?cs var:person.name ?><?cs /with ?>
<?cs if:subcount(Data.rows) > #0 && Data.kind == "a-b/c" ?>many<?cs elif:?Data.none ?>none<?cs else ?>0<?cs /if ?>
<?cs var:_("Signed in as") + " " + Data.name ?>
<?cs var:"Query.name is only text" ?>
<?cs call:form("/manage/users") ?>
<?cs call:field(Form.name, "text, with (a) comma") ?>
<?cs include:"layout/footer.cs" ?>
