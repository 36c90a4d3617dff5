Signing in as you no longer asks for a code
