<!DOCTYPE html>
<html lang="<?cs var:Data.language ?>">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title><?cs var:Data.site_name ?></title>
</head>
<body>
<?cs if:Data.recipient_name ?><p>Dear <?cs var:Data.recipient_name ?>,</p>
<?cs /if ?>
