<?cs include:"layout/header.cs" ?><?cs include:"layout/contact.cs" ?>
<?cs def:recipients() ?><dl class="facts">
<dt>You</dt><dd><?cs var:Page.user.name ?> <?cs call:email(Page.user.email) ?></dd>
<?cs if:subcount(Data.recipients) ?><dt>Who receives invoices</dt><dd><ul>
<?cs each:r = Data.recipients ?><li><?cs if:r.is_to ?>To<?cs else ?>Cc<?cs /if ?>: <?cs var:r.name ?> <?cs call:email(r.email) ?></li>
<?cs /each ?></ul></dd>
<?cs /if ?></dl>
<?cs /def ?><?cs

def:ask() ?><?cs call:form("/billing/invoices/" + Data.id + "/copy", "") ?><?cs
if:subcount(Data.recipients) ?><?cs call:field(Form.to) ?><?cs else ?><?cs call:hidden("to", "me") ?><?cs /if ?><?cs
call:buttons("Send the copy", "/billing/invoices/" + Data.id) ?><?cs call:end_form() ?><?cs /def ?>
<p class="back"><a href="/billing/invoices/<?cs var:url_escape(Data.id) ?>"><?cs var:Data.kind ?> <?cs var:Data.number ?></a></p>
<h1><?cs var:Page.title ?></h1>
<section class="card">
<?cs if:Data.has_pdf ?><p>The PDF goes along, as it was issued. Everyone gets a mail of their own; where several do, each sees who else has it.</p>
<?cs call:recipients() ?><?cs if:!subcount(Data.recipients) ?><div class="notice notice--warning"><p><b>Nobody receives invoices by mail:</b> neither
anybody chosen, nor the Primary contact, nor a Super Admin has a verified email address. You can have the copy sent to yourself, and
<a href="/billing/details/recipients">choose who receives invoices</a>.</p></div>
<?cs /if ?><?cs call:ask() ?><?cs else ?><p>It has no PDF that could be sent. <a href="/billing/invoices/<?cs var:url_escape(Data.id) ?>">Open it</a>, and print
the page in its place.</p>
<?cs /if ?></section>
<?cs include:"layout/footer.cs" ?>
