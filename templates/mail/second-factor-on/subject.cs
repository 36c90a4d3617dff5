Signing in as you now asks for a code
