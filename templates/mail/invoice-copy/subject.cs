<?cs include:"mail/layout/invoice.cs" ?>A copy of <?cs call:called() ?> from <?cs var:Data.seller ?>
