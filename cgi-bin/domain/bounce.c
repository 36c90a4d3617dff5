#include "base/banned.h"
#include "domain/bounce.h"

#include <string.h>

#include "base/text.h"
#include "domain/audit.h"
#include "domain/category.h"
#include "domain/contact_address.h"
#include "domain/notice.h"

#define DELAYED "delayed: "	/* how the result of a message that is late begins */

static const char SQL_FIND[] =
	"SELECT account_id, contact_person_id, recipient, state, result FROM outbox"
	" WHERE id = ? AND channel = 'mail' AND state IN ('waiting', 'sent', 'bounced') FOR UPDATE";

static const char SQL_BOUNCED[] =
	"UPDATE outbox SET state = 'bounced', sealed = '', lease_until = 0, state_at = ?,"
	" result = ? WHERE id = ?";

static const char SQL_DELAYED[] =
	"UPDATE outbox SET result = ? WHERE id = ?";

static const char SQL_PLACE[] =
	"SELECT a.id, p.name, a.state,"
	" p.is_primary = 1 AND (a.part = 'wanted' OR a.stands_in = 1)"
	" FROM contact_address a JOIN contact_person p"
	"  ON p.account_id = a.account_id AND p.id = a.contact_person_id"
	" WHERE a.account_id = ? AND a.contact_person_id = ? AND a.channel = ?"
	" AND a.address_key = LOWER(?) FOR UPDATE";

/* The message that a report is about. */
struct message {
	int64_t		 id;
	int64_t		 account_id;		/* 0 none */
	int64_t		 contact_person_id;	/* 0: not to a contact person */
	const char	*recipient;
	bool		 is_sent;		/* a server has it */
	bool		 is_bounced;		/* a report of its failure came before */
	bool		 is_delayed;		/* one of its delay */
};

static enum err
find(struct context *cx, int64_t id, struct message *msg)
{
	struct db_stmt *st;
	const char *state;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_FIND, V(id))) != ERR_OK)
		return rc;
	state = db_str(st, cx->mem, 3);
	*msg = (struct message){
		.id = id,
		.account_id = db_i64(st, 0),
		.contact_person_id = db_i64(st, 1),
		.recipient = db_str(st, cx->mem, 2),
		.is_sent = strcmp(state, "sent") == 0,
		.is_bounced = strcmp(state, "bounced") == 0,
		.is_delayed = strncmp(db_str(st, cx->mem, 4), DELAYED, strlen(DELAYED)) == 0,
	};
	db_done(&st);
	return ERR_OK;
}

/* Where one of those behind our recipient got it, it has arrived: that note counts. */
static const struct bounce_note *
pick(const struct bounce_report *report, const char *recipient)
{
	const struct bounce_note *n, *found = NULL;

	if (report->count == 1)
		return &report->notes[0];
	for (n = report->notes; n < report->notes + report->count; n++)
		if ((text_equal_fold(n->recipient, recipient) ||
			text_equal_fold(n->original, recipient)) &&
		    (found == NULL || n->action == BOUNCE_NOTHING))
			found = n;
	return found;
}

/* What is known of the address before and after. */
struct place {
	int64_t		 id;		/* of the address; 0: it is not listed any more */
	const char	*person;
	const char	*state;
	bool		 is_primary_way; /* the Primary is sent to it */
};

static enum err
load_place(struct context *cx, int64_t person_id, enum outbox_channel channel, const char *address,
    struct place *place)
{
	struct db_stmt *st;
	enum err rc;

	*place = (struct place){ 0 };
	if ((rc = db_query(cx->db, &st, SQL_PLACE, V(cx->actor.account_id), V(person_id),
		 V(outbox_channel_name(channel)), V(address))) != ERR_OK)
		return rc;
	if (db_step(st))
		*place = (struct place){
			.id = db_i64(st, 0),
			.person = db_str(st, cx->mem, 1),
			.state = db_str(st, cx->mem, 2),
			.is_primary_way = db_i64(st, 3) == 1,
		};
	db_done(&st);
	return ERR_OK;
}

/* The Primary gets the codes, so who looks after the account must know at once. */
static enum err
tell_members(struct context *cx, const struct place *place, const char *address, const char *words)
{
	struct outbox_message message = {
		.event = mem_fmt(cx->mem, "contact.unreachable %lld %lld", (long long)place->id,
		    (long long)cx->now),
		.category = category_name(CATEGORY_CRITICAL),
		.template = "primary-unreachable",
		.values = {
			{ "person", place->person, false },
			{ "address", address, false },
			{ "words", words, false },
		},
	};

	return notice_to_members(cx, &message, ROLE_ADMIN);
}

/* The event, and the message to the members, where the state of the address is another one now. */
static enum err
tell_change(struct context *cx, int64_t person_id, enum outbox_channel channel,
    const struct place *before, const char *address, const char *words)
{
	struct place after;
	struct audit event;
	bool is_unreachable;
	enum err rc;

	if ((rc = load_place(cx, person_id, channel, address, &after)) != ERR_OK ||
	    after.id == 0 || strcmp(before->state, after.state) == 0)
		return rc;
	is_unreachable =
	    strcmp(after.state, contact_address_state_name(ADDRESS_UNREACHABLE)) == 0;
	event = audit_begin(is_unreachable ? "contact.unreachable" : "contact.bounce",
	    "contact_person", person_id, after.person);
	audit_changed(&event, channel == OUTBOX_MAIL ? "email" : "phone", NULL, address);
	audit_changed(&event, "state", before->state, after.state);
	if ((rc = audit_add(cx, &event)) != ERR_OK || !is_unreachable || !after.is_primary_way)
		return rc;
	return tell_members(cx, &after, address, words);
}

/* What a failure changes at the contact person's address; nothing where it was to none. */
static enum err
note_failure(struct context *cx, int64_t account_id, int64_t person_id,
    enum outbox_channel channel, const char *address, const char *status, const char *words)
{
	int64_t account_before = cx->actor.account_id;
	struct place before;
	enum err rc;

	if (account_id == 0 || person_id == 0 || status[0] == '\0')
		return ERR_OK;
	cx->actor.account_id = account_id;
	if ((rc = load_place(cx, person_id, channel, address, &before)) == ERR_OK &&
	    before.id != 0 &&
	    (rc = contact_address_failed(cx, person_id, channel, address, status, words)) ==
		ERR_OK)
		rc = tell_change(cx, person_id, channel, &before, address, words);
	cx->actor.account_id = account_before;
	return rc;
}

/* Marks the message; *is_new where the report says what was not known. */
static enum err
mark(struct context *cx, const struct message *msg, const struct bounce_note *note, bool *is_new)
{
	const char *words = note->words;

	*is_new = !msg->is_bounced;
	if (!*is_new)
		return ERR_OK;
	if (note->action == BOUNCE_FAILED) {
		if (strncmp(note->status, "5.7.", 4) == 0)
			words = mem_fmt(cx->mem, CONTACT_ADDRESS_POLICY ": %s", words);
		return db_exec(cx->db, NULL, SQL_BOUNCED, V(cx->now), V(words), V(msg->id));
	}
	*is_new = msg->is_sent && !msg->is_delayed;
	if (!*is_new)
		return ERR_OK;
	return db_exec(cx->db, NULL, SQL_DELAYED, V(mem_fmt(cx->mem, DELAYED "%s", words)),
	    V(msg->id));
}

enum err
bounce_record(struct context *cx, const struct bounce_report *report)
{
	const struct bounce_note *note;
	struct message msg;
	bool is_new;
	enum err rc;

	if ((rc = find(cx, report->message_id, &msg)) != ERR_OK)
		return rc;
	note = pick(report, msg.recipient);
	if (note == NULL || note->action == BOUNCE_NOTHING)
		return ERR_INVALID;
	if ((rc = mark(cx, &msg, note, &is_new)) != ERR_OK || !is_new)
		return rc;
	return note_failure(cx, msg.account_id, msg.contact_person_id, OUTBOX_MAIL,
	    msg.recipient, note->status, note->words);
}

enum err
bounce_refused(struct context *cx, const struct outbox_job *job, const char *status,
    const char *words)
{
	enum err rc;

	if ((rc = outbox_failed(cx, job, words)) != ERR_OK)
		return rc;
	return note_failure(cx, job->account_id, job->contact_person_id, job->channel,
	    job->recipient, status, words);
}
