A passkey can now sign in as you
