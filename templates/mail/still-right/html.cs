<?cs include:"mail/layout/header.cs" ?>
<p>You are listed as a contact person of <strong><?cs var:Data.account_name ?></strong>. Once a year we ask: is this still
right?</p>
<blockquote><p>Name: <?cs var:Data.name ?><br>Email: <?cs var:Data.email ?><br>Phone: <?cs var:Data.phone ?><br>Designation: <?cs
if:string.length(Data.designation) ?><?cs var:Data.designation ?><?cs else ?>not given<?cs /if ?><br>Listed as: <?cs
if:Data.primary ?>Primary contact, <?cs /if ?><?cs var:Data.purpose ?> contact</p></blockquote>
<p><a href="<?cs var:url_validate(Data.link) ?>">Say so here, or have yourself taken off the list</a>. Opening the page does
nothing yet.</p>
<p>Is something wrong in it? Tell whoever looks after the account, who changes it.</p>
<?cs include:"mail/layout/footer.cs" ?>
