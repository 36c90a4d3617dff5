/*
 * empty: the least that can be a page as plain CGI: connects to the database as a page does, prints an
 * answer, and ends.
 *
 * From the environment: BENCH_SOCKET, BENCH_PASSWORD.
 */
#include "base/banned.h"

#include <mysql.h>

int
main(void)
{
	MYSQL *handle = mysql_init(NULL);

	if (handle == NULL || mysql_real_connect(handle, NULL, "pointperson",
	    getenv("BENCH_PASSWORD"), "pointperson", 0, getenv("BENCH_SOCKET"), 0) == NULL) {
		fprintf(stderr, "empty: %s\n", handle == NULL ? "no memory" : mysql_error(handle));
		return 1;
	}
	fputs("Status: 200 OK\r\nContent-Type: text/plain\r\n\r\nconnected\n", stdout);
	mysql_close(handle);
	return fflush(stdout) == 0 ? 0 : 1;
}
