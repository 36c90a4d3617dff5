#include "base/banned.h"

#include <string.h>

#include "domain/audit_log.h"
#include "web/form.h"
#include "web/page.h"
#include "web/view.h"

#define EVENTS_MAX 20 /* newest events of one object; all of them are in the audit log */

/* A stored value as people read it. */
static void
show_value(struct view_row *change, const char *key, const struct field *f, const char *value)
{
	if (f != NULL && f->kind == FIELD_PHONE)
		row_phone(change, key, value);
	else
		row_text(change, key, f == NULL || f->choices == NULL ? value :
		    choice_label(f->choices, value));
}

static void
show_change(struct req *rq, struct view_row *event, const struct audit_entry *e, const char *name,
    const struct field *fields)
{
	struct view_row change = row_row(event, "changes");
	const char *before = audit_value(rq->cx->mem, e->before_json, name);
	const char *after = audit_value(rq->cx->mem, e->after_json, name);
	const struct field *f = form_field(fields, name);

	row_text(&change, "field", name);
	if (f != NULL && f->label != NULL)
		row_text(&change, "label", f->label);
	if (!audit_log_may_see(&rq->cx->actor, e->object_type))
		return;
	row_flag(&change, "has_before", before != NULL);
	row_flag(&change, "has_after", after != NULL);
	row_flag(&change, "is_erased", before == NULL && after == NULL);
	if (before != NULL)
		show_value(&change, "before", f, before);
	if (after != NULL)
		show_value(&change, "after", f, after);
}

static void
show_event(struct req *rq, struct view_row *row, const struct audit_entry *e,
    const struct field *fields)
{
	const char *name = e->fields;
	size_t length;

	row_text(row, "word", language_text(audit_word(e->action)));
	row_text(row, "actor", e->actor_name);
	row_date(row, "at", e->at);
	for (; *name != '\0'; name += length + (name[length] == ',')) {
		length = strcspn(name, ",");
		show_change(rq, row, e, mem_dup_bytes(rq->cx->mem, name, length), fields);
	}
}

void
show_audit_entry(struct req *rq, struct view *v, const char *list, const struct audit_entry *e)
{
	struct view_row row = view_row(v, list);

	show_event(rq, &row, e, NULL);
	row_id(&row, "id", e->id);
	row_text(&row, "action", e->action);
	row_text(&row, "kind", e->object_type);
	row_id(&row, "object", e->object_id);
	row_text(&row, "about", e->object_name);
	row_text(&row, "client", e->client_ip);
	row_text(&row, "request", e->request_id);
}

enum err
show_history(struct req *rq, struct view *v, const char *object_type, int64_t id,
    const struct field *fields)
{
	struct audit_entry events[EVENTS_MAX];
	size_t i, count;
	enum err rc;

	if ((rc = audit_list(rq->cx, object_type, id, events, EVENTS_MAX, &count)) != ERR_OK)
		return rc;
	for (i = 0; i < count; i++) {
		struct view_row row = view_row(v, "Data.history");

		show_event(rq, &row, &events[i], fields);
	}
	view_text(v, "Data.history_kind", object_type);
	view_id(v, "Data.history_object", id);
	return ERR_OK;
}
