The email you sign in with is to be changed
