/* home: a page with SQL. */
static const char SQL_LOAD[] = "SELECT id FROM account WHERE id = ?";
