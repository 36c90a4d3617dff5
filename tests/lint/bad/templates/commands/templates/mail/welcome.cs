Dear <?cs uvar:Mail.name ?>,
