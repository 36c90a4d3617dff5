<?cs include:"mail/layout/header.cs" ?>
<p><strong><?cs var:Data.who ?></strong> wants to sign in with this address from now on: <?cs var:Data.new ?></p>
<p>If that is you, <a href="<?cs var:url_validate(Data.link) ?>">open this page</a> and press the button there, or type this code under
Billing, Preferences, Email:</p>
<blockquote><p><strong><?cs var:Data.code ?></strong></p></blockquote>
<p>Both can be used for <?cs if:Data.life_sec ?><?cs var:Data.life_sec ?><?cs else ?>a limited time<?cs /if ?>. If it is not you, there is nothing to do: without them nothing is changed. Tell the code to nobody.</p>
<?cs include:"mail/layout/footer.cs" ?>
