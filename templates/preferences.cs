<?cs include:"layout/header.cs" ?><?cs include:"layout/preferences.cs" ?>
<h1><?cs var:Page.title ?></h1>
<?cs call:tabs(Data.tab) ?><section class="card" aria-labelledby="personal-heading">
<h2 id="personal-heading">Your own details</h2>
<p class="intro">They are yours in every account that you belong to. Nobody else changes them.</p>
<dl class="facts facts--editable">
<div><dt>User ID</dt><dd><span data-copy><?cs var:Data.user.id ?></span></dd></div>
<div id="name"<?cs if:Page.flash.row == "name" ?> class="marked"<?cs /if ?>><dt>Name</dt><dd><?cs var:Data.user.name ?>
<a href="/billing/preferences/personal/name">Edit<span class="hidden"> your name</span></a></dd></div>
<div id="email"<?cs if:Page.flash.row == "email" ?> class="marked"<?cs /if ?>><dt>Email</dt><dd><?cs var:Data.user.email ?></dd></div>
</dl>
</section>
<?cs include:"layout/footer.cs" ?>
