<?cs include:"mail/layout/header.cs" ?>
<p><strong><?cs var:Data.who ?></strong> asks for help:</p>
<blockquote><?cs each:line = Data.message_lines ?><?cs var:line ?><br>
<?cs /each ?></blockquote>
<p>Account: <?cs var:Data.account ?>, <?cs var:Data.account_name ?><br>
User: <?cs var:Data.who ?>, <?cs var:Data.reply_to ?><br>
Role: <?cs var:Data.role ?><br>
<?cs if:Data.page ?>Page: <?cs var:Data.page ?><br>
<?cs /if ?><?cs if:Data.fields ?>Fields: <?cs var:Data.fields ?><br>
<?cs /if ?><?cs if:Data.number ?>Request number of the fault: <?cs var:Data.number ?><br>
<?cs /if ?>Written at: <?cs var:Data.at ?><br>
Request number of this message: <?cs var:Data.this ?></p>
<p>The address was proven by who signs in with it. Whom else one may believe for this account:
<code>pointperson contacts --account <?cs var:Data.account ?></code></p>
<?cs include:"mail/layout/footer.cs" ?>
