<?cs # What the pages of users share.
?><?cs def:back_to_users() ?><p class="back"><a href="/manage/users">Users</a></p>
<?cs /def ?><?cs

def:back_to_user(id, name) ?><p class="back"><a href="/manage/users/<?cs var:url_escape(id) ?>"><?cs var:name ?></a></p>
<?cs /def ?><?cs

def:user_state(u) ?><span class="badge<?cs if:u.state != "active" ?> badge--bad<?cs /if ?>"><?cs var:u.state_text ?></span><?cs
	if:!u.has_panel ?> <span class="note">only called, cannot sign in</span><?cs /if ?><?cs /def ?><?cs

def:user_facts(u) ?><dl class="facts">
<dt>Name</dt><dd><b><?cs var:u.name ?></b></dd>
<dt>Email</dt><dd><?cs call:email(u.email) ?></dd>
<dt>Role</dt><dd><?cs var:u.role ?></dd>
<dt>Department</dt><dd><?cs call:value(u.department) ?></dd>
<dt>Extension</dt><dd><?cs call:value(u.extension) ?></dd>
</dl>
<?cs /def ?><?cs

# A page that asks before something is done. what: the button's words.
?><?cs def:ask(path, what, class) ?><?cs call:form("/manage/users/" + Data.user.id + "/" + path, "") ?><?cs
call:field(Form.version) ?><div class="actions">
<button type="submit" class="button <?cs var:class ?>"><?cs var:what ?> <?cs var:Data.user.name ?></button>
<a class="button" href="/manage/users/<?cs var:url_escape(Data.user.id) ?>">Cancel</a>
</div>
<?cs call:end_form() ?><?cs /def ?><?cs

# Why nothing can be done, and the way back.
?><?cs def:barred() ?><p><?cs var:Data.user.why ?></p>
<p><a class="button" href="/manage/users/<?cs var:url_escape(Data.user.id) ?>">Back to <?cs var:Data.user.name ?></a></p>
<?cs /def ?>
