/*
 * audit: who did what to what and when. An event is written in the transaction of what it tells;
 * the database lets the application add and read events, nothing else.
 */
#ifndef POINTPERSON_DOMAIN_AUDIT_H
#define POINTPERSON_DOMAIN_AUDIT_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/context.h"

#define AUDIT_FIELDS_MAX 16	/* fields of one object that an event can tell */

/* One field of an object, before and after. NULL: it was not there (an object added or removed). */
struct audit_change {
	const char	*field;		/* its name in the database and the form */
	const char	*before;
	const char	*after;
};

/*
 * An event being made. Begin with audit_begin(); changes are added one by one; audit_add() writes
 * it.
 */
struct audit {
	const char		*action;	/* "contact.update" */
	const char		*object_type;	/* "contact_person" */
	int64_t			 object_id;	/* 0: none */
	const char		*object_name;	/* as it was called then */
	const char		*actor_name;	/* NULL: the actor of the context */
	struct audit_change	 changes[AUDIT_FIELDS_MAX];
	size_t			 count;		/* changes in use */
};

/* An event as read back. All text in the arena. */
struct audit_entry {
	int64_t		 id;
	int64_t		 at;		/* UTC seconds */
	const char	*action;
	const char	*actor_name;
	const char	*fields;	/* names of what changed, comma separated */
	const char	*before_json;	/* "{}" where there is none */
	const char	*after_json;
	const char	*object_type;	/* "contact_person", "" none */
	int64_t		 object_id;	/* 0 none */
	const char	*object_name;	/* as it was called then */
	const char	*client_ip;	/* from where, "" not over the network */
	const char	*request_id;	/* as the logs and an error page name it, "" none */
};

/*
 * The columns of an entry, of the table audit_event as e and audit_values as v (AUDIT_JOIN_VALUES
 * of audit_sign.h), in the order that audit_read() wants.
 */
#define AUDIT_COLUMNS                                                                              \
	"e.id, e.at, e.action, e.actor_name, e.fields, COALESCE(v.before_json, '{}'),"             \
	" COALESCE(v.after_json, '{}'), e.object_type, e.object_id, e.object_name, e.client_ip,"   \
	" e.request_id"

struct audit audit_begin(const char *action, const char *object_type, int64_t object_id,
    const char *object_name);

/*
 * Adds a field that is told only where before and after differ. The text must live until
 * audit_add().
 */
void audit_changed(struct audit *, const char *field, const char *before, const char *after);

/* The same for a tick, told as "yes" and "no". */
void audit_changed_flag(struct audit *, const char *field, bool before, bool after);

/*
 * Writes the event. Where it is about an object that was saved with no difference, nothing is
 * written.
 */
enum err	 audit_add(struct context *, const struct audit *) MUST_CHECK;

/* The same; *id is the event's, 0 where nothing is written. */
enum err audit_add_known(struct context *, const struct audit *, int64_t *id) MUST_CHECK;

/*
 * The newest events of one object of this account, newest first, at most `most`. *count is how
 * many.
 */
enum err audit_list(struct context *, const char *object_type, int64_t object_id,
    struct audit_entry *, size_t most, size_t *count) MUST_CHECK;

/*
 * The events of the request that wrote the event `id`, oldest first and at most `most`: what was
 * done at once, and is grouped by that one. ERR_MISSING: the account has no event of this id,
 * action and kind of object.
 */
enum err audit_group(struct context *, int64_t id, const char *action, const char *object_type,
    struct audit_entry *, size_t most, size_t *count) MUST_CHECK;

/* Reads the rows of a statement of these columns, `most` at most, and ends it. *count: how many. */
struct db_stmt;
void		 audit_read(struct context *, struct db_stmt **, struct audit_entry *, size_t most,
		    size_t *count);

/* "contact.update" as a person says it: "changed". The action itself where it has no word. */
const char	*audit_word(const char *action);

/*
 * The value of one field in an event's JSON, in the arena; NULL where it is not there. Reads only
 * what audit_add() wrote: one object of names and strings.
 */
const char	*audit_value(struct mem *, const char *json, const char *field);

#endif
