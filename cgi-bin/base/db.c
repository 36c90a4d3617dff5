#include "base/banned.h"
#include "base/db.h"

#include <mysql.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/db_private.h"
#include "base/log.h"

/* The largest program has 40, a test that makes its own 130; the server allows 16,382 in all. */
#define STATEMENTS_MAX	192
#define VALUES_MAX		48	/* values in one statement; the widest insert has 40 */
#define CONNECT_TIMEOUT_SEC	5	/* a person waits for a page */
#define READ_TIMEOUT_SEC	30	/* longer than the lock wait below */

/*
 * The first command of every connection. Lock wait: five seconds, then the whole transaction is
 * tried again. group_concat_max_len: the accounts of a user in the header (MySQL's default of 1024
 * bytes is 20 of them).
 */
#define SETTINGS \
	"SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO," \
	"NO_ENGINE_SUBSTITUTION', time_zone = '+00:00', autocommit = 1," \
	" innodb_lock_wait_timeout = 5, group_concat_max_len = 65536"
#define ISOLATION "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"

struct db_stmt {
	struct db	*db;		/* whose it is */
	const char	*sql;		/* the literal it was made from; its address is the key */
	MYSQL_STMT	*handle;	/* the client library's */
	unsigned int	 columns;	/* in the result, 0 for a statement that writes */
	MYSQL_BIND	*binds;		/* one a column */
	int64_t		*integers;	/* values of the integer columns of the current row */
	unsigned long	*lengths;	/* bytes in the text columns of the current row */
	my_bool		*nulls;		/* which columns of the current row are NULL */
	bool		 is_open;	/* its result is being read */
};

struct db *
db_new(const struct db_options *o)
{
	struct db *db = mem_keep(sizeof(*db));

	db->stmts = mem_keep(STATEMENTS_MAX * sizeof(*db->stmts));
	db->options = (struct db_options){
		.socket = mem_keep_text(o->socket), .host = mem_keep_text(o->host), .port = o->port,
		.name = mem_keep_text(o->name), .user = mem_keep_text(o->user),
		.password = mem_keep_text(o->password), .tls_ca = mem_keep_text(o->tls_ca),
		.plugins = mem_keep_text(o->plugins == NULL ? "" : o->plugins),
		.is_patient = o->is_patient,
	};
	return db;
}

static void
forget(struct db_stmt *s)
{
	if (s->handle != NULL)
		mysql_stmt_close(s->handle);
	free(s->binds);
	free(s->integers);
	free(s->lengths);
	free(s->nulls);
	*s = (struct db_stmt){ .db = s->db };
}

static void
close_connection(struct db *db)
{
	size_t i;

	for (i = 0; i < db->stmt_count; i++)
		forget(&db->stmts[i]);
	db->stmt_count = 0;
	db->open_results = 0;
	db->is_lost = false;
	if (db->handle != NULL)
		mysql_close(db->handle);
	db->handle = NULL;
}

void
db_free(struct db **db)
{
	struct db_options *o;

	if (*db == NULL)
		return;
	close_connection(*db);
	o = &(*db)->options;
	free((char *)o->socket);
	free((char *)o->host);
	free((char *)o->name);
	free((char *)o->user);
	free((char *)o->password);
	free((char *)o->tls_ca);
	free((char *)o->plugins);
	free((*db)->stmts);
	free(*db);
	*db = NULL;
}

/*
 * Over TCP only with TLS and a verified certificate: SSL_ENFORCE alone connects in clear text
 * (SECURITY 3.4).
 */
static void
set_options(MYSQL *handle, const struct db_options *o)
{
	unsigned int connect_sec = CONNECT_TIMEOUT_SEC, read_sec = READ_TIMEOUT_SEC, off = 0;
	my_bool yes = 1, no = 0;

	mysql_options(handle, MYSQL_OPT_CONNECT_TIMEOUT, &connect_sec);
	if (!o->is_patient) {
		mysql_options(handle, MYSQL_OPT_READ_TIMEOUT, &read_sec);
		mysql_options(handle, MYSQL_OPT_WRITE_TIMEOUT, &read_sec);
	}
	mysql_options(handle, MYSQL_OPT_LOCAL_INFILE, &off);
	mysql_options(handle, MYSQL_OPT_RECONNECT, &no);
	mysql_options(handle, MYSQL_REPORT_DATA_TRUNCATION, &no);
	mysql_options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	mysql_options(handle, MYSQL_INIT_COMMAND, SETTINGS);
	mysql_options(handle, MYSQL_INIT_COMMAND, ISOLATION);
	if (o->plugins[0] != '\0')
		mysql_options(handle, MYSQL_PLUGIN_DIR, o->plugins);
	if (o->socket[0] == '\0' && strcmp(o->host, "127.0.0.1") != 0) {
		mysql_options(handle, MYSQL_OPT_SSL_ENFORCE, &yes);
		mysql_options(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &yes);
		if (o->tls_ca[0] != '\0')
			mysql_options(handle, MYSQL_OPT_SSL_CA, o->tls_ca);
	}
}

static enum err
open_connection(struct db *db)
{
	const struct db_options *o = &db->options;
	bool is_socket = o->socket[0] != '\0';

	close_connection(db);
	if ((db->handle = mysql_init(NULL)) == NULL)
		return ERR_DB;
	set_options(db->handle, o);
	if (mysql_real_connect(db->handle, is_socket ? NULL : o->host, o->user, o->password,
		o->name, is_socket ? 0 : (unsigned int)o->port, is_socket ? o->socket : NULL,
		0) != NULL)
		return ERR_OK;
	snprintf(db->problem, sizeof(db->problem), "%u: %s", mysql_errno(db->handle),
	    mysql_error(db->handle));
	log_err("db: cannot connect: %s", db->problem);
	close_connection(db);
	return ERR_DB;
}

enum err
db_need_connection(struct db *db)
{
	if (db->handle != NULL && !db->is_lost)
		return ERR_OK;
	if (db->depth > 0 || db->open_results > 0)
		return ERR_RETRY;
	return open_connection(db);
}

static bool
is_integer(enum enum_field_types type)
{
	return type == MYSQL_TYPE_TINY || type == MYSQL_TYPE_SHORT || type == MYSQL_TYPE_LONG ||
	    type == MYSQL_TYPE_INT24 || type == MYSQL_TYPE_LONGLONG ||
	    type == MYSQL_TYPE_NEWDECIMAL;
}

/*
 * Integers are fetched into place; text is fetched by its own length when asked for, so nothing is
 * ever cut.
 */
static void
describe_columns(struct db_stmt *s)
{
	MYSQL_RES *meta = mysql_stmt_result_metadata(s->handle);
	unsigned int i;

	s->columns = meta == NULL ? 0 : mysql_num_fields(meta);
	if (s->columns == 0)
		return;
	s->binds = mem_keep(s->columns * sizeof(*s->binds));
	s->integers = mem_keep(s->columns * sizeof(*s->integers));
	s->lengths = mem_keep(s->columns * sizeof(*s->lengths));
	s->nulls = mem_keep(s->columns * sizeof(*s->nulls));
	for (i = 0; i < s->columns; i++) {
		bool integer = is_integer(mysql_fetch_field_direct(meta, i)->type);

		s->binds[i].buffer_type = integer ? MYSQL_TYPE_LONGLONG : MYSQL_TYPE_STRING;
		s->binds[i].buffer = integer ? &s->integers[i] : NULL;
		s->binds[i].buffer_length = integer ? sizeof(s->integers[i]) : 0;
		s->binds[i].length = &s->lengths[i];
		s->binds[i].is_null = &s->nulls[i];
	}
	mysql_free_result(meta);
}

static enum err
prepare(struct db *db, const char *sql, struct db_stmt **out)
{
	struct db_stmt *s;
	enum err rc;

	if (db->stmt_count == STATEMENTS_MAX) {
		log_err("db: more than %d statements in one program", STATEMENTS_MAX);
		return ERR_BUG;
	}
	s = &db->stmts[db->stmt_count];
	*s = (struct db_stmt){ .db = db, .sql = sql };
	if ((s->handle = mysql_stmt_init(db->handle)) == NULL)
		return ERR_DB;
	db->round_trips++;
	if (mysql_stmt_prepare(s->handle, sql, strlen(sql)) != 0) {
		rc = db_fail(db, mysql_stmt_errno(s->handle), mysql_stmt_error(s->handle), sql);
		forget(s);
		return rc;
	}
	describe_columns(s);
	db->stmt_count++;
	*out = s;
	return ERR_OK;
}

static enum err
find(struct db *db, const char *sql, struct db_stmt **out)
{
	size_t i;

	for (i = 0; i < db->stmt_count; i++)
		if (db->stmts[i].sql == sql) {
			*out = &db->stmts[i];
			return ERR_OK;
		}
	return prepare(db, sql, out);
}

static void
bind_value(MYSQL_BIND *b, const struct db_val *v)
{
	switch (v->kind) {
	case DB_NULL:
		b->buffer_type = MYSQL_TYPE_NULL;
		break;
	case DB_INTEGER:
		b->buffer_type = MYSQL_TYPE_LONGLONG;
		b->buffer = (void *)&v->integer;
		break;
	case DB_TEXT:
	case DB_BLOB:
		b->buffer_type = v->kind == DB_TEXT ? MYSQL_TYPE_STRING : MYSQL_TYPE_BLOB;
		b->buffer = (void *)v->bytes;
		b->buffer_length = v->length;
		break;
	}
}

static enum err
execute(struct db *db, struct db_stmt *s, const struct db_val *values, size_t count)
{
	MYSQL_BIND binds[VALUES_MAX] = { 0 };
	size_t i;

	if (s->is_open || count > VALUES_MAX || mysql_stmt_param_count(s->handle) != count) {
		log_err("db: %s: %.60s",
		    s->is_open ? "still being read" : "another number of values", s->sql);
		return ERR_BUG;
	}
	for (i = 0; i < count; i++)
		bind_value(&binds[i], &values[i]);
	db->statements++;
	db->round_trips++;
	if ((count > 0 && mysql_stmt_bind_param(s->handle, binds) != 0) ||
	    mysql_stmt_execute(s->handle) != 0)
		return db_fail(db, mysql_stmt_errno(s->handle), mysql_stmt_error(s->handle),
		    s->sql);
	return ERR_OK;
}

/*
 * Finds and executes. Outside a transaction, what only reads is asked again where the connection
 * had gone.
 */
static enum err
start(struct db *db, const char *sql, const struct db_val *values, size_t count, bool only_reads,
    struct db_stmt **out)
{
	enum err rc;
	int tries;

	for (tries = 0; tries < 2; tries++) {
		if ((rc = db_need_connection(db)) != ERR_OK)
			return rc;
		if ((rc = find(db, sql, out)) == ERR_OK)
			rc = execute(db, *out, values, count);
		if (!db->is_lost || db->depth > 0 || !only_reads)
			break;
	}
	return rc;
}

enum err
db_query_values(struct db *db, struct db_stmt **out, const char *sql, const struct db_val *values,
    size_t count)
{
	struct db_stmt *s = NULL;
	enum err rc;

	*out = NULL;
	if ((rc = start(db, sql, values, count, true, &s)) != ERR_OK)
		return rc;
	if (s->columns == 0) {
		log_err("db: no rows to read: %.60s", sql);
		return ERR_BUG;
	}
	if (mysql_stmt_bind_result(s->handle, s->binds) != 0 ||
	    mysql_stmt_store_result(s->handle) != 0)
		return db_fail(db, mysql_stmt_errno(s->handle), mysql_stmt_error(s->handle), sql);
	s->is_open = true;
	db->open_results++;
	*out = s;
	return ERR_OK;
}

enum err
db_load_values(struct db *db, struct db_stmt **out, const char *sql, const struct db_val *values,
    size_t count)
{
	enum err rc;

	if ((rc = db_query_values(db, out, sql, values, count)) != ERR_OK || db_step(*out))
		return rc;
	db_done(out);
	return ERR_MISSING;
}

enum err
db_exec_values(struct db *db, int64_t *rows, const char *sql, const struct db_val *values,
    size_t count)
{
	struct db_stmt *s = NULL;
	enum err rc;

	if (db->is_read_only) {
		log_err("db: a write where only reading is allowed: %.60s", sql);
		return ERR_BUG;
	}
	if (db->watch != NULL)
		db->watch(db->watch_closure, sql, -1);
	if ((rc = start(db, sql, values, count, false, &s)) != ERR_OK)
		return rc;
	if (rows != NULL)
		*rows = (int64_t)mysql_stmt_affected_rows(s->handle);
	if (db->watch != NULL)
		db->watch(db->watch_closure, sql, (int64_t)mysql_stmt_affected_rows(s->handle));
	return ERR_OK;
}

bool
db_step(struct db_stmt *s)
{
	int rc = mysql_stmt_fetch(s->handle);

	/* Text columns have no buffer, which the library reports as truncation. */
	return rc == 0 || rc == MYSQL_DATA_TRUNCATED;
}

int64_t
db_i64(struct db_stmt *s, unsigned int column)
{
	return s->nulls[column] ? 0 : s->integers[column];
}

const char *
db_str(struct db_stmt *s, struct mem *m, unsigned int column)
{
	size_t length;

	return db_bytes(s, m, column, &length);
}

const void *
db_bytes(struct db_stmt *s, struct mem *m, unsigned int column, size_t *bytes)
{
	unsigned long length = s->lengths[column];
	MYSQL_BIND b = { 0 };
	char *text;

	*bytes = s->nulls[column] ? 0 : length;
	if (s->nulls[column])
		return "";
	text = mem_alloc(m, length + 1);
	b.buffer_type = MYSQL_TYPE_STRING;
	b.buffer = text;
	b.buffer_length = length;
	b.length = &length;
	if (length > 0 && mysql_stmt_fetch_column(s->handle, &b, column, 0) != 0)
		log_err("db: column %u of %.60s cannot be read", column, s->sql);
	return text;
}

bool
db_is_null(struct db_stmt *s, unsigned int column)
{
	return s->nulls[column] != 0;
}

void
db_done(struct db_stmt **s)
{
	if (*s == NULL)
		return;
	mysql_stmt_free_result((*s)->handle);
	(*s)->is_open = false;
	(*s)->db->open_results--;
	*s = NULL;
}

void
db_end_results(struct db *db)
{
	struct db_stmt *s;
	size_t i;

	for (i = 0; i < db->stmt_count; i++)
		if ((s = &db->stmts[i])->is_open)
			db_done(&s);
}

int64_t
db_insert_id(struct db *db)
{
	return (int64_t)mysql_insert_id(db->handle);
}

enum err
db_ping(struct db *db)
{
	enum err rc;

	if ((rc = db_need_connection(db)) != ERR_OK)
		return rc;
	db->round_trips++;
	if (mysql_ping(db->handle) == 0)
		return ERR_OK;
	db->is_lost = true;
	return db_need_connection(db);
}

enum err
db_run_text(struct db *db, const char *sql)
{
	enum err rc;

	if ((rc = db_need_connection(db)) != ERR_OK)
		return rc;
	db->statements++;
	db->round_trips++;
	if (mysql_query(db->handle, sql) == 0)
		return ERR_OK;
	return db_fail(db, mysql_errno(db->handle), mysql_error(db->handle), sql);
}

int64_t
db_statements(const struct db *db)
{
	return db->statements;
}

int64_t
db_round_trips(const struct db *db)
{
	return db->round_trips;
}

int64_t
db_open_results(const struct db *db)
{
	return db->open_results;
}
