#include "base/banned.h"
#include "base/db_private.h"

#include <errmsg.h>
#include <mysqld_error.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"

/* MySQL's number for a CHECK; MariaDB's header has only its own. */
#define MYSQL_CHECK_VIOLATED	3819

/* What MySQL 8.0.24 and newer leave in a connection that they close for being idle. */
#define MYSQL_IDLE_TOO_LONG	4031

/* What an error number means for the caller. */
static enum err
meaning(unsigned int number)
{
	switch (number) {
	case ER_LOCK_DEADLOCK:
	case ER_LOCK_WAIT_TIMEOUT:
	case CR_SERVER_GONE_ERROR:
	case CR_SERVER_LOST:
	case ER_UNKNOWN_COM_ERROR:		/* 1047: a cluster node without its quorum */
	case ER_CONNECTION_KILLED:
	case ER_SERVER_SHUTDOWN:
	case MYSQL_IDLE_TOO_LONG:
		return ERR_RETRY;
	case ER_DUP_ENTRY:
		return ERR_TAKEN;
	case ER_CONSTRAINT_FAILED:		/* 4025, MariaDB's CHECK */
	case MYSQL_CHECK_VIOLATED:
	case ER_NO_REFERENCED_ROW_2:
	case ER_ROW_IS_REFERENCED_2:
		return ERR_REFUSED;
	case ER_OPTION_PREVENTS_STATEMENT:	/* 1290: read-only for now */
	case ER_DISK_FULL:
	case ER_RECORD_FILE_FULL:
	case ER_CON_COUNT_ERROR:
	case ER_TOO_MANY_USER_CONNECTIONS:
	case ER_OUT_OF_RESOURCES:
		return ERR_DB;
	default:
		return ERR_BUG; /* a server that answers was asked something wrong */
	}
}

static bool
is_connection_error(unsigned int number)
{
	return number == CR_SERVER_GONE_ERROR || number == CR_SERVER_LOST ||
	    number == ER_UNKNOWN_COM_ERROR || number == ER_CONNECTION_KILLED ||
	    number == ER_SERVER_SHUTDOWN || number == MYSQL_IDLE_TOO_LONG;
}

enum err
db_fail(struct db *db, unsigned int number, const char *text, const char *sql)
{
	enum err rc = meaning(number);

	snprintf(db->problem, sizeof(db->problem), "%u: %s", number, text);
	if (is_connection_error(number))
		db->is_lost = true;
	if (rc == ERR_DB || rc == ERR_BUG)
		log_err("db: %s: %.120s", db->problem, sql);
	else if (rc == ERR_RETRY)
		log_warn("db: %s: %.60s", db->problem, sql);
	return rc;
}

const char *
db_problem(struct db *db)
{
	return db->problem;
}

bool
db_refused_by(struct db *db, const char *constraint)
{
	const char *text = db->problem, *at;

	/* In front of the key's name the server quotes the value, which a person typed. */
	while ((at = strstr(text, " for key ")) != NULL)
		text = at + 1;
	return strstr(text, constraint) != NULL;
}
