<?cs include:"layout/header.cs" ?><?cs include:"layout/typed.cs" ?>
<h1>Access Denied</h1>
<section class="card">
<p class="lead">Your role in <?cs var:Page.account.name ?>, <b><?cs var:Data.role ?></b>, may not <?cs var:Data.permission_text ?>.</p>
<dl class="facts">
<dt>Your role</dt><dd><?cs var:Data.role ?></dd>
<?cs if:Data.roles ?><dt>Roles that may</dt><dd><?cs var:Data.roles ?></dd>
<?cs /if ?><?cs if:Data.super_admins ?><dt>Whom to ask</dt><dd><?cs var:Data.super_admins ?> <span class="note">Super Admin: decides who may do what</span></dd>
<?cs /if ?></dl>
<p>Are you in the right account? This is <b><?cs var:Page.account.name ?></b>, account <?cs var:Page.account.number ?>.</p>
<?cs if:Data.permission ?><?cs call:form_elsewhere("/access-requests", Page.csrf_home, "form") ?><?cs
call:hidden("permission", Data.permission) ?><?cs
call:hidden("path", Page.path) ?><div class="actions">
<button type="submit" class="button button--main">Request access</button>
<a class="button" href="/">Go to the first page</a>
</div>
<?cs call:end_form() ?><p class="hint">The request is recorded with your name and this page, for the Super Admin to see.</p>
<?cs /if ?><p>Is something wrong here? <a href="<?cs var:url_validate(Data.support) ?>">Get support</a>.</p>
</section>
<?cs call:typed() ?><?cs include:"layout/footer.cs" ?>
