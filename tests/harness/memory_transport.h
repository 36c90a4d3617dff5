/*
 * memory_transport: a request made of text and an answer kept as text, for tests of pages without a
 * web server.
 */
#ifndef POINTPERSON_TESTS_MEMORY_TRANSPORT_H
#define POINTPERSON_TESTS_MEMORY_TRANSPORT_H

#include "base/str.h"
#include "web/transport.h"

#define VARIABLES_MAX 24	/* CGI variables of one request */

struct memory_transport {
	struct transport	 transport;
	struct { char name[40]; char value[4096]; } variables[VARIABLES_MAX];
	size_t			 variable_count;
	const char		*body;		/* to be read */
	size_t			 body_left;	/* bytes of it not read yet */
	struct str		 out;		/* everything written */
	bool			 is_given_up;	/* the answer was ended as one not complete */
	/* Told of each piece; false: nobody reads on. NULL: all of them are read. */
	bool			 (*reader)(void *closure, const struct memory_transport *);
	void			*reader_closure;	/* given to reader */
};

void		 memory_transport_init(struct memory_transport *);
void		 memory_transport_release(struct memory_transport *);

/* Forgets the request and the answer. */
void		 memory_transport_clear(struct memory_transport *);

/* Sets a CGI variable; NULL takes it away. */
void memory_transport_set(struct memory_transport *, const char *name, const char *value);
void memory_transport_set_body(struct memory_transport *, const char *body, size_t length);

/* The answer's status, the first value of a header ("" none), and the body. */
int		 memory_transport_status(const struct memory_transport *);
const char *memory_transport_header(const struct memory_transport *, const char *name, char *value,
    size_t size);
const char	*memory_transport_page(const struct memory_transport *);

#endif
