<?cs def:form(action) ?>
<form method="post" action="<?cs var:url_validate(action) ?>" novalidate>
<input type="hidden" name="csrf" value="<?cs var:Page.csrf ?>">
<?cs /def ?>
<?cs def:field(f, kind) ?>
<input type="<?cs var:kind ?>" id="field-<?cs var:f.name ?>" value="<?cs var:f.value ?>"<?cs
	if:f.error ?> aria-invalid="true" aria-describedby="error-<?cs var:f.name ?>"<?cs /if ?>>
<?cs /def ?>
