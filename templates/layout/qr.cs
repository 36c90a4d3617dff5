<?cs # A QR code as show_qr() draws it; label says what it is of. ?><?cs

def:qr(label) ?><?cs if:Data.qr.path ?><figure class="qr">
<svg role="img" aria-label="<?cs var:label ?>" viewBox="0 0 <?cs var:Data.qr.size ?> <?cs var:Data.qr.size ?>"><rect
	width="100%" height="100%" fill="#fff"/><path d="<?cs var:Data.qr.path ?>" fill="#000"/></svg>
</figure>
<?cs /if ?><?cs /def ?>
