#include "base/banned.h"
#include "web/transport.h"

#include <errno.h>
#include <fcgiapp.h>
#include <stdlib.h>
#include <unistd.h>

#define UNREAD_MAX	(4 * 1024 * 1024)	/* bytes; conf/htaccess lets a part of it through */

struct cgi {
	struct transport	 transport;
	bool			 is_done;	/* its one request was taken */
};

struct fastcgi {
	struct transport	 transport;
	FCGX_Request		 request;
};

static bool
cgi_accept(struct transport *t)
{
	struct cgi *c = (struct cgi *)t;
	bool is_first = !c->is_done;

	c->is_done = true;
	return is_first;
}

static const char *
cgi_variable(struct transport *t, const char *name)
{
	(void)t;
	return getenv(name);
}

static ssize_t
cgi_read(struct transport *t, char *bytes, size_t size)
{
	ssize_t n;

	(void)t;
	while ((n = read(STDIN_FILENO, bytes, size)) < 0 && errno == EINTR)
		;
	return n;
}

static void
cgi_write(struct transport *t, const char *bytes, size_t length)
{
	ssize_t n;

	(void)t;
	while (length > 0) {
		if ((n = write(STDOUT_FILENO, bytes, length)) < 0 && errno != EINTR)
			return;
		if (n > 0) {
			bytes += n;
			length -= (size_t)n;
		}
	}
}

/*
 * Standard input and output may be one socket: where it is closed with a body that nobody read, the
 * web server loses the answer with it.
 */
static void
cgi_finish(struct transport *t)
{
	char rest[4096];
	size_t left = UNREAD_MAX;
	ssize_t n;

	while (left > 0 && (n = cgi_read(t, rest, sizeof(rest))) > 0)
		left -= (size_t)n < left ? (size_t)n : left;
}

static bool
fastcgi_accept(struct transport *t)
{
	return FCGX_Accept_r(&((struct fastcgi *)t)->request) == 0;
}

static const char *
fastcgi_variable(struct transport *t, const char *name)
{
	return FCGX_GetParam(name, ((struct fastcgi *)t)->request.envp);
}

static ssize_t
fastcgi_read(struct transport *t, char *bytes, size_t size)
{
	return FCGX_GetStr(bytes, (int)size, ((struct fastcgi *)t)->request.in);
}

static void
fastcgi_write(struct transport *t, const char *bytes, size_t length)
{
	FCGX_PutStr(bytes, (int)length, ((struct fastcgi *)t)->request.out);
}

static void
fastcgi_finish(struct transport *t)
{
	FCGX_Finish_r(&((struct fastcgi *)t)->request);
}

struct transport *
transport_of_process(void)
{
	static struct cgi cgi = {
		.transport = { cgi_accept, cgi_variable, cgi_read, cgi_write, cgi_finish },
	};
	static struct fastcgi fastcgi = {
		.transport = { fastcgi_accept, fastcgi_variable, fastcgi_read, fastcgi_write,
		    fastcgi_finish },
	};

	/* FCGX_Accept_r() does not emulate CGI, so it is asked for first. */
	if (FCGX_IsCGI())
		return &cgi.transport;
	/* FAIL_ACCEPT_ON_INTR: SIGTERM ends the wait for the next request. */
	if (FCGX_Init() != 0 ||
	    FCGX_InitRequest(&fastcgi.request, 0, FCGI_FAIL_ACCEPT_ON_INTR) != 0)
		_exit(1);
	return &fastcgi.transport;
}
