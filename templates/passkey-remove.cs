<?cs include:"layout/header.cs" ?><?cs include:"layout/preferences.cs" ?><?cs include:"layout/me.cs" ?>
<?cs call:back_to_passkeys() ?><h1><?cs var:Page.title ?></h1>
<section class="card">
<p class="lead">It will not sign you in any more. With your last second factor the recovery codes go too, and your password signs in
alone.</p>
<p>Show a second factor first, so that nobody else does this at a screen that you left open<?cs if:Data.passkey.challenge ?>: a passkey,
this one too, or a code<?cs /if ?>.</p>
<?cs call:form("/billing/preferences/personal/passkeys/" + Data.id + "/remove", "") ?><?cs call:factor() ?><div class="actions">
<button type="submit" class="button button--danger">Remove</button>
<?cs call:passkey_button("Use a passkey and remove", "") ?><a class="button" href="/billing/preferences/personal/passkeys" data-leave>Cancel</a>
</div>
<?cs call:end_form() ?><?cs call:passkey_script() ?></section>
<?cs include:"layout/footer.cs" ?>
