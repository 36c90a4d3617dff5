Your authenticator app was removed
