<?cs include:"layout/header.cs" ?><?cs include:"layout/link.cs" ?><?cs

def:facts() ?><dl class="facts">
<dt>User</dt><dd><?cs var:Data.name ?></dd>
<?cs if:Data.old && Data.kind != "prove" ?><dt>Until the change</dt><dd><?cs var:Data.old ?></dd>
<?cs /if ?><?cs if:Data.new ?><dt>New email</dt><dd><b><?cs var:Data.new ?></b></dd>
<?cs /if ?></dl>
<?cs /def ?><?cs

def:ask_anew() ?><p>Do you want to change your email? <a href="/billing/preferences/personal/email">Open your email</a> in your preferences:
a new mail can be sent from there.</p>
<?cs /def ?><?cs

def:support() ?><?cs if:Page.support_email ?>write to <?cs call:email(Page.support_email) ?><?cs
	else ?>tell whoever looks after <?cs var:Data.account ?><?cs /if ?><?cs /def ?><?cs

def:prove() ?><?cs if:Data.state == "open" ?><p class="lead">This email is to take the place of the one that <b><?cs var:Data.name ?></b> signs in with.
Press the button if that is you.</p>
<?cs call:facts() ?><?cs call:open_form("/verify/email") ?><?cs call:button("prove", "This is my email from now on", "button--main") ?><?cs call:close_form() ?>
<p class="hint">Do you not know what this is about? Close this page: nothing happens then.</p>
<?cs elif:Data.state == "used" ?><p class="lead">It is shown that you read this address. You sign in with it from now on.</p>
<?cs call:facts() ?><p>The old one was told, and can take it back for seven days. <a href="/">Go to the start page</a>.</p>
<?cs elif:Data.state == "expired" ?><p class="lead">The link in this mail could be used for a limited time, which has passed. Nothing was changed.</p>
<?cs call:facts() ?><?cs call:ask_anew() ?><?cs
elif:Data.state == "superseded" ?><p class="lead">A newer mail was sent, and only its link and its code count. Nothing was changed.</p>
<p>Open the link in the newest mail. Is none there? Look where your mail program puts what it takes for unwanted.</p>
<?cs call:ask_anew() ?><?cs
elif:Data.state == "taken" ?><p class="lead">Since there is one user to an email, it cannot be yours as well. Nothing was changed: the email before signs in as it did.</p>
<?cs call:facts() ?><p>If you have two users and want one, <?cs call:support() ?>. Otherwise choose another address.</p>
<?cs call:ask_anew() ?><?cs
else ?><p class="lead">The change was cancelled, or stopped by the address before. Nothing was changed.</p>
<?cs call:ask_anew() ?><?cs /if ?><?cs /def ?><?cs

def:not_me() ?><?cs if:Data.state == "open" ?><p class="lead">The email that you sign in with is to be changed. If you want that, close this page: nothing happens.</p>
<?cs call:facts() ?><p>If you did not ask for it, stop it. Then you go on signing in with the email you have now, and whoever asked for the change is
signed out.</p>
<?cs call:open_form("/verify/email") ?><?cs call:button("not-me", "This was not me: stop it", "button--danger") ?><?cs call:close_form() ?><?cs
elif:Data.state == "used" ?><p class="lead">It cannot be stopped from here any more: the new address was shown to be read.</p>
<?cs call:facts() ?><p>A second mail came to you then, with a link that takes your email back. Is it not there? Then <?cs call:support() ?> at once.</p>
<?cs else ?><p class="lead">No other email is to take the place of yours. The change was cancelled or stopped.</p>
<p>Did you not ask for it? Then somebody else knows your password: choose a new one at once, with “Forgot password” on <a href="/login">the sign-in page</a>.</p>
<?cs /if ?><?cs /def ?><?cs

def:revert() ?><?cs if:Data.state == "open" ?><p class="lead">The email of your user was changed. If that is right, close this page: nothing happens.</p>
<?cs call:facts() ?><p>If it is not, take it back. Then you sign in with the email before again, everybody is signed out of your user, and the password of
now is of no use any more, since somebody else knew it: a link to choose a new one comes to this address.</p>
<?cs call:open_form("/verify/email") ?><?cs call:button("revert", "Take it back", "button--danger") ?><?cs call:close_form() ?><?cs
elif:Data.state == "used" ?><p class="lead">Your email is <b><?cs var:Data.old ?></b> again. Everybody is signed out, and the password of before is of no use any more.</p>
<p>To sign in again, choose a new password: a mail with a link for that is on its way there. The link works once, for half an hour; after
that, press “Forgot password” on <a href="/login">the sign-in page</a>.</p>
<?cs elif:Data.state == "expired" ?><p class="lead">A change could be taken back for seven days, which have passed. Nothing was done.</p>
<p>Is the change not right? Then <?cs call:support() ?>.</p>
<?cs elif:Data.state == "taken" ?><p class="lead">Somebody else has taken the address for a user of their own meanwhile, so it cannot be given back from here. Nothing was done.</p>
<?cs call:facts() ?><p>Tell it at once: <?cs call:support() ?>.</p>
<?cs elif:Data.state == "void" ?><p class="lead">This user belongs to no account any more, so there is nothing to sign in to. Nothing was done.</p>
<p>Is that not right? Then ask whoever looks after <?cs var:Data.account ?>.</p>
<?cs else ?><p class="lead">An earlier change was taken back, and this one with it. Nothing was done.</p>
<p>Is that not right? Then <?cs call:support() ?>.</p>
<?cs /if ?><?cs /def ?>
<section class="card">
<h1><?cs var:Page.title ?></h1>
<?cs if:Data.state == "none" ?><?cs call:none() ?><?cs
elif:Data.state == "wrong" ?><?cs call:wrong() ?><?cs
elif:Data.kind == "prove" ?><?cs call:prove() ?><?cs
elif:Data.kind == "not_me" ?><?cs call:not_me() ?><?cs
else ?><?cs call:revert() ?><?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
