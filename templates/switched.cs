<?cs include:"layout/header.cs" ?>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<p class="lead"><b>Nothing was changed</b>, in neither account.<?cs if:Data.held ?> What you typed is kept.<?cs /if ?></p>
<dl class="facts">
<dt>The form belongs to</dt><dd><b><?cs var:Data.form_account.name ?></b> <span class="note">Account <?cs var:Data.form_account.number ?></span></dd>
<dt>You work in now</dt><dd><b><?cs var:Page.account.name ?></b> <span class="note">Account <?cs var:Page.account.number ?></span></dd>
</dl>
<p>You opened the form, then moved to another account, perhaps in another tab.</p>
<?cs if:Data.form_account.name ?><?cs call:form_elsewhere("/account", Page.csrf_login, "form") ?><?cs
call:hidden("account", Data.form_account.number) ?><?cs
if:Data.held ?><?cs call:hidden("held", Data.held) ?><?cs /if ?><div class="actions">
<button type="submit" class="button button--main">Switch to <?cs var:Data.form_account.name ?> and go on</button>
<a class="button" href="/">Stay in <?cs var:Page.account.name ?></a>
</div>
<?cs call:end_form() ?><?cs if:Data.held ?><p class="hint">After the switch your values stand in the form again.
Nothing is saved before you press its button.</p>
<?cs /if ?><?cs else ?><p>You are no longer a member of the account the form was opened in.</p>
<p><a class="button" href="/">Go to the first page</a></p>
<?cs /if ?><p>Is something wrong here? <a href="<?cs var:url_validate(Data.support) ?>">Get support</a>.</p>
</section>
<?cs include:"layout/footer.cs" ?>
