<?cs include:"mail/layout/invoice.cs" ?><?cs call:called() ?> from <?cs var:Data.seller ?>
