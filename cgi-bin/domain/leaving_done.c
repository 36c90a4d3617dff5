#include "base/banned.h"
#include "domain/leaving_done.h"

#include <string.h>

#include "base/text.h"
#include "domain/leaving.h"
#include "domain/role.h"

#define EVENTS_MAX	40	/* of one leaving; it writes a dozen */

/* Does the actor see the users of the department that this event took somebody from? */
static bool
is_in_sight(struct context *cx, const struct audit_entry *e)
{
	const char *department = audit_value(cx->mem, e->before_json, "department");

	return role_may(&cx->actor, PERM_USER_VIEW) ||
	    (role_may(&cx->actor, PERM_USER_VIEW_DEPARTMENT) && department != NULL &&
		department[0] != '\0' && text_equal_fold(department, cx->actor.department));
}

static const char *
value_before(struct context *cx, const struct audit_entry *e, const char *field)
{
	const char *value = audit_value(cx->mem, e->before_json, field);

	return value == NULL ? "" : value;
}

/* The one that groups the others is among them. */
static enum err
find_whole(struct leaving_done *d, int64_t event_id)
{
	size_t i;

	for (i = 0; i < d->count; i++)
		if (d->parts[i].id == event_id) {
			d->whole = d->parts[i];
			return ERR_OK;
		}
	return ERR_MISSING;
}

/* An invitation has a department of its own; whoever took over the calls is seen with the whole. */
static void
keep_seen(struct context *cx, struct leaving_done *d, bool sees_access)
{
	size_t i, kept = 0;

	for (i = 0; i < d->count; i++) {
		const struct audit_entry *e = &d->parts[i];

		if (e->id != d->whole.id &&
		    (sees_access || strcmp(e->object_type, LEAVING_OF_CONTACT) == 0 ||
			is_in_sight(cx, e)))
			d->parts[kept++] = *e;
	}
	d->count = kept;
}

enum err
leaving_done_load(struct context *cx, int64_t event_id, const char *object_type,
    struct leaving_done *d)
{
	bool sees_access;
	enum err rc;

	*d = (struct leaving_done){ .role = "", .sessions = "",
		.parts = mem_array(cx->mem, EVENTS_MAX, sizeof(*d->parts)) };
	if ((rc = audit_group(cx, event_id, LEAVING_EVENT, object_type, d->parts, EVENTS_MAX,
		 &d->count)) != ERR_OK || (rc = find_whole(d, event_id)) != ERR_OK)
		return rc;
	sees_access = is_in_sight(cx, &d->whole);
	if (!sees_access && strcmp(object_type, LEAVING_OF_USER) == 0)
		return ERR_MISSING;
	if (sees_access) {
		d->role = value_before(cx, &d->whole, "role");
		d->sessions = value_before(cx, &d->whole, "sessions");
	}
	keep_seen(cx, d, sees_access);
	return ERR_OK;
}
