<?cs include:"mail/layout/header.cs" ?>
<p>The business email of <?cs var:Data.account_name ?> has changed:</p>
<blockquote><p>Until now: <?cs var:Data.old ?><br>From now: <?cs var:Data.new ?></p></blockquote>
<p><strong><?cs var:Data.who ?></strong> asked for it, and its reader has confirmed it. Is that not right? Tell a Super Admin of the
account at once: it can be changed back in Billing &gt; Preferences &gt; Account.</p>
<?cs include:"mail/layout/footer.cs" ?>
