#include "base/banned.h"
#include "domain/audit.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "domain/audit_sign.h"

#define NOTHING		"{}"	/* told of an event without values */
#define JSON_BYTES	60000	/* fits the TEXT column (65,535 bytes) of both values */
#define FIELDS_BYTES	480	/* fits audit_event.fields */

static const char SQL_ADD[] =
	"INSERT INTO audit_event (account_id, at, action, actor_id, actor_name, object_type,"
	" object_id, object_name, fields, client_ip, request_id, nonce, told_hash, mac)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

static const char SQL_ADD_VALUES[] =
	"INSERT INTO audit_values (event_id, before_json, after_json) VALUES (?, ?, ?)";

static const char SQL_LIST[] =
	"SELECT " AUDIT_COLUMNS " FROM audit_event e" AUDIT_JOIN_VALUES
	" WHERE e.account_id = ? AND e.object_type = ? AND e.object_id = ?"
	" ORDER BY e.at DESC, e.id DESC LIMIT ?";

static const char SQL_GROUP[] =
	"SELECT " AUDIT_COLUMNS " FROM audit_event g"
	" JOIN audit_event e ON e.account_id = g.account_id AND e.request_id = g.request_id"
	AUDIT_JOIN_VALUES
	" WHERE g.account_id = ? AND g.id = ? AND g.action = ? AND g.object_type = ?"
	" ORDER BY e.id LIMIT ?";

static const struct {
	const char	*action;
	const char	*word;
} words[] = {
	{ "access.denied", "Access Denied" },
	{ "access.request", "access asked for" },
	{ "account.create", "added" },
	{ "account.switch", "switched to this account" },
	{ "code.wrong", "a wrong code" },
	{ "demo.load", "demo data loaded" },
	{ "form.forged", "a form that was none of this site's" },
	{ "invoice.issue", "issued" },
	{ "invoice.payment", "payment noted" },
	{ "invoice.register", "registered with the invoice portal" },
	{ "invoice.download", "downloaded" },
	{ "invoice.mail", "mailed" },
	{ "invoice.download_list", "list downloaded" },
	{ "audit.download", "audit log downloaded" },
	{ "audit.erase", "personal data erased from the audit log" },
	{ "audit.purge", "old events put away" },
	{ "message.resend", "message sent again" },
	{ "sign_in", "signed in" },
	{ "sign_out", "signed out" },
	{ "sign_in.failed", "a wrong password at sign-in" },
	{ "user.create", "added" },
	{ "contact.create", "added" },
	{ "contact.update", "changed" },
	{ "contact.delete", "removed" },
	{ "contact.primary", "made Primary" },
	{ "contact.replaced", "no longer Primary" },
	{ "contact.verify", "verified" },
	{ "contact.send_code", "another code for an address sent" },
	{ "contact.add_address", "one more address" },
	{ "contact.use_address", "another address in use" },
	{ "contact.remove_address", "an address removed" },
	{ "contact.test_address", "a test message" },
	{ "contact.bounce", "messages come back" },
	{ "contact.unreachable", "not reached any more" },
	{ "contact.not_me", "refused by its reader" },
	{ "contact.confirm", "confirmed by the person" },
	{ "contact.billing_to", "invoices are addressed to this person" },
	{ "contact.billing_not_to", "invoices are addressed to somebody else" },
	{ "contact.withdraw", "agreement withdrawn by the person" },
	{ "contact.link", "linked with a user" },
	{ "contact.unlink", "no longer linked with a user" },
	{ "contact.not_user", "said not to be a user with the same address" },
	{ "invitation.create", "invited" },
	{ "invitation.resend", "invitation sent again" },
	{ "invitation.cancel", "invitation cancelled" },
	{ "invitation.accept", "invitation accepted" },
	{ "invitation.decline", "invitation declined" },
	{ "contact.left", "taken off: has left" },
	{ "person.left", "has left" },
	{ "company.update", "changed" },
	{ "billing.update", "changed" },
	{ "account.update", "changed" },
	{ "account.email_asked", "another business email asked for" },
	{ "account.email_code", "another code for the business email sent" },
	{ "account.email_cancelled", "change of the business email cancelled" },
	{ "account.email", "business email changed" },
	{ "membership.create", "added" },
	{ "membership.update", "changed" },
	{ "membership.role", "role changed" },
	{ "membership.suspend", "suspended" },
	{ "membership.resume", "resumed" },
	{ "membership.remove", "removed" },
	{ "user.second_factor_on", "second factor set up" },
	{ "user.second_factor_off", "second factor removed" },
	{ "user.passkey_add", "passkey added" },
	{ "user.passkey_rename", "passkey renamed" },
	{ "user.passkey_remove", "passkey removed" },
	{ "user.second_factor_lost", "second factor removed by support" },
	{ "user.recovery_codes", "new recovery codes" },
	{ "user.recovery_code_used", "a recovery code used" },
	{ "user.second_factor_refused", "second factor not confirmed" },
	{ "sign_in.passkey_failed", "a passkey that did not fit at sign-in" },
	{ "sign_in.second_factor_failed", "a wrong code at sign-in" },
	{ "role.second_factor", "second factor asked for" },
	{ "account.hand_over", "ownership handed over" },
	{ "role.rights", "what roles may changed" },
	{ "role.create", "added" },
	{ "role.update", "changed" },
	{ "role.delete", "removed" },
	{ "support.request", "support asked for help" },
	{ "user.update", "changed" },
	{ "password.wrong", "a wrong password" },
	{ "session.end", "signed out in another place" },
	{ "session.end_others", "signed out everywhere else" },
	{ "user.email_asked", "another email asked for" },
	{ "user.email_code", "another code for the new email sent" },
	{ "user.email_wrong", "another email asked for, with a wrong password or address" },
	{ "user.email", "email changed" },
	{ "user.email_cancelled", "change of email cancelled" },
	{ "user.email_refused", "change of email refused by the old address" },
	{ "user.email_reverted", "email taken back by the old address" },
	{ "user.password", "password changed" },
	{ "user.password_refused", "new password refused" },
	{ "user.password_reset_asked", "forgotten password: link asked for" },
	{ "user.password_reset", "forgotten password: new one set" },
};

struct audit
audit_begin(const char *action, const char *object_type, int64_t object_id, const char *object_name)
{
	return (struct audit){ .action = action, .object_type = object_type, .object_id = object_id,
		.object_name = object_name };
}

void
audit_changed(struct audit *a, const char *field, const char *before, const char *after)
{
	assert(a->count < AUDIT_FIELDS_MAX);
	if (before != NULL && after != NULL && strcmp(before, after) == 0)
		return;
	a->changes[a->count++] = (struct audit_change){ field, before, after };
}

void
audit_changed_flag(struct audit *a, const char *field, bool before, bool after)
{
	audit_changed(a, field, before ? "yes" : "no", after ? "yes" : "no");
}

/* The fields that had (or have) a value, as one JSON object. */
static char *
to_json(struct mem *m, const struct audit *a, bool after)
{
	struct str out;
	const char *value;
	char *json;
	size_t i, n = 0;

	str_init(&out, JSON_BYTES);
	str_add_char(&out, '{');
	for (i = 0; i < a->count; i++) {
		if ((value = after ? a->changes[i].after : a->changes[i].before) == NULL)
			continue;
		str_add(&out, n++ == 0 ? "" : ",");
		str_add_json(&out, a->changes[i].field);
		str_add_char(&out, ':');
		str_add_json(&out, value);
	}
	str_add_char(&out, '}');
	assert(!out.is_full);
	json = mem_dup(m, out.text);
	str_release(&out);
	return json;
}

static char *
field_names(struct mem *m, const struct audit *a)
{
	struct str out;
	char *names;
	size_t i;

	str_init(&out, FIELDS_BYTES);
	for (i = 0; i < a->count; i++)
		str_add_fmt(&out, "%s%s", i == 0 ? "" : ",", a->changes[i].field);
	names = mem_dup(m, out.text);
	str_release(&out);
	return names;
}

static struct db_val
id_or_null(int64_t id)
{
	return id == 0 ? db_null() : V(id);
}

/* What its fields were stands apart, and only where there is something to tell. */
static enum err
add_values(struct context *cx, const struct audit_signed *e)
{
	if (strcmp(e->before_json, NOTHING) == 0 && strcmp(e->after_json, NOTHING) == 0)
		return ERR_OK;
	return db_exec(cx->db, NULL, SQL_ADD_VALUES, V(e->id), V(e->before_json),
	    V(e->after_json));
}

static enum err
add_signed(struct context *cx, struct audit_signed *e)
{
	enum err rc;

	audit_sign(cx->config, e);
	rc = db_exec(cx->db, NULL, SQL_ADD, id_or_null(e->account_id), V(e->at), V(e->action),
	    id_or_null(e->actor_id), V(e->actor_name), V(e->object_type), id_or_null(e->object_id),
	    V(e->object_name), V(e->fields), V(e->client_ip), V(e->request_id),
	    db_blob(e->nonce, sizeof(e->nonce)), db_blob(e->told_hash, sizeof(e->told_hash)),
	    db_blob(e->mac, sizeof(e->mac)));
	if (rc != ERR_OK)
		return rc;
	e->id = db_insert_id(cx->db);
	return add_values(cx, e);
}

enum err
audit_add_known(struct context *cx, const struct audit *event, int64_t *id)
{
	static const char *const confirmed_by[PROOF__MAX] = {
		[PROOF_PRIMARY] = "a code to the Primary contact",
		[PROOF_FIRST] = "a Super Admin's password and the Primary contact's first code",
		[PROOF_LEFT] = "a code to a Super Admin: the Primary contact could not answer",
	};
	const struct actor *who = &cx->actor;
	struct audit all = *event;
	const struct audit *a = &all;
	struct audit_signed e;
	enum err rc;

	*id = 0;
	if (event->count == 0 && strstr(event->action, ".update") != NULL)
		return ERR_OK;
	if (cx->proof != PROOF_NONE)
		audit_changed(&all, "confirmed_by", NULL, confirmed_by[cx->proof]);
	e = (struct audit_signed){
		.account_id = who->account_id, .at = cx->now, .action = a->action,
		.actor_id = who->user_id,
		.actor_name = a->actor_name == NULL ? who->user_name : a->actor_name,
		.object_type = a->object_type, .object_id = a->object_id,
		.object_name = a->object_name, .fields = field_names(cx->mem, a),
		.client_ip = cx->client_ip, .request_id = cx->request_id,
		.before_json = to_json(cx->mem, a, false), .after_json = to_json(cx->mem, a, true),
	};
	if ((rc = add_signed(cx, &e)) == ERR_OK)
		*id = e.id;
	return rc;
}

enum err
audit_add(struct context *cx, const struct audit *event)
{
	int64_t id;

	return audit_add_known(cx, event, &id);
}

void
audit_read(struct context *cx, struct db_stmt **st, struct audit_entry *entries, size_t most,
    size_t *count)
{
	struct mem *m = cx->mem;

	for (*count = 0; *count < most && db_step(*st); (*count)++)
		entries[*count] = (struct audit_entry){
			.id = db_i64(*st, 0), .at = db_i64(*st, 1), .action = db_str(*st, m, 2),
			.actor_name = db_str(*st, m, 3), .fields = db_str(*st, m, 4),
			.before_json = db_str(*st, m, 5), .after_json = db_str(*st, m, 6),
			.object_type = db_str(*st, m, 7), .object_id = db_i64(*st, 8),
			.object_name = db_str(*st, m, 9), .client_ip = db_str(*st, m, 10),
			.request_id = db_str(*st, m, 11),
		};
	db_done(st);
}

enum err
audit_list(struct context *cx, const char *object_type, int64_t object_id,
    struct audit_entry *entries, size_t most, size_t *count)
{
	struct db_stmt *st;
	enum err rc;

	*count = 0;
	if ((rc = db_query(cx->db, &st, SQL_LIST, V(cx->actor.account_id), V(object_type),
		 V(object_id), V((int64_t)most))) != ERR_OK)
		return rc;
	audit_read(cx, &st, entries, most, count);
	return ERR_OK;
}

enum err
audit_group(struct context *cx, int64_t id, const char *action, const char *object_type,
    struct audit_entry *entries, size_t most, size_t *count)
{
	struct db_stmt *st;
	enum err rc;

	*count = 0;
	if ((rc = db_query(cx->db, &st, SQL_GROUP, V(cx->actor.account_id), V(id), V(action),
		 V(object_type), V((int64_t)most))) != ERR_OK)
		return rc;
	audit_read(cx, &st, entries, most, count);
	return *count == 0 ? ERR_MISSING : ERR_OK;
}

const char *
audit_word(const char *action)
{
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].action, action) == 0)
			return words[i].word;
	return action;
}

/* Reads one JSON string that starts behind its quote; *end is behind the closing one. */
static char *
read_text(struct mem *m, const char *at, const char **end)
{
	char *text = mem_dup(m, at);
	char *to = text;

	for (; *at != '"' && *at != '\0'; at++) {
		if (*at != '\\') {
			*to++ = *at;
		} else if (at[1] == '\0') {
			break;			/* cut off: there is nothing behind it to read */
		} else if (*++at == 'u' && strlen(at) >= 5) {
			char digits[5] = { at[1], at[2], at[3], at[4], '\0' };

			*to++ = (char)strtol(digits, NULL, 16);
			at += 4;
		} else {
			*to++ = *at;
		}
	}
	*to = '\0';
	*end = *at == '"' ? at + 1 : at;
	return text;
}

const char *
audit_value(struct mem *m, const char *json, const char *field)
{
	const char *at = strchr(json, '"');
	char *name, *value;

	while (at != NULL) {
		name = read_text(m, at + 1, &at);
		if ((at = strchr(at, '"')) == NULL)
			return NULL;
		value = read_text(m, at + 1, &at);
		if (strcmp(name, field) == 0)
			return value;
		at = strchr(at, '"');
	}
	return NULL;
}
