<?cs include:"layout/header.cs" ?><?cs include:"layout/users.cs" ?>
<?cs call:back_to_user(Data.user.id, Data.user.name) ?><h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs if:!Data.user.can_act ?><?cs call:barred() ?><?cs
else ?><?cs call:user_facts(Data.user) ?><ul>
<li><?cs var:Data.user.name ?> is signed out of this account at once, wherever signed in. What is being typed can still be copied, but is not saved.</li>
<li>The extension<?cs if:Data.user.extension ?> <?cs var:Data.user.extension ?><?cs /if ?> is free for somebody else, and role, department and hours are forgotten.</li>
<li>The sign-in itself is the user's own and stays, with other accounts that the user belongs to.</li>
<li>A contact person who is this user stays listed, and still receives what is sent there.</li>
<li>What was done until now stays in the audit log. A mail tells <?cs var:Data.user.name ?>.</li>
</ul>
<p>To come back, the user has to be invited again. Is it only for a while? Then suspend instead.</p>
<?cs call:ask("remove", "Remove", "button--danger") ?><?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
