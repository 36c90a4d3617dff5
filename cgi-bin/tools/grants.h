/*
 * grants: gives the application's database user its rights, as sql/grants.sql lists them.
 */
#ifndef POINTPERSON_TOOLS_GRANTS_H
#define POINTPERSON_TOOLS_GRANTS_H

#include "base/db.h"
#include "tools/tool.h"

/*
 * Runs the file's statements on the connection, with the application's user in the place of
 * {application}. Where the server refuses, it prints what an administrator of the database must
 * run, and answers TOOL_FAILED. Nothing is run, and a line says so, where the application's user is
 * the one who may change tables.
 */
enum tool_exit grants_give(struct tool *, struct db *, bool only_show);

/*
 * A user as the server names it ("pp@localhost") as it is written in a statement
 * ('pp'@'localhost'). In the arena.
 */
char *grants_quote_user(struct mem *, const char *user);

#endif
