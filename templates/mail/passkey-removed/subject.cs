A passkey no longer signs in as you
