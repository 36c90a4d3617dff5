<?cs include:"layout/header.cs" ?><?cs include:"layout/users.cs" ?>
<?cs call:back_to_user(Data.user.id, Data.user.name) ?><h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs if:!Data.user.can_act ?><?cs call:barred() ?><?cs
elif:Data.user.state != "suspended" ?><p><?cs var:Data.user.name ?> is active already.</p>
<p><a class="button" href="/manage/users/<?cs var:url_escape(Data.user.id) ?>">Back to <?cs var:Data.user.name ?></a></p>
<?cs else ?><?cs call:user_facts(Data.user) ?><ul>
<li><?cs if:Data.user.has_panel ?><?cs var:Data.user.name ?> can sign in to this account again, with the role <?cs var:Data.user.role ?>.<?cs
	else ?><?cs var:Data.user.name ?> is called again; there is no panel access.<?cs /if ?></li>
<li>A mail tells <?cs var:Data.user.name ?>.</li>
</ul>
<?cs call:ask("resume", "Resume", "button--main") ?><?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
