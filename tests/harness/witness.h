/*
 * witness: sees what a request writes, and fails the test where the audit log does not tell it.
 *
 * A change of rows has an event in the same request. Each field that an event tells was in the row
 * before as the event has it, and is in the row after as the event has it; and each column that
 * differs afterwards is told by an event. What cannot be compared stands in a table of witness.c,
 * with the reason.
 */
#ifndef POINTPERSON_TESTS_WITNESS_H
#define POINTPERSON_TESTS_WITNESS_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/context.h"
#include "web/exchange.h"

#define WITNESS_KINDS	7	/* of objects whose rows are compared */
#define WITNESS_EVENTS	256	/* of one request: a list of invitations writes the most */

/* The rows of one kind of object, as they were at one moment. */
struct picture {
	struct picture_row {
		int64_t		 account_id;	/* 0: its id is of no other account either */
		int64_t		 id;
		const char	*text;	/* names and values by turns */
	}	*rows;			/* NULL: not taken */
	size_t	 count;
	bool	 is_part;	/* there are more, so nothing is said of one that is missing */
};

struct witness {
	struct db	*db;
	struct mem	*mem;		/* of one request */
	int64_t		 statements;	/* that it made itself in this request */
	char		 changed[40];	/* a table with rows that it changed, "" none */
	struct picture	 before[WITNESS_KINDS];
	int64_t		 events[WITNESS_EVENTS];	/* ids of what it wrote */
	size_t		 event_count;
	/* As the answer went out: */
	const struct page	*page;
	const struct route	*route;		/* NULL: there was none */
	const struct page	*carried_page;	/* of a form that it carried out, NULL none */
	const struct route	*carried;
	bool			 is_done;	/* it did what it was asked to */
};

void	 witness_init(struct witness *, struct db *);
void	 witness_release(struct witness *);

/* Around a request, with its answer in between. */
void	 witness_begin(struct witness *);
void	 witness_answer(struct witness *, const struct exchange *);

/* Compares. account_id: where one is signed in, 0 nowhere. */
void	 witness_end(struct witness *, int64_t account_id);

#endif
