A recovery code of yours was used
