<?cs # What an invoice or note is called, and what it says, for the mails that bring one. ?><?cs

def:called() ?><?cs if:Data.kind == "credit" ?>Credit note<?cs elif:Data.kind == "debit" ?>Debit note<?cs elif:Data.is_untaxed ?>Invoice<?cs
	else ?>Tax invoice<?cs /if ?> <?cs var:Data.number ?><?cs /def ?><?cs

def:html_facts() ?><blockquote><p><strong><?cs call:called() ?></strong> of <?cs var:Data.issued ?><?cs
	if:Data.of_number ?>, for <?cs var:Data.of_number ?><?cs /if ?><br>Total: ₹ <?cs var:Data.total ?><?cs
	if:Data.due ?><br>To be paid until: <?cs var:Data.due ?><?cs /if ?></p></blockquote>
<?cs /def ?><?cs

def:text_facts() ?>    <?cs call:called() ?> of <?cs var:Data.issued ?><?cs
	if:Data.of_number ?>, for <?cs var:Data.of_number ?><?cs /if ?>
    total:             ₹ <?cs var:Data.total ?><?cs if:Data.due ?>
    to be paid until:  <?cs var:Data.due ?><?cs /if ?>
<?cs /def ?>
