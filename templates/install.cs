<?cs include:"layout/header.cs" ?>
<section class="card">
<h1><?cs var:Page.title ?></h1>
<?cs if:Data.state == "done" ?><p class="lead">Everything is in place already, and there is an account. Nothing is to be done here.</p>
<p>Delete the file <b><?cs var:Data.token_file ?></b>: it is what keeps this page open. Then <a href="/login">sign in</a>.</p>
<?cs else ?><p class="lead"><?cs
if:Data.state == "weak-token" ?>The file <b><?cs var:Data.token_file ?></b> is there, but its line is shorter than 20 characters, so somebody could guess it.<?cs
else ?>Nothing is installed yet. One file shows that this host is yours; without it nobody can begin.<?cs /if ?></p>
<ol>
<li>In your host's file manager, or over FTP, make the text file <b><?cs var:Data.token_file ?></b>.</li>
<li>Write one line of your own into it, of at least 20 characters that nobody guesses. Your password manager makes a good one.</li>
<li>Have ready: an empty database of MariaDB 10.6 or MySQL 8.0.16 or newer, with its user and password.</li>
<li>Open this page again.</li>
</ol>
<p><a class="button button--main" href="/install">Open it again</a></p>
<?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
