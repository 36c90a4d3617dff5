<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title><?cs var:Page.title ?></title>
<link rel="stylesheet" href="/static/portal.css">
<script src="/static/portal.js" defer></script>
</head>
<body<?cs if:Page.actor ?> class="signed-in"<?cs /if ?>>
