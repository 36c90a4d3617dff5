<?cs # form: every form and every field is printed by these macros, from Form.NAME alone. A form carries its token
	and its nonce; hidden fields, messages and what a screen reader hears about a field come with it. ?><?cs

# Opens a form that changes something. watch: "watch" where leaving with unsaved values is worth a word, else "".
?><?cs def:form(action, watch) ?><form method="post" action="<?cs var:url_validate(action) ?>" class="form" novalidate<?cs
	if:watch ?> data-watch<?cs if:Page.held || subcount(Page.problems) ?> data-typed<?cs /if ?><?cs /if ?>>
<input type="hidden" name="csrf" value="<?cs var:Page.csrf ?>">
<input type="hidden" name="nonce" value="<?cs var:Page.nonce ?>">
<?cs if:watch && Page.opened ?><input type="hidden" name="opened" value="<?cs var:Page.opened ?>">
<?cs /if ?><?cs /def ?><?cs

# The same for a form that another program answers, which has its own token; bare: a row of buttons in the frame.
?><?cs def:form_elsewhere(action, csrf, class) ?><form method="post" action="<?cs
	var:url_validate(action) ?>" class="<?cs var:class ?>" novalidate>
<input type="hidden" name="csrf" value="<?cs var:csrf ?>">
<input type="hidden" name="nonce" value="<?cs var:Page.nonce ?>">
<?cs /def ?><?cs

def:end_form() ?></form>
<?cs /def ?><?cs

def:hidden(name, value) ?><input type="hidden" name="<?cs var:name ?>" value="<?cs var:value ?>">
<?cs /def ?><?cs

def:hint(f) ?><?cs if:f.hint ?><p class="hint" id="hint-<?cs var:f.name ?>"><?cs var:f.hint ?></p>
<?cs /if ?><?cs /def ?><?cs

def:stored(f) ?><?cs
	if:f.type == "checkbox" ?><?cs if:f.stored ?>ticked<?cs else ?>not ticked<?cs /if ?><?cs
	elif:f.type == "radio" || f.type == "select" ?><?cs each:c = f.choices ?><?cs if:c.value == f.stored ?><?cs var:c.label ?><?cs /if ?><?cs /each ?><?cs
	elif:string.length(f.stored) ?><?cs var:f.stored ?><?cs
	else ?>nothing<?cs /if ?><?cs /def ?><?cs

# What is wrong, what to look at twice, and after a conflict what is saved now.
?><?cs def:messages(f) ?><?cs
	if:f.error ?><p class="error" id="error-<?cs var:f.name ?>"><span class="hidden">Error: </span><?cs
		var:f.error ?><?cs if:f.error.link ?> <a href="<?cs var:url_validate(f.error.link) ?>"><?cs
		var:f.error.link_text ?></a><?cs /if ?></p>
<?cs /if ?><?cs
	if:f.warning ?><p class="warning" id="warning-<?cs var:f.name ?>"><span class="hidden">Please check: </span><?cs
		var:f.warning ?><?cs if:f.warning.link ?> <a href="<?cs var:url_validate(f.warning.link) ?>"><?cs
		var:f.warning.link_text ?></a><?cs /if ?></p>
<?cs /if ?><?cs
	if:f.differs ?><p class="stored" id="stored-<?cs var:f.name ?>"<?cs
		if:f.type != "checkbox" && f.type != "radio" && f.type != "select" ?> data-stored="<?cs var:f.stored ?>"<?cs /if ?>>Saved now: <b><?cs
		call:stored(f) ?></b></p>
<?cs elif:f.taken ?><p class="stored" id="stored-<?cs var:f.name ?>">Somebody changed this meanwhile; you had not. It was: <b><?cs
		call:stored(f) ?></b></p>
<?cs /if ?><?cs /def ?><?cs

def:described(f) ?><?cs if:f.error ?> aria-invalid="true"<?cs /if ?><?cs
	if:f.described ?> aria-describedby="<?cs var:f.described ?>"<?cs /if ?><?cs /def ?><?cs

# The attributes every input shares. The ids it is described by are those that hint() and messages() print.
?><?cs def:attributes(f) ?> name="<?cs var:f.name ?>"<?cs
	if:f.autocomplete && f.type != "checkbox" ?> autocomplete="<?cs var:f.autocomplete ?>"<?cs /if ?><?cs
	if:f.required ?> aria-required="true"<?cs /if ?><?cs call:described(f) ?><?cs /def ?><?cs

def:input(f) ?><div class="field<?cs if:f.error ?> field--wrong<?cs /if ?>">
<label for="field-<?cs var:f.name ?>"><?cs var:f.label ?><?cs if:!f.required && !f.one_of ?> <span class="optional">(optional)</span><?cs /if ?></label>
<?cs call:hint(f) ?><?cs call:messages(f) ?><input id="field-<?cs var:f.name ?>" type="<?cs var:f.type ?>"<?cs
	if:f.inputmode ?> inputmode="<?cs var:f.inputmode ?>"<?cs /if ?><?cs
	if:f.literal ?> autocapitalize="none" spellcheck="false"<?cs /if ?><?cs
	call:attributes(f) ?> value="<?cs var:f.value ?>">
</div>
<?cs /def ?><?cs

def:lines(f) ?><div class="field<?cs if:f.error ?> field--wrong<?cs /if ?>">
<label for="field-<?cs var:f.name ?>"><?cs var:f.label ?><?cs if:!f.required ?> <span class="optional">(optional)</span><?cs /if ?></label>
<?cs call:hint(f) ?><?cs call:messages(f) ?><textarea id="field-<?cs var:f.name ?>" rows="10"<?cs call:attributes(f) ?>>
<?cs var:f.value ?></textarea>
</div>
<?cs /def ?><?cs

def:tick(f) ?><div class="field field--tick<?cs if:f.error ?> field--wrong<?cs /if ?>">
<?cs call:messages(f) ?><label class="tick"><input id="field-<?cs var:f.name ?>" type="checkbox" value="yes"<?cs
	call:attributes(f) ?><?cs if:f.value ?> checked<?cs /if ?>> <span><?cs var:f.label ?></span></label>
<?cs call:hint(f) ?></div>
<?cs /def ?><?cs

def:choices(f) ?><fieldset class="field<?cs if:f.error ?> field--wrong<?cs /if ?>"<?cs call:described(f) ?>>
<legend><?cs var:f.label ?><?cs if:!f.required ?> <span class="optional">(optional)</span><?cs /if ?></legend>
<?cs call:hint(f) ?><?cs call:messages(f) ?><div class="choices">
<?cs each:c = f.choices ?><label class="tick"><input id="field-<?cs var:f.name ?><?cs
	if:!first(c) ?>-<?cs var:c.value ?><?cs /if ?>" type="radio" name="<?cs var:f.name ?>" value="<?cs var:c.value ?>"<?cs
	if:c.chosen ?> checked<?cs /if ?>> <span<?cs if:c.lang ?> lang="<?cs var:c.lang ?>"<?cs /if ?>><?cs var:c.label ?></span></label>
<?cs /each ?></div>
</fieldset>
<?cs /def ?><?cs

def:select(f) ?><div class="field<?cs if:f.error ?> field--wrong<?cs /if ?>">
<label for="field-<?cs var:f.name ?>"><?cs var:f.label ?><?cs if:!f.required ?> <span class="optional">(optional)</span><?cs /if ?></label>
<?cs call:hint(f) ?><?cs call:messages(f) ?><select id="field-<?cs var:f.name ?>"<?cs call:attributes(f) ?>>
<?cs each:c = f.choices ?><option value="<?cs var:c.value ?>"<?cs if:c.chosen ?> selected<?cs /if ?>><?cs var:c.label ?></option>
<?cs /each ?></select>
</div>
<?cs /def ?><?cs

# One tick of a set, in a cell of a table. name: which it is; where: what its column is about. On a narrow screen there are
no columns, so the name is in sight there.
?><?cs def:tick_cell(c, name, where) ?><label class="tick"><input id="field-<?cs var:c.name ?>-<?cs var:c.value ?>" type="checkbox" name="<?cs
	var:c.name ?>" value="<?cs var:c.value ?>"<?cs
	if:c.ticked ?> checked<?cs /if ?><?cs
	if:c.wrong ?> aria-invalid="true"<?cs /if ?>> <span class="tick-name"><?cs var:name ?></span> <span class="hidden"><?cs
	var:where ?></span></label><?cs
	if:c.wrong ?><span class="error">Wrong</span><?cs /if ?><?cs
	if:c.differs ?><span class="stored">Saved now: <?cs if:c.ticked ?>not ticked<?cs else ?>ticked<?cs /if ?></span><?cs
	elif:c.taken ?><span class="stored">Somebody changed this meanwhile; it was <?cs
	if:c.ticked ?>not ticked<?cs else ?>ticked<?cs /if ?></span><?cs /if ?><?cs /def ?><?cs

# One field of any kind.
?><?cs def:field(f) ?><?cs
	if:f.type == "hidden" ?><?cs call:hidden(f.name, f.value) ?><?cs
	elif:f.type == "checkbox" ?><?cs call:tick(f) ?><?cs
	elif:f.type == "radio" ?><?cs call:choices(f) ?><?cs
	elif:f.type == "select" ?><?cs call:select(f) ?><?cs
	elif:f.type == "lines" ?><?cs call:lines(f) ?><?cs
	elif:f.type ?><?cs call:input(f) ?><?cs /if ?><?cs /def ?><?cs

# Save is never disabled: pressing it says what is missing. cancel: where to go without saving, "" nowhere.
?><?cs def:buttons(label, cancel) ?><div class="actions">
<button type="submit" class="button button--main"><?cs var:label ?></button>
<?cs if:cancel ?><a class="button" href="<?cs var:url_validate(cancel) ?>" data-leave><?cs
	if:Page.conflict ?>Keep what is saved<?cs else ?>Cancel<?cs /if ?></a>
<?cs /if ?><p class="unsaved" aria-live="polite" data-unsaved></p>
</div>
<?cs /def ?><?cs

# What is wrong with the form, above the heading: each line leads to its field.
?><?cs def:problems() ?><?cs if:subcount(Page.problems) ?><div class="summary" role="alert" tabindex="-1" data-summary>
<h2><?cs if:Page.conflict ?>Somebody saved in between<?cs else ?>There is a problem<?cs /if ?></h2>
<ul>
<?cs each:p = Page.problems ?><li><?cs
	if:p.field ?><a href="#field-<?cs var:url_escape(p.field) ?>"><?cs var:p.text ?></a><?cs
	else ?><?cs var:p.text ?><?cs /if ?><?cs
	if:p.link ?> <a href="<?cs var:url_validate(p.link) ?>"><?cs var:p.link_text ?></a><?cs /if ?></li>
<?cs /each ?></ul>
</div>
<?cs /if ?><?cs /def ?><?cs

# Opens a form that only asks: it changes nothing, so it has no token.
?><?cs def:asking(action) ?><form method="get" action="<?cs var:url_validate(action) ?>" class="form filter" novalidate>
<?cs /def ?><?cs

# The same for one field and its button, on a line.
?><?cs def:search(action, f) ?><form method="get" action="<?cs var:url_validate(action) ?>" class="search" role="search" novalidate>
<label for="field-<?cs var:f.name ?>"><?cs var:f.label ?></label>
<?cs call:messages(f) ?><div class="search-row"><input id="field-<?cs var:f.name ?>" type="search"<?cs
	call:attributes(f) ?> value="<?cs var:f.value ?>">
<button type="submit" class="button">Find</button></div>
</form>
<?cs /def ?>
