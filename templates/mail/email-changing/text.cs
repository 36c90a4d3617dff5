<?cs include:"mail/layout/text-header.cs" ?>The email that <?cs var:Data.who ?> signs in with is to be changed:

    now:     <?cs var:Data.old ?>
    wanted:  <?cs var:Data.new ?>

Until the new one is proven, you sign in with the one you have. Did you not ask
for it? Then somebody else knows your password. Stop it here:

    <?cs var:Data.link ?>

There you are asked once more. Then have your password changed.
<?cs include:"mail/layout/text-footer.cs" ?>
