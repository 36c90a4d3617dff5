<?cs # "It is me": the fields that show it, the same in every form that asks. With scripts a passkey does as well.
?><?cs def:passkey_script() ?><script src="/static/passkey.js?v=<?cs var:url_escape(Page.version) ?>" defer></script>
<?cs /def ?><?cs

# What the script fills in, and what it has to know for it.
?><?cs def:passkey_fields() ?><input type="hidden" name="challenge" value="<?cs var:Data.passkey.sealed ?>" data-challenge="<?cs
	var:Data.passkey.challenge ?>" data-site="<?cs var:Data.passkey.site ?>">
<input type="hidden" name="passkey" value="">
<?cs /def ?><?cs

# Where the script says what became of it. The button is there with the script alone.
?><?cs def:passkey_said() ?><p class="error" role="alert" data-passkey-said hidden></p>
<?cs /def ?><?cs

def:passkey_button(label, class) ?><?cs if:Data.passkey.challenge ?><button type="button" class="button <?cs
	var:class ?>" data-passkey-use hidden><?cs var:label ?></button>
<?cs /if ?><?cs /def ?><?cs

# The fields of a second factor, and its button beside the form's own.
?><?cs def:factor() ?><?cs if:Data.passkey.challenge ?><?cs call:passkey_fields() ?><?cs call:passkey_said() ?><?cs /if ?><?cs
	call:field(Form.code) ?><?cs /def ?><?cs

def:me() ?><?cs if:Data.passkey.challenge ?><?cs call:passkey_fields() ?><?cs call:passkey_said() ?><?cs /if ?><?cs
	call:field(Form.current_password) ?><?cs
	if:Data.has_factor ?><?cs call:field(Form.own_code) ?><?cs /if ?><?cs /def ?><?cs

# As buttons(), with the passkey's beside it. Leads to the script, which belongs to it.
?><?cs def:me_buttons(label, cancel) ?><div class="actions">
<button type="submit" class="button button--main"><?cs var:label ?></button>
<?cs call:passkey_button("Use a passkey instead", "") ?><?cs
	if:cancel ?><a class="button" href="<?cs var:url_validate(cancel) ?>" data-leave>Cancel</a>
<?cs /if ?><p class="unsaved" aria-live="polite" data-unsaved></p>
</div>
<?cs if:Data.passkey.challenge ?><?cs call:passkey_script() ?><?cs /if ?><?cs /def ?>
