<html><body><a href="<?cs var:Mail.url ?>">link</a></body></html>
