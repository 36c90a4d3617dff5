<?cs include:"layout/header.cs" ?><?cs include:"layout/link.cs" ?><?cs include:"layout/password.cs" ?><?cs

def:facts() ?><dl class="facts">
<dt>Account</dt><dd><b><?cs var:Data.account ?></b> <span class="note">number <?cs var:Data.number ?></span></dd>
<dt>Invited by</dt><dd><?cs var:Data.who ?></dd>
<dt>Invited address</dt><dd><?cs var:Data.email ?></dd>
<dt>Your role there</dt><dd><?cs var:Data.role ?></dd>
<?cs if:Data.expires_at ?><dt>Can be accepted until</dt><dd><?cs call:moment(Data.expires_at) ?></dd>
<?cs /if ?></dl>
<?cs /def ?><?cs

def:decline() ?><section class="card">
<h2>Do you not know what this is about?</h2>
<p>Then decline: nobody can join with this link any more, and <?cs var:Data.who ?> is told. If you only close this page, nothing
happens.</p>
<?cs call:open_form("/invitation") ?><?cs call:button("decline", "I do not know this: decline", "") ?><?cs call:close_form() ?></section>
<?cs /def ?><?cs

def:join_new() ?><p>Nobody signs in with <b><?cs var:Data.email ?></b> yet. Say who you are and choose a password; then you are in.</p>
<?cs call:form("/invitation/new", "watch") ?><?cs
call:field(Form.of) ?><?cs
call:field(Form.name) ?><?cs
call:password_rules() ?><?cs
call:field(Form.new_password) ?><?cs
call:field(Form.confirm_password) ?><?cs
call:buttons("Join " + Data.account, "") ?><?cs
call:end_form() ?><?cs /def ?><?cs

def:join_out() ?><p>You sign in here with this address already. Sign in first: it leads back to this page, where you accept.</p>
<p><a class="button button--main" href="/login?next=%2Finvitation">Sign in as <?cs var:Data.email ?></a></p>
<?cs /def ?><?cs

def:join_homeless() ?><p>You signed in here with this address before, and belong to no account now. Your password is still the same.</p>
<?cs call:form("/invitation/return", "") ?><?cs
call:field(Form.of) ?><?cs
call:field(Form.email) ?><?cs
call:field(Form.password) ?><?cs
call:buttons("Join " + Data.account, "") ?><?cs
call:end_form() ?><p><a href="/password/forgot">Forgot password?</a> Once you have a new one, open the link in this mail again.</p>
<?cs /def ?><?cs

def:join_self() ?><p>You are signed in as <b><?cs var:Data.user ?></b>. Your other accounts stay as they are: you switch between them.</p>
<?cs call:open_form("/invitation") ?><?cs call:button("accept", "Accept", "button--main") ?><?cs call:close_form() ?><?cs /def ?><?cs

def:other() ?><p class="lead">You are signed in as <b><?cs var:Page.user.name ?></b> (<?cs var:Page.user.email ?>). The invitation is for
<b><?cs var:Data.email ?></b>, and only that address can accept it.</p>
<?cs call:facts() ?><p>Are both yours? Then sign out here: the invitation stays, and this page asks for the other address. Do you want to join as
<?cs var:Page.user.email ?>? Then ask <?cs var:Data.who ?> to cancel this invitation and to invite that address.</p>
<?cs call:open_form("/invitation") ?><?cs call:button("leave", "Sign out, and go on with the invitation", "button--main") ?><?cs call:close_form() ?><?cs /def ?><?cs

def:open() ?><?cs if:Data.reader == "other" ?><?cs call:other() ?><?cs
	else ?><p class="lead"><b><?cs var:Data.who ?></b> invites you to <b><?cs var:Data.account ?></b>.</p>
<?cs call:facts() ?><?cs
	if:Data.reader == "new" ?><?cs call:join_new() ?><?cs
	elif:Data.reader == "out" ?><?cs call:join_out() ?><?cs
	elif:Data.reader == "homeless" ?><?cs call:join_homeless() ?><?cs
	else ?><?cs call:join_self() ?><?cs /if ?><?cs /if ?><?cs /def ?><?cs

def:ask_anew() ?><p>Ask <b><?cs var:Data.who ?></b> at <b><?cs var:Data.account ?></b> to send it again: a new mail brings a new link.</p>
<?cs /def ?><?cs

def:enter() ?><p><?cs if:Page.signed_in ?><a class="button" href="/">Go to the start page</a><?cs
	else ?><a class="button" href="/login">Sign in</a><?cs /if ?></p>
<?cs /def ?>
<section class="card">
<h1><?cs var:Page.title ?></h1>
<?cs if:Data.state == "open" ?><?cs call:open() ?><?cs
elif:Data.state == "none" ?><?cs call:none() ?><?cs
elif:Data.state == "wrong" ?><?cs call:wrong() ?><?cs
elif:Data.state == "accepted" ?><p class="lead"><b><?cs var:Data.email ?></b> has joined <b><?cs var:Data.account ?></b> with this invitation, which can be used once.
Nothing was done now.</p>
<p>Was it you? Then sign in with that address. If not, tell <?cs var:Data.who ?> at once.</p>
<?cs call:enter() ?><?cs
elif:Data.state == "member" ?><p class="lead"><b><?cs var:Data.email ?></b> is a user of <b><?cs var:Data.account ?></b>, so there is nothing to accept.</p>
<p>Is the account not where you switch accounts? Then your access may be suspended: ask <?cs var:Data.who ?>.</p>
<?cs call:enter() ?><?cs
elif:Data.state == "cancelled" ?><p class="lead">It was taken back for <b><?cs var:Data.account ?></b>, and can be accepted no more. Nothing was done.</p>
<p>Is that not right? Then ask <b><?cs var:Data.who ?></b> to invite you again.</p>
<?cs elif:Data.state == "declined" ?><p class="lead">Somebody who read the mail to <b><?cs var:Data.email ?></b> did not know of it. Nobody can join <?cs var:Data.account ?> with it.</p>
<p>Was that not right? Then ask <b><?cs var:Data.who ?></b> to invite you again.</p>
<?cs elif:Data.state == "expired" ?><p class="lead">An invitation can be accepted for 72 hours, which have passed. Nothing was done.</p>
<?cs call:ask_anew() ?><?cs
elif:Data.state == "superseded" ?><p class="lead">The invitation was sent again, and only the link in the newest mail counts. Nothing was done.</p>
<p>Open the link in the newest mail. Is none there? Look where your mail program puts what it takes for unwanted.</p>
<?cs call:ask_anew() ?><?cs
else ?><p class="lead">It is so old that nothing is known of it any more. Nothing was done.</p>
<p>Ask whoever invited you to do so again.</p>
<?cs /if ?></section>
<?cs if:Data.state == "open" ?><?cs call:decline() ?><?cs /if ?><?cs include:"layout/footer.cs" ?>
