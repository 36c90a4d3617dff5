<hr>
<p><?cs var:Data.site_name ?><?cs if:Data.account_name ?>, for <?cs var:Data.account_name ?><?cs /if ?><br>
<a href="<?cs var:url_validate(Data.site_url) ?>"><?cs var:Data.site_url ?></a></p>
<?cs if:Data.reply_to ?><p>This message was written by the portal. An answer to it goes to <?cs var:Data.reply_to ?>.</p>
<?cs else ?><p>This message was written by the portal. Nobody reads answers to it.</p>
<?cs /if ?></body>
</html>
