<?cs include:"layout/header.cs" ?>
<?cs def:rights(list) ?><ul>
<?cs each:r = list ?><li class="sentence"><?cs var:r.text ?></li>
<?cs /each ?></ul>
<?cs /def ?><?cs

def:change(c) ?><section class="card">
<h2><?cs var:c.name ?></h2>
<?cs if:subcount(c.losses) ?><p>Will <b>no longer</b> be able to:</p>
<?cs call:rights(c.losses) ?><?cs /if ?><?cs
if:subcount(c.gains) ?><p>Will be able to:</p>
<?cs call:rights(c.gains) ?><?cs /if ?><p><?cs if:c.who ?>For: <b><?cs var:c.who ?></b><?cs
else ?>Nobody has this role now.<?cs /if ?></p>
</section>
<?cs /def ?>
<p class="back"><a href="/manage/roles">Roles</a></p>
<h1><?cs var:Page.title ?></h1>
<?cs if:!subcount(Data.changes) ?><section class="card"><p>Every role may what it may in a new account already. There is nothing to
reset.</p>
<p><a class="button" href="/manage/roles">Back to the roles</a></p></section>
<?cs else ?><p class="lead">Nothing is saved yet. This is what would change from everyone's next click.</p>
<?cs each:c = Data.changes ?><?cs call:change(c) ?><?cs /each ?><section class="card">
<?cs call:form("/manage/roles", "") ?><?cs
call:hidden("rights", Form.rights.value) ?><?cs
call:hidden("confirmed", "yes") ?><?cs
if:Page.opened && !Data.is_reset ?><?cs call:hidden("opened", Page.opened) ?><?cs /if ?><?cs
call:field(Form.version) ?><div class="actions">
<button type="submit" class="button button--main"><?cs if:Data.is_reset ?>Reset to defaults<?cs else ?>Save this<?cs /if ?></button>
<a class="button" href="/manage/roles">Change nothing</a>
</div>
<?cs call:end_form() ?><?cs
call:form("/manage/roles/edit", "") ?><?cs
call:hidden("rights", Form.rights.value) ?><?cs
if:Page.opened && !Data.is_reset ?><?cs call:hidden("opened", Page.opened) ?><?cs /if ?><?cs
call:field(Form.version) ?><div class="actions"><button type="submit" class="button">Back to the ticks</button></div>
<?cs call:end_form() ?></section>
<?cs /if ?><?cs include:"layout/footer.cs" ?>
