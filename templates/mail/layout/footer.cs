<hr>
<p><?cs var:Data.site_name ?><?cs if:Data.account_name ?>, for <?cs var:Data.account_name ?><?cs /if ?><br>
<a href="<?cs var:url_validate(Data.site_url) ?>"><?cs var:Data.site_url ?></a></p>
<p>This message was written by the portal. Nobody reads answers to it.</p>
</body>
</html>
