/*
 * bare: the least that can answer the page of a contact person: libfcgi, the database client, and
 * nothing of ours. It runs the statements that the page runs, reads every column of every row, and
 * prints an answer that was kept from the page.
 *
 * From the environment:
 *	BENCH_SOCKET, BENCH_PASSWORD	the database, as the page reaches it
 *	BENCH_STATEMENTS		file with the page's three statements, one a line
 *	BENCH_ANSWER			file with the page's answer
 *	BENCH_TOKEN_HASH		of the session, 64 hexadecimal digits
 *	BENCH_ACCOUNT, BENCH_PERSON	their ids
 *
 * Where the page has other statements than the three bound here it ends with a sentence: then this
 * file must follow.
 */
#include "base/banned.h"

#include <fcgiapp.h>
#include <mysql.h>
#include <stdint.h>

#define STATEMENTS	3	/* who, the person, its history */
#define VALUES_MAX	4	/* of one statement: the history has four */
#define COLUMNS_MAX	64	/* of one statement: a person, address and user have above 40 */
#define COLUMN_BYTES	65536	/* the longest text these statements give */
#define HASH_BYTES	32	/* of a session's token */
#define FILE_BYTES	(1024 * 1024)

/* As cgi-bin/base/db.c sets them. */
#define SETTINGS \
	"SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO," \
	"NO_ENGINE_SUBSTITUTION', time_zone = '+00:00', autocommit = 1," \
	" innodb_lock_wait_timeout = 5, group_concat_max_len = 65536"
#define ISOLATION "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"

struct statement {
	MYSQL_STMT	*handle;
	MYSQL_BIND	 values[VALUES_MAX];
	MYSQL_BIND	 columns[COLUMNS_MAX];
};

static struct statement statements[STATEMENTS];
static char buffers[COLUMNS_MAX][COLUMN_BYTES];
static unsigned long lengths[COLUMNS_MAX];
static char answer[FILE_BYTES];
static size_t answer_length;
static int64_t now, account, person;
static int64_t history_max = 20;	/* HISTORY_MAX of the page */
static int64_t addresses_max = 8;	/* CONTACT_ADDRESSES_MAX */
static char object_type[] = "contact_person";
static unsigned char token_hash[HASH_BYTES];

static void
die(const char *what, const char *why)
{
	fprintf(stderr, "bare: %s: %s\n", what, why);
	exit(1);
}

static const char *
need(const char *name)
{
	const char *value = getenv(name);

	if (value == NULL)
		die(name, "is not set");
	return value;
}

static size_t
read_file(const char *path, char *bytes)
{
	FILE *f = fopen(path, "r");
	size_t length;

	if (f == NULL)
		die(path, "cannot be opened");
	length = fread(bytes, 1, FILE_BYTES - 1, f);
	bytes[length] = '\0';
	fclose(f);
	return length;
}

static void
read_hash(const char *digits)
{
	unsigned int byte;
	size_t i;

	for (i = 0; i < HASH_BYTES; i++) {
		if (sscanf(digits + 2 * i, "%2x", &byte) != 1)
			die("BENCH_TOKEN_HASH", "is not 64 hexadecimal digits");
		token_hash[i] = (unsigned char)byte;
	}
}

static MYSQL *
connect_database(void)
{
	MYSQL *db = mysql_init(NULL);

	mysql_options(db, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	mysql_options(db, MYSQL_INIT_COMMAND, SETTINGS);
	mysql_options(db, MYSQL_INIT_COMMAND, ISOLATION);
	if (mysql_real_connect(db, NULL, "pointperson", need("BENCH_PASSWORD"), "pointperson", 0,
		need("BENCH_SOCKET"), 0) == NULL)
		die("the database", mysql_error(db));
	return db;
}

static void
bind(struct statement *s, size_t i, enum enum_field_types type, void *value, unsigned long length)
{
	s->values[i] = (MYSQL_BIND){ .buffer_type = type, .buffer = value,
		.buffer_length = length };
}

static void
bind_values(void)
{
	bind(&statements[0], 0, MYSQL_TYPE_LONGLONG, &now, 0);
	bind(&statements[0], 1, MYSQL_TYPE_BLOB, token_hash, HASH_BYTES);
	bind(&statements[1], 0, MYSQL_TYPE_LONGLONG, &account, 0);
	bind(&statements[1], 1, MYSQL_TYPE_LONGLONG, &person, 0);
	bind(&statements[1], 2, MYSQL_TYPE_LONGLONG, &addresses_max, 0);
	bind(&statements[2], 0, MYSQL_TYPE_LONGLONG, &account, 0);
	bind(&statements[2], 1, MYSQL_TYPE_STRING, object_type, strlen(object_type));
	bind(&statements[2], 2, MYSQL_TYPE_LONGLONG, &person, 0);
	bind(&statements[2], 3, MYSQL_TYPE_LONGLONG, &history_max, 0);
}

/* Every column of every row lands in the same buffers: nobody looks at it. */
static void
bind_columns(struct statement *s)
{
	MYSQL_RES *meta = mysql_stmt_result_metadata(s->handle);
	unsigned int i;

	if (meta == NULL || mysql_num_fields(meta) > COLUMNS_MAX)
		die("the columns of a statement", "none or too many");
	for (i = 0; i < mysql_num_fields(meta); i++) {
		int is_text = mysql_fetch_field_direct(meta, i)->charsetnr != 63;

		s->columns[i] = (MYSQL_BIND){
			.buffer_type = is_text ? MYSQL_TYPE_STRING : MYSQL_TYPE_LONGLONG,
			.buffer = buffers[i], .buffer_length = COLUMN_BYTES, .length = &lengths[i],
		};
	}
	mysql_free_result(meta);
	if (mysql_stmt_bind_result(s->handle, s->columns) != 0)
		die("the columns of a statement", mysql_stmt_error(s->handle));
}

static void
prepare(MYSQL *db, char *text)
{
	static const unsigned long counts[STATEMENTS] = { 2, 3, 4 };
	char *line = text, *end;
	size_t i;

	for (i = 0; i < STATEMENTS; i++, line = end + 1) {
		if ((end = strchr(line, '\n')) == NULL)
			die("BENCH_STATEMENTS", "fewer than expected");
		statements[i].handle = mysql_stmt_init(db);
		if (mysql_stmt_prepare(statements[i].handle, line, (unsigned long)(end - line)) !=
		    0)
			die("a statement", mysql_stmt_error(statements[i].handle));
		if (mysql_stmt_param_count(statements[i].handle) != counts[i])
			die("BENCH_STATEMENTS", "another number of values");
		if (mysql_stmt_bind_param(statements[i].handle, statements[i].values) != 0)
			die("the values of a statement", mysql_stmt_error(statements[i].handle));
		bind_columns(&statements[i]);
	}
	if (*line != '\0')
		die("BENCH_STATEMENTS", "more than expected");
}

static void
run(struct statement *s)
{
	int rows = 0;

	if (mysql_stmt_execute(s->handle) != 0 || mysql_stmt_store_result(s->handle) != 0)
		die("a statement", mysql_stmt_error(s->handle));
	while (mysql_stmt_fetch(s->handle) == 0)
		rows++;
	mysql_stmt_free_result(s->handle);
	if (rows == 0)
		die("a statement", "found nothing");
}

/* Not inlined: the profile names it. */
static __attribute__((noinline)) void
answer_request(FCGX_Request *r)
{
	size_t i;

	now = time(NULL);
	for (i = 0; i < STATEMENTS; i++)
		run(&statements[i]);
	FCGX_PutStr(answer, (int)answer_length, r->out);
	FCGX_Finish_r(r);
}

int
main(void)
{
	static char text[FILE_BYTES];
	FCGX_Request request;

	account = strtoll(need("BENCH_ACCOUNT"), NULL, 10);
	person = strtoll(need("BENCH_PERSON"), NULL, 10);
	read_hash(need("BENCH_TOKEN_HASH"));
	answer_length = read_file(need("BENCH_ANSWER"), answer);
	read_file(need("BENCH_STATEMENTS"), text);
	bind_values();
	prepare(connect_database(), text);
	if (FCGX_Init() != 0 || FCGX_InitRequest(&request, 0, FCGI_FAIL_ACCEPT_ON_INTR) != 0)
		die("FastCGI", "does not start");
	while (FCGX_Accept_r(&request) == 0)
		answer_request(&request);
	return 0;
}
