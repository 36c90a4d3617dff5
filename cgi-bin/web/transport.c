#include "base/banned.h"
#include "web/transport.h"

#include <errno.h>
#include <fcgiapp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

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

static bool
cgi_write(struct transport *t, const char *bytes, size_t length)
{
	ssize_t n;

	(void)t;
	while (length > 0) {
		if ((n = write(STDOUT_FILENO, bytes, length)) < 0 && errno != EINTR)
			return false;
		if (n > 0) {
			bytes += n;
			length -= (size_t)n;
		}
	}
	return true;
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

static bool
fastcgi_write(struct transport *t, const char *bytes, size_t length)
{
	return FCGX_PutStr(bytes, (int)length, ((struct fastcgi *)t)->request.out) >= 0;
}

static void
fastcgi_finish(struct transport *t)
{
	FCGX_Finish_r(&((struct fastcgi *)t)->request);
}

/*
 * A connection that is only closed, without the record that ends a request, is a good end for nginx
 * where it keeps no connections. What is no record at all is an error for nginx and for Apache's
 * proxy_fcgi: both close the browser's connection without the last chunk.
 */
static void
fastcgi_give_up(struct transport *t)
{
	static const char no_record[8];		/* of version 0, as long as a record's header */
	FCGX_Request *request = &((struct fastcgi *)t)->request;

	FCGX_FFlush(request->out);
	if (write(request->ipcFd, no_record, sizeof(no_record)) < 0)
		log_warn("transport: %s", strerror(errno));
	FCGX_Free(request, 1);
}

struct transport *
transport_of_process(void)
{
	static struct cgi cgi = {
		.transport = { cgi_accept, cgi_variable, cgi_read, cgi_write, cgi_finish,
		    cgi_finish },
	};
	static struct fastcgi fastcgi = {
		.transport = { fastcgi_accept, fastcgi_variable, fastcgi_read, fastcgi_write,
		    fastcgi_finish, fastcgi_give_up },
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
