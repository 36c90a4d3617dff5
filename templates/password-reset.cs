<?cs include:"layout/header.cs" ?><?cs include:"layout/password.cs" ?><?cs

def:again() ?><p><a class="button button--main" href="/password/forgot">Have a new link sent</a></p>
<?cs /def ?><?cs

def:open() ?><p class="lead">For the sign-in with <b><?cs var:Data.email ?></b>, in every account that it belongs to. Wherever it is signed in, it will be signed out.</p>
<?cs call:form("/password/reset", "") ?><?cs
call:field(Form.of) ?><?cs
call:password_rules() ?><?cs
call:field(Form.new_password) ?><?cs
call:field(Form.confirm_password) ?><?cs
call:buttons("Set the new password", "") ?><?cs
call:end_form() ?><?cs /def ?>
<section class="card">
<h1><?cs var:Page.title ?></h1>
<?cs if:Data.state == "open" ?><?cs call:open() ?><?cs
elif:Data.state == "none" ?><p class="lead">Nothing was changed. This page is kept for ten minutes after a link was opened, in the same browser.</p>
<p>Open the link in the mail once more. Does it come back to this page at once? Then this browser keeps no cookies for this
site: allow them, or open the link in another browser.</p>
<?cs call:again() ?><?cs
elif:Data.state == "used" ?><p class="lead">A password was set since this link was sent. Nothing was changed now.</p>
<p>Was it you? Then <a href="/login">sign in</a> with that password. If not, somebody else may know it: have a new link
sent at once, and choose another one.</p>
<?cs call:again() ?><?cs
elif:Data.state == "expired" ?><p class="lead">A link can be used for half an hour, which has passed. Nothing was changed.</p>
<?cs call:again() ?><?cs
elif:Data.state == "superseded" ?><p class="lead">A newer link was sent, and only that one counts. Nothing was changed.</p>
<p>Open the link in the newest message. Is none there? Look where your mail program puts what it takes for unwanted.</p>
<?cs call:again() ?><?cs
else ?><p class="lead">Nothing was changed. This link was damaged on the way, or is none of this site's.</p>
<p>Some mail programs cut a long link in two. Copy the whole of it, from http up to the last character, into the address
bar of the browser.</p>
<?cs call:again() ?><?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
