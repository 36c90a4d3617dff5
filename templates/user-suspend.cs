<?cs include:"layout/header.cs" ?><?cs include:"layout/users.cs" ?>
<?cs call:back_to_user(Data.user.id, Data.user.name) ?><h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs if:!Data.user.can_act ?><?cs call:barred() ?><?cs
elif:Data.user.state != "active" ?><p><?cs var:Data.user.name ?> is suspended already.</p>
<p><a class="button" href="/manage/users/<?cs var:url_escape(Data.user.id) ?>">Back to <?cs var:Data.user.name ?></a></p>
<?cs else ?><?cs call:user_facts(Data.user) ?><ul>
<li><?cs var:Data.user.name ?> is signed out of this account at once, wherever signed in. What is being typed can still be copied, but is not saved.</li>
<li>Nobody signs in to this account as <?cs var:Data.user.name ?>, and no call goes there, until you resume it.</li>
<li>Role, extension and hours are kept. Other accounts that the user belongs to are as before.</li>
<li>A mail tells <?cs var:Data.user.name ?>.</li>
</ul>
<?cs call:ask("suspend", "Suspend", "button--danger") ?><?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
