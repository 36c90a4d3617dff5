<?cs include:"layout/header.cs" ?><?cs include:"layout/link.cs" ?><?cs

def:ask_them() ?>ask whoever looks after <?cs var:Data.account ?> to send a new message.<?cs /def ?><?cs

def:withdrawn() ?><p class="lead">You do not want to be contacted for <b><?cs var:Data.account ?></b>, so nothing is sent to you any more.</p>
<p>There is nothing more to do. Whoever looks after the account is told, and names somebody else in your place.
Do you want to be contacted after all? Ask them to list you anew.</p>
<?cs /def ?><?cs

def:facts_of_address() ?><dl class="facts">
<dt>Account</dt><dd><?cs var:Data.account ?></dd>
<dt>Contact person</dt><dd><?cs var:Data.name ?></dd>
<dt>Address</dt><dd><b><?cs var:Data.address ?></b></dd>
</dl>
<?cs /def ?><?cs

def:prove() ?><?cs if:Data.state == "open" ?><p class="lead">You are listed as a contact person, and this message came to this address.
Press the button to show that you read it.</p>
<?cs call:facts_of_address() ?><?cs call:open_form("/verify") ?><?cs call:button("prove", "I read this address", "button--main") ?><?cs call:close_form() ?>
<p class="hint">Do you not know what this is about? Close this page: nothing happens then. The mail has a link to be taken off the list.</p>
<?cs elif:Data.state == "used" ?><p class="lead">It is shown that this address is read. There is nothing more to do.</p>
<?cs call:facts_of_address() ?><?cs
elif:Data.state == "expired" ?><p class="lead">The link in this mail could be used for a limited time, which has passed. Nothing was done.</p>
<?cs call:facts_of_address() ?><p>To show that you read this address, <?cs call:ask_them() ?></p>
<?cs elif:Data.state == "superseded" ?><p class="lead">A newer message was sent to this address, and only its link and its code count. Nothing was done.</p>
<?cs call:facts_of_address() ?><p>Open the link in the newest message. Is none there? Look where your mail program puts what it
takes for unwanted, or <?cs call:ask_them() ?></p>
<?cs else ?><p class="lead">This address was taken off the list of <b><?cs var:Data.account ?></b>, or replaced by another. Nothing was done.</p>
<p>There is nothing more to do. Should messages come here? Then ask whoever looks after the account to list the address anew.</p>
<?cs /if ?><?cs /def ?><?cs

def:facts_of_change() ?><dl class="facts">
<dt>Account</dt><dd><?cs var:Data.account ?></dd>
<dt>Contact person</dt><dd><?cs var:Data.name ?></dd>
<?cs if:Data.old ?><dt>Until now</dt><dd><?cs var:Data.old ?></dd>
<?cs /if ?><dt>Wanted instead</dt><dd><b><?cs var:Data.address ?></b></dd>
<?cs if:Data.who ?><dt>Asked for by</dt><dd><?cs var:Data.who ?></dd>
<?cs /if ?></dl>
<?cs /def ?><?cs

def:facts_of_business() ?><dl class="facts">
<dt>Account</dt><dd><?cs var:Data.account ?></dd>
<dt>Business email now</dt><dd><?cs var:Data.old ?></dd>
<?cs if:Data.state != "used" ?><dt>Wanted instead</dt><dd><b><?cs var:Data.address ?></b></dd>
<?cs /if ?><?cs if:Data.who ?><dt>Asked for by</dt><dd><?cs var:Data.who ?></dd>
<?cs /if ?></dl>
<?cs /def ?><?cs

def:business() ?><?cs if:Data.state == "open" ?><p class="lead">This address is to be the business email of <b><?cs var:Data.account ?></b>.
Press the button to show that you read it: it takes the place of the other one then.</p>
<?cs call:facts_of_business() ?><?cs call:open_form("/verify") ?><?cs call:button("prove", "I read this address", "button--main") ?><?cs call:close_form() ?>
<p class="hint">Do you not know what this is about? Close this page: the business email stays as it is.</p>
<?cs elif:Data.state == "used" ?><p class="lead">It is shown that this address is read, and it has become the business email. There is nothing more to do.</p>
<?cs call:facts_of_business() ?><?cs
elif:Data.state == "expired" ?><p class="lead">The link in this mail could be used for a limited time, which has passed. Nothing was done.</p>
<?cs call:facts_of_business() ?><p>To have the address confirmed, <?cs call:ask_them() ?></p>
<?cs elif:Data.state == "superseded" ?><p class="lead">A newer message was sent, and only its link and its code count. Nothing was done.</p>
<p>Open the link in the newest message, or <?cs call:ask_them() ?></p>
<?cs else ?><p class="lead">It was cancelled: the business email of <b><?cs var:Data.account ?></b> stays as it is. Nothing was done.</p>
<p>There is nothing more to do.</p>
<?cs /if ?><?cs /def ?><?cs

def:not_me() ?><?cs if:Data.state == "open" ?><p class="lead">Messages for you are to go to another address. If that is right, close this page: nothing is stopped.</p>
<?cs call:facts_of_change() ?><p>If it is not right, stop it. Then messages go on coming to the address you have now, whoever asked for the change is signed
out, and the Super Admins of the account are told.</p>
<?cs call:open_form("/verify") ?><?cs call:button("not-me", "This was not me: stop it", "button--danger") ?><?cs call:close_form() ?><?cs
elif:Data.state == "used" ?><p class="lead">It cannot be stopped from here any more: the new address was shown to be read.</p>
<?cs call:facts_of_change() ?><p>Is that not right? Tell a Super Admin of <?cs var:Data.account ?> at once<?cs
if:Page.support_email ?>, or write to <?cs call:email(Page.support_email) ?><?cs /if ?>.</p>
<?cs else ?><p class="lead">No other address is wanted in place of yours for <b><?cs var:Data.account ?></b>. The change was stopped, or taken back.</p>
<p>There is nothing more to do.</p>
<?cs /if ?><?cs /def ?><?cs

def:agreement() ?><?cs if:Data.state == "open" ?><p class="lead">You are listed as a contact person of <b><?cs var:Data.account ?></b>. Messages about
the account are sent to you, and those who look after it see what is listed.</p>
<dl class="facts">
<dt>Name</dt><dd><b><?cs var:Data.name ?></b></dd>
<?cs if:Data.is_known ?><dt>Email</dt><dd><?cs call:value(Data.email) ?></dd>
<dt>Phone</dt><dd><?cs call:value(Data.phone) ?></dd>
<dt>Designation</dt><dd><?cs call:value(Data.designation) ?></dd>
<dt>What you are listed for</dt><dd><?cs if:Data.is_primary ?>Primary contact: security codes and critical alerts; <?cs /if ?><?cs var:Data.purpose ?> contact</dd>
<?cs /if ?></dl>
<?cs if:!Data.is_known ?><p class="hint">The rest is shown here once your address is proven: the link and the code for that stand in the mail too.</p>
<?cs /if ?><?cs call:open_form("/verify") ?><?cs call:button("confirm", "Yes, this is right", "button--main") ?><?cs
call:button("withdraw", "Take me off the list", "button--danger") ?><?cs call:close_form() ?>
<p class="hint">Is something wrong in it? Tell whoever looks after the account, who changes it.
<?cs if:Data.is_primary ?>There has to be a Primary contact: if you do not want to be it, nothing is sent to you from then on, and the
account's admins are told to name another one.<?cs else ?>Taken off the list, you are sent nothing more; the account's admins are told.<?cs /if ?></p>
<?cs else ?><p class="lead">You are not listed as a contact person of <b><?cs var:Data.account ?></b>, so nothing is sent to you as one.</p>
<p>There is nothing more to do. Should you be listed? Then ask whoever looks after the account.</p>
<?cs /if ?><?cs /def ?>
<section class="card">
<h1><?cs var:Page.title ?></h1>
<?cs if:Data.state == "none" ?><?cs call:none() ?><?cs
elif:Data.state == "wrong" ?><?cs call:wrong() ?><?cs
elif:Data.state == "withdrawn" ?><?cs call:withdrawn() ?><?cs
elif:Data.kind == "prove" ?><?cs call:prove() ?><?cs
elif:Data.kind == "business" ?><?cs call:business() ?><?cs
elif:Data.kind == "not_me" ?><?cs call:not_me() ?><?cs
else ?><?cs call:agreement() ?><?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
