<?cs include:"layout/header.cs" ?><?cs include:"layout/preferences.cs" ?><?cs include:"layout/me.cs" ?><?cs

def:ask(action, label, class) ?><p><?cs if:Data.passkey.challenge ?>Show a second factor first: a passkey or a code<?cs else ?>Type a code first<?cs
	/if ?>, so that nobody else does this at a screen that you left open.</p>
<?cs call:form("/billing/preferences/personal/second-factor/" + action, "") ?><?cs call:factor() ?><div class="actions">
<button type="submit" class="button <?cs var:class ?>"><?cs var:label ?></button>
<?cs call:passkey_button("Use a passkey instead", "") ?><a class="button" href="/billing/preferences/personal/second-factor" data-leave>Cancel</a>
</div>
<?cs call:end_form() ?><?cs if:Data.passkey.challenge ?><?cs call:passkey_script() ?><?cs /if ?><?cs /def ?><?cs

def:remove() ?><?cs if:Data.has_to_stay ?><p>Your role here, <?cs var:Data.role ?>, needs a second factor, so it cannot be removed. Add a passkey
first, or ask a Super Admin of this account.</p>
<?cs else ?><p class="lead"><?cs if:Data.passkey.challenge ?>Your passkeys and recovery codes stay: signing in asks for one of them.<?cs
	else ?>Signing in will ask for your password alone. Your recovery codes are removed as well.<?cs /if ?></p>
<?cs call:ask("remove", "Remove", "button--danger") ?><?cs /if ?><?cs /def ?><?cs

def:renew() ?><p class="lead">Ten new recovery codes take the place of all that you have now.</p>
<?cs call:ask("new-codes", "Make new codes", "button--main") ?><?cs /def ?>
<?cs call:back_to_factor() ?><h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs if:Data.is_removal ?><?cs call:remove() ?><?cs else ?><?cs call:renew() ?><?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
