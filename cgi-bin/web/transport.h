/*
 * transport: how a request comes in and an answer goes out. The same page loop runs over FastCGI,
 * plain CGI and, for tests, memory.
 */
#ifndef POINTPERSON_WEB_TRANSPORT_H
#define POINTPERSON_WEB_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct transport {
	/* Waits for the next request; false: there is none any more. */
	bool		 (*accept)(struct transport *);
	/*
	 * A variable of the CGI environment, valid until the next accept; NULL where it is not
	 * set.
	 */
	const char	*(*variable)(struct transport *, const char *name);
	/*
	 * Reads up to size bytes of the body: the number read, 0 at the end, -1 for a broken body.
	 */
	ssize_t		 (*read)(struct transport *, char *bytes, size_t size);
	/*
	 * Writes a piece of the answer; false: nobody reads it any more. A client that went away is
	 * no error: nothing depends on it.
	 */
	bool		 (*write)(struct transport *, const char *bytes, size_t length);
	/* Ends the answer. */
	void		 (*finish)(struct transport *);
	/*
	 * Ends an answer that is not complete, in place of finish(). Over FastCGI the web server is
	 * made to break it off too, without the last chunk, so that a browser does not keep the
	 * file. A CGI program has no such sign: what was written looks like all of it.
	 */
	void		 (*give_up)(struct transport *);
};

/*
 * The transport of this process: FastCGI where file descriptor 0 is a listening socket, else plain
 * CGI, which serves one request. Lives as long as the process.
 */
struct transport	*transport_of_process(void);

#endif
