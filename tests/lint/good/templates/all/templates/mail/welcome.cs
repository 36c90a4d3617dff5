From: Pointperson <portal@example.org>
Dear <?cs var:Mail.name ?>, don't reply to <this "address.
<?cs var:Mail.link ?>
