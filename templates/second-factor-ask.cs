<?cs include:"layout/header.cs" ?><?cs include:"layout/preferences.cs" ?><?cs

def:remove() ?><?cs if:Data.is_needed ?><p>Your role here, <?cs var:Data.role ?>, needs a second factor, so it cannot be removed. Ask a Super
Admin of this account.</p>
<?cs else ?><p class="lead">Signing in will ask for your password alone. Your recovery codes are removed as well.</p>
<p>Type a code first, so that nobody else does this at a screen that you left open.</p>
<?cs call:form("/billing/preferences/personal/second-factor/remove", "") ?><?cs call:field(Form.code) ?><?cs
call:buttons("Remove", "/billing/preferences/personal/second-factor") ?><?cs call:end_form() ?><?cs /if ?><?cs /def ?><?cs

def:renew() ?><p class="lead">Ten new recovery codes take the place of all that you have now.</p>
<p>Type a code first. A recovery code does as well, if the app is gone.</p>
<?cs call:form("/billing/preferences/personal/second-factor/new-codes", "") ?><?cs call:field(Form.code) ?><?cs
call:buttons("Make new codes", "/billing/preferences/personal/second-factor") ?><?cs call:end_form() ?><?cs /def ?>
<?cs call:back_to_personal() ?><h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs if:Data.is_removal ?><?cs call:remove() ?><?cs else ?><?cs call:renew() ?><?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
