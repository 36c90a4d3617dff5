<!DOCTYPE html><?cs include:"layout/form.cs" ?><?cs

def:places() ?><?cs each:group = Page.nav ?><?cs
	if:group.name ?><h2><?cs var:group.name ?></h2><?cs /if ?>
<ul>
<?cs each:link = group.links ?><li><a href="<?cs var:url_validate(link.href) ?>"<?cs
	if:link.current ?> aria-current="<?cs if:Page.path == link.href ?>page<?cs else ?>true<?cs /if ?>"<?cs /if ?>><?cs
	var:link.name ?></a></li>
<?cs /each ?></ul>
<?cs /each ?><?cs /def ?><?cs

# Why nothing here can be changed, and whom to ask: by name where the page knows them.
?><?cs def:locked(super_admins) ?><div class="notice"><p><b>You can look but not change.</b> Your role here is <?cs var:Page.role ?>;
to have something put right, or to be allowed to, ask <?cs if:super_admins ?><?cs var:super_admins ?>, Super Admin of <?cs
	var:Page.account.name ?><?cs else ?>a Super Admin of <?cs var:Page.account.name ?><?cs if:Page.may.contact_view ?>, named on the
<a href="/manage/business-profile">Business Profile</a><?cs /if ?><?cs /if ?>.</p></div>
<?cs /def ?><?cs

# A value, or that there is none: an empty place looks like a fault.
?><?cs def:value(text) ?><?cs if:string.length(text) ?><?cs var:text ?><?cs
	else ?><span class="none">Not given</span><?cs /if ?><?cs /def ?><?cs

def:moment(at) ?><time datetime="<?cs var:at.iso ?>"><?cs var:at ?></time><?cs /def ?><?cs

def:phone(number) ?><?cs if:string.length(number) ?><a class="plain" href="<?cs
	var:url_validate("tel:" + number.raw) ?>"><?cs var:number ?></a><?cs
	else ?><span class="none">Not given</span><?cs /if ?><?cs /def ?><?cs

def:email(address) ?><?cs if:string.length(address) ?><a class="plain" href="mailto:<?cs
	var:url_escape(address) ?>"><?cs var:address ?></a><?cs
	else ?><span class="none">Not given</span><?cs /if ?><?cs /def ?><html lang="<?cs var:Page.language ?>">
<head>
<meta charset="utf-8">
<title><?cs if:subcount(Page.problems) ?>Error: <?cs /if ?><?cs var:Page.title ?> - <?cs var:Page.site ?></title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
<meta name="robots" content="noindex">
<link rel="icon" href="/static/favicon.svg?v=<?cs var:url_escape(Page.version) ?>" type="image/svg+xml">
<link rel="stylesheet" href="/static/pointperson.css?v=<?cs var:url_escape(Page.version) ?>">
<script src="/static/pointperson.js?v=<?cs var:url_escape(Page.version) ?>" defer></script>
</head>
<body<?cs if:!Page.signed_in ?> class="outside"<?cs /if ?>>
<a class="skip" href="#main">Skip to the content</a>
<header class="top">
<a class="brand" href="/"><img src="/static/favicon.svg?v=<?cs var:url_escape(Page.version) ?>" width="28" height="28" alt="">
<span><?cs var:Page.site ?></span></a>
<?cs if:Page.signed_in ?><div class="who who--account">
<p><b><?cs var:Page.account.name ?></b> <span>Account <?cs var:Page.account.number ?></span></p>
<?cs if:subcount(Page.accounts) ?><details class="popup">
<summary class="button button--small">Switch<span class="hidden"> account</span></summary>
<?cs call:form_elsewhere("/account", Page.csrf_login, "panel") ?><p>Go to another of your accounts:</p>
<?cs each:other = Page.accounts ?><button type="submit" class="panel-item" name="account" value="<?cs var:other.id ?>"><b><?cs
	var:other.name ?></b> <span>Account <?cs var:other.id ?></span></button>
<?cs /each ?><?cs call:end_form() ?></details>
<?cs /if ?></div>
<div class="who who--user">
<p><b><a class="plain" href="/billing/preferences/personal"><?cs var:Page.user.name ?></a></b> <span><?cs var:Page.user.email ?></span></p>
<?cs call:form_elsewhere("/logout", Page.csrf_login, "bare") ?><button type="submit" class="button button--small">Sign out</button>
<?cs call:end_form() ?></div>
<details class="popup menu">
<summary class="button button--small">Menu</summary>
<nav class="places panel" aria-label="Menu">
<?cs call:places() ?></nav>
</details>
<?cs /if ?></header>
<div class="frame">
<?cs if:Page.signed_in ?><nav class="places side" aria-label="Pages">
<?cs call:places() ?></nav>
<?cs /if ?><main id="main" tabindex="-1">
<?cs if:Page.unreachable ?><div class="notice notice--warning"><p><b>Nobody can be reached as Primary contact of <?cs var:Page.account.name ?>.</b>
Messages to that address do not arrive, so security codes and critical alerts go nowhere.
<?cs if:Page.may.contact_view ?><a href="/manage/business-profile/contact-persons/<?cs var:url_escape(Page.unreachable) ?>"><?cs
if:Page.may.contact_edit ?>Put it right<?cs else ?>See why<?cs /if ?></a><?cs if:!Page.may.contact_edit ?> and tell an Admin or a Super Admin<?cs /if ?><?cs
else ?>Tell an Admin or a Super Admin<?cs /if ?>.</p></div>
<?cs /if ?><?cs if:Page.flash.text ?><div class="notice notice--done" role="status"><p><?cs var:Page.flash.text ?></p></div>
<?cs /if ?><?cs
if:Page.held ?><div class="notice"><p>What you had typed before stands in the form below.
<b>Nothing of it is saved yet:</b> look it over and press the button once more.</p></div>
<?cs /if ?><?cs call:problems() ?>
