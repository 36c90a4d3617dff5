<?cs include:"mail/layout/header.cs" ?>
<p><strong><?cs var:Data.who ?></strong> has left <?cs var:Data.account_name ?>. <?cs var:Data.actor ?> has chosen you to take
over.</p>
<?cs if:Data.receives ?><p>You receive from now on: <?cs var:Data.receives ?>.</p>
<?cs /if ?><?cs if:Data.calls ?><p>You are called from now on<?cs if:Data.extension ?>, at extension <strong><?cs var:Data.extension ?></strong><?cs /if ?>.</p>
<?cs /if ?><p>Is that not right? Tell <?cs var:Data.actor ?>, or another admin of the account.</p>
<?cs include:"mail/layout/footer.cs" ?>
