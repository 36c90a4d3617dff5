</main>
</div>
<footer class="foot">
<p><?cs var:Page.site ?><?cs if:Page.support_email ?> · Support: <?cs call:email(Page.support_email) ?><?cs /if ?><?cs
if:Page.support_phone ?> · <?cs var:Page.support_phone ?><?cs /if ?></p>
</footer>
</body>
</html>
