<?cs include:"mail/layout/text-header.cs" ?>The email that <?cs var:Data.who ?> signs in with was changed:

    before:  <?cs var:Data.old ?>
    now:     <?cs var:Data.new ?>

Is that right? Then there is nothing to do. If it is not, take it back within
seven days:

    <?cs var:Data.link ?>

There you are asked once more; then this address signs in again, everybody is
signed out, and a new password is needed.
<?cs include:"mail/layout/text-footer.cs" ?>
