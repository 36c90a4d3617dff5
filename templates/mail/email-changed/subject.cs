The email you sign in with was changed
