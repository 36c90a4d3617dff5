static const char SQL_LOAD[] = "SELECT id FROM account WHERE name <> 'RETURNING' FOR UPDATE";
static const char message[] = "RETURNING is only a word here";
