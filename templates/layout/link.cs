<?cs # What the pages of links in mail share: their form and buttons, and what there is to say where there is no link.
?><?cs def:button(act, label, class) ?><button type="submit" class="button <?cs var:class ?>" name="act" value="<?cs var:act ?>"><?cs
	var:label ?></button>
<?cs /def ?><?cs

def:open_form(page) ?><?cs call:form(page, "") ?><?cs call:field(Form.of) ?><div class="actions">
<?cs /def ?><?cs

def:close_form() ?></div>
<?cs call:end_form() ?><?cs /def ?><?cs

def:none() ?><p class="lead">Nothing was done. This page is kept for ten minutes after a link was opened, in the same browser.</p>
<p>Open the link in the mail once more, and press the button within that time. Does it come back to this page at once?
Then this browser keeps no cookies for this site: allow them, or open the link in another browser.</p>
<?cs /def ?><?cs

def:wrong() ?><p class="lead">Nothing was done. This link was damaged on the way, or is none of this site's.</p>
<p>Some mail programs cut a long link in two. Copy the whole of it, from http up to the last character, into the address
bar of the browser. If it still leads here, ask whoever had it sent for a new message<?cs
if:Page.support_email ?>, or write to <?cs call:email(Page.support_email) ?><?cs /if ?>.</p>
<?cs /def ?>
