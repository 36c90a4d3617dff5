#include "base/banned.h"
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* Longer messages are cut: a pipe writes at most PIPE_BUF (4096) in one piece. */
#define LINE_BYTES	2048
/* The longest program name and the 32 hexadecimal digits of nginx's request id. */
#define NAME_BYTES	64

static char program[NAME_BYTES] = "pointperson";
static char request[NAME_BYTES];

void
log_program(const char *name)
{
	snprintf(program, sizeof(program), "%s", name);
}

void
log_request(const char *id)
{
	snprintf(request, sizeof(request), "%s", id);
}

/*
 * One event is one line, and a quote in it ends nothing: control characters and quotes are
 * replaced.
 */
static void
defuse(char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			*text = ' ';
		else if (*text == '"')
			*text = '\'';
}

static void
write_line(int priority, const char *format, va_list ap)
{
	char message[LINE_BYTES];
	char line[LINE_BYTES + 256];
	char stamp[32];
	struct tm tm;
	time_t now = time(NULL);

	vsnprintf(message, sizeof(message), format, ap);
	defuse(message);
	gmtime_r(&now, &tm);
	strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%SZ", &tm);
	snprintf(line, sizeof(line), "<%d>ts=%s program=%s req=%s msg=\"%s\"\n", priority, stamp,
	    program, request[0] == '\0' ? "-" : request, message);
	fputs(line, stderr);
}

void
log_err(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	write_line(3, format, ap);
	va_end(ap);
}

void
log_warn(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	write_line(4, format, ap);
	va_end(ap);
}

void
log_info(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	write_line(6, format, ap);
	va_end(ap);
}
