/*
 * client: asks FastCGI programs for one page again and again, as nginx would with keep_conn off:
 * one connection a request, the same parameters.
 *
 *	client answer SOCKET URI COOKIE			prints what the program answered
 *	client load SOCKET COUNT URI COOKIE		asks COUNT times
 *	client compare A B ROUNDS COUNT URI COOKIE	asks A and B by turns, COUNT times each in
 *							each of the ROUNDS, and prints the medians
 *
 * Each answer must have the status 200 and be as long as the first of its program. Ends with 1 and
 * a sentence otherwise.
 */
#include "base/banned.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "share.h"

#define REQUEST_BYTES	8192		/* far more than the parameters below */
#define ANSWER_BYTES	(1024 * 1024)	/* far more than the page */
#define ROUNDS_MAX	10000		/* so that the figures fit the table */
#define HEADER_BYTES	8		/* of a FastCGI record */

enum { BEGIN_REQUEST = 1, END_REQUEST = 3, PARAMS = 4, STDIN = 5, STDOUT = 6, STDERR = 7 };

struct text {
	size_t	 length;			/* bytes in use */
	char	 bytes[ANSWER_BYTES];
};

/* One program and what is asked of it. */
struct target {
	const char	*socket;	/* its unix socket */
	size_t		 expected;	/* bytes of its first answer, 0 before that */
};

static char request[REQUEST_BYTES];
static size_t request_length;

static void
die(const char *what, const char *which)
{
	fprintf(stderr, "client: %s: %s\n", what, which);
	exit(1);
}

static void
add(const void *bytes, size_t length)
{
	if (length > sizeof(request) - request_length)
		die("the request is too long", "");
	memcpy(request + request_length, bytes, length);
	request_length += length;
}

static void
add_header(int type, size_t length)
{
	const unsigned char header[HEADER_BYTES] = { 1, (unsigned char)type, 0, 1,
		(unsigned char)(length >> 8), (unsigned char)length, 0, 0 };

	add(header, sizeof(header));
}

/* Lengths above 127 take four bytes, the first with its high bit set. */
static void
add_parameter(const char *name, const char *value)
{
	size_t length = strlen(value);
	const unsigned char lengths[5] = { (unsigned char)strlen(name), 0x80, 0,
		(unsigned char)(length >> 8), (unsigned char)length };

	add(lengths, 1);
	add(length > 127 ? lengths + 1 : lengths + 4, length > 127 ? 4 : 1);
	add(name, strlen(name));
	add(value, length);
}

/* The whole request, made once: what conf/nginx.conf and a browser send. */
static void
make_request(const char *uri, const char *cookie)
{
	static const unsigned char responder[8] = { 0, 1, 0 };
	size_t start, length;

	add_header(BEGIN_REQUEST, sizeof(responder));
	add(responder, sizeof(responder));
	start = request_length;
	add_header(PARAMS, 0);
	add_parameter("REQUEST_METHOD", "GET");
	add_parameter("REQUEST_URI", uri);
	add_parameter("QUERY_STRING", "");
	add_parameter("CONTENT_TYPE", "");
	add_parameter("CONTENT_LENGTH", "");
	add_parameter("SCRIPT_NAME", "");
	add_parameter("SERVER_PROTOCOL", "HTTP/1.1");
	add_parameter("REMOTE_ADDR", "127.0.0.1");
	add_parameter("REQUEST_ID", "0123456789abcdef0123456789abcdef");
	add_parameter("HTTP_HOST", "localhost:8080");
	add_parameter("HTTP_USER_AGENT", "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101");
	add_parameter("HTTP_ACCEPT", "text/html,application/xhtml+xml,*/*;q=0.8");
	add_parameter("HTTP_ACCEPT_LANGUAGE", "en-IN,en;q=0.7,mr;q=0.3");
	add_parameter("HTTP_COOKIE", cookie);
	length = request_length - start - HEADER_BYTES;
	request[start + 4] = (char)(length >> 8);
	request[start + 5] = (char)length;
	add_header(PARAMS, 0);
	add_header(STDIN, 0);
}

static void
exchange(const char *path, struct text *raw)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	ssize_t n;
	int fd;

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	if ((fd = socket(AF_UNIX, SOCK_STREAM, 0)) < 0 ||
	    connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
	    write(fd, request, request_length) != (ssize_t)request_length)
		die("cannot ask", path);
	raw->length = 0;
	while ((n = read(fd, raw->bytes + raw->length, sizeof(raw->bytes) - raw->length)) > 0)
		raw->length += (size_t)n;
	close(fd);
	if (n < 0 || raw->length == sizeof(raw->bytes))
		die("cannot read the answer of", path);
}

/* Puts the pieces of the answer together. false: it is not whole, or the program complained. */
static bool
unwrap(const struct text *raw, struct text *answer)
{
	const unsigned char *at = (const unsigned char *)raw->bytes;
	const unsigned char *end = at + raw->length;
	bool is_ended = false;
	size_t length;

	answer->length = 0;
	while (end - at >= HEADER_BYTES) {
		length = (size_t)at[4] << 8 | at[5];
		if ((size_t)(end - at) < HEADER_BYTES + length + at[6])
			return false;
		if (at[1] == STDERR && length > 0)
			return false;
		if (at[1] == STDOUT) {
			memcpy(answer->bytes + answer->length, at + HEADER_BYTES, length);
			answer->length += length;
		}
		is_ended = at[1] == END_REQUEST;
		at += HEADER_BYTES + length + at[6];
	}
	return is_ended && at == end;
}

static void
ask(struct target *t, struct text *answer)
{
	static const char good[] = "Status: 200 ";
	static struct text raw;

	exchange(t->socket, &raw);
	if (!unwrap(&raw, answer) || answer->length < sizeof(good) ||
	    memcmp(answer->bytes, good, sizeof(good) - 1) != 0)
		die("not a whole answer with the status 200", t->socket);
	if (t->expected == 0)
		t->expected = answer->length;
	if (answer->length != t->expected)
		die("an answer of another length than the first", t->socket);
}

/* Microseconds that one request took, on average over the block. */
static double
time_block(struct target *t, long count)
{
	static struct text answer;
	struct timespec from, to;
	long i;

	clock_gettime(CLOCK_MONOTONIC, &from);
	for (i = 0; i < count; i++)
		ask(t, &answer);
	clock_gettime(CLOCK_MONOTONIC, &to);
	return ((double)(to.tv_sec - from.tv_sec) * 1e6 + (double)(to.tv_nsec - from.tv_nsec) / 1e3) /
	    (double)count;
}

static void
compare(struct target *a, struct target *b, long rounds, long count)
{
	static double times_a[ROUNDS_MAX], times_b[ROUNDS_MAX], ratios[ROUNDS_MAX];
	long i;

	time_block(a, count);
	time_block(b, count);
	for (i = 0; i < rounds; i++) {
		/* Whoever comes second may find caches warm, so the order changes. */
		if (i % 2 == 0)
			times_a[i] = time_block(a, count);
		times_b[i] = time_block(b, count);
		if (i % 2 != 0)
			times_a[i] = time_block(a, count);
		ratios[i] = times_b[i] / times_a[i];
	}
	printf("a_us=%.1f b_us=%.1f ratio=%.3f ratio_low=%.3f ratio_high=%.3f\n",
	    share(times_a, rounds, 0.5), share(times_b, rounds, 0.5), share(ratios, rounds, 0.5),
	    share(ratios, rounds, 0.25), share(ratios, rounds, 0.75));
}

static long
number(const char *text, long most)
{
	char *end;
	long value = strtol(text, &end, 10);

	if (*end != '\0' || value < 1 || value > most)
		die("not a number in its range", text);
	return value;
}

int
main(int argc, char **argv)
{
	struct target a = { .socket = argc > 2 ? argv[2] : "" };
	struct target b = { .socket = argc > 3 ? argv[3] : "" };
	static struct text answer;

	if (argc < 5)
		die("usage", "client answer | load | compare, see client.c");
	make_request(argv[argc - 2], argv[argc - 1]);
	if (strcmp(argv[1], "answer") == 0 && argc == 5) {
		ask(&a, &answer);
		fwrite(answer.bytes, 1, answer.length, stdout);
	} else if (strcmp(argv[1], "load") == 0 && argc == 6) {
		time_block(&a, number(argv[3], 1000000));
	} else if (strcmp(argv[1], "compare") == 0 && argc == 8) {
		compare(&a, &b, number(argv[4], ROUNDS_MAX), number(argv[5], 1000000));
	} else {
		die("usage", "client answer | load | compare, see client.c");
	}
	return fflush(stdout) == 0 ? 0 : 1;
}
