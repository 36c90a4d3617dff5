#include "base/banned.h"
#include "domain/password.h"

#include <string.h>

#include "base/language.h"
#include "base/slots.h"
#include "base/str.h"
#include "base/strength.h"
#include "base/text.h"
#include "domain/audit.h"
#include "domain/category.h"
#include "domain/link.h"
#include "domain/outbox.h"
#include "domain/session.h"
#include "domain/user.h"

#define CLASSIC_LEAST	8	/* characters (issue; OWASP ASVS 6.2.1) */
#define NIST_LEAST	15	/* characters (NIST SP 800-63B-4, a password alone) */
#define SLOT_WAIT_MS	500	/* as for signing in */
#define MAIL_GAP_SEC	300	/* a mail with the same link to one address */
#define PATTERN_BYTES	400	/* a regular expression of the longest table below */
#define LINK_LEAST_SEC	600	/* a link that lasts no longer is replaced instead of sent again */

/* Locked: of two who use one link the second finds it used. */
#define ROW_COLUMNS                                                                                \
	"SELECT u.name, u.email, u.reset_serial, u.reset_asked_at,"                                \
	" (SELECT m.account_id FROM membership m WHERE m.user_id = u.id AND m.state = 'active'"    \
	"  ORDER BY (m.account_id = u.last_account_id) DESC, m.account_id LIMIT 1),"               \
	" (SELECT a.business_name FROM membership m JOIN account a ON a.id = m.account_id"         \
	"  WHERE m.user_id = u.id AND m.state = 'active'"                                          \
	"  ORDER BY (m.account_id = u.last_account_id) DESC, m.account_id LIMIT 1)"                \
	" FROM user u WHERE u.id = ?"
static const char SQL_ROW[] = ROW_COLUMNS;
static const char SQL_LOCK_ROW[] = ROW_COLUMNS " FOR UPDATE";

static const char SQL_ASKED[] =
	"UPDATE user SET reset_serial = ?, reset_asked_at = ? WHERE id = ?";

static const char SQL_CHANGED[] =
	"UPDATE user SET password_changed_at = ?, reset_asked_at = NULL WHERE id = ?";

/* In the place of the message that an unknown address is not sent: one statement as well. */
static const char SQL_NO_MESSAGE[] =
	"UPDATE outbox SET state_at = ? WHERE id = 0";

/* Characters of a kind, both ends included. A zero ends a table. */
struct range {
	uint32_t	first;
	uint32_t	last;
};

/* Latin, Greek and Cyrillic capitals; other scripts have none. */
static const struct range capitals[] = {
	{ 'A', 'Z' }, { 0xc0, 0xd6 }, { 0xd8, 0xde }, { 0x391, 0x3a9 }, { 0x400, 0x42f }, { 0, 0 }
};

/* European and Arabic digits, and those of the scripts of India, each in a block of its own. */
static const struct range digits[] = {
	{ '0', '9' }, { 0x660, 0x669 }, { 0x6f0, 0x6f9 }, { 0x966, 0x96f }, { 0x9e6, 0x9ef },
	{ 0xa66, 0xa6f }, { 0xae6, 0xaef }, { 0xb66, 0xb6f }, { 0xbe6, 0xbef }, { 0xc66, 0xc6f },
	{ 0xce6, 0xcef }, { 0xd66, 0xd6f }, { 0, 0 }
};

/* Of ASCII, then signs of Latin, general punctuation, money, arrows and shapes, pictures. */
static const struct range symbols[] = {
	{ '!', '/' }, { ':', '@' }, { '[', '`' }, { '{', '~' }, { 0xa1, 0xa9 }, { 0xab, 0xac },
	{ 0xae, 0xb1 }, { 0xb6, 0xb7 }, { 0xbb, 0xbf }, { 0xd7, 0xd7 }, { 0xf7, 0xf7 },
	{ 0x964, 0x965 }, { 0x2010, 0x2027 }, { 0x2030, 0x205e }, { 0x20a0, 0x20cf },
	{ 0x2190, 0x2bff }, { 0x1f300, 0x1faff }, { 0, 0 }
};

/* What the classic profile asks for beside the length. */
static const struct {
	const struct range	*kind;
	const char		*text;
	const char		*missing;
} classic[] = {
	{ capitals, "one upper-case letter", "Add an upper-case letter, such as K." },
	{ digits, "one number", "Add a number, such as 7." },
	{ symbols, "one symbol", "Add a symbol, such as ! - # or +." },
};

#define CLASSIC_COUNT	(sizeof(classic) / sizeof(classic[0]))

static int
least(const struct config *c)
{
	return c->password_profile == PASSWORD_NIST ? NIST_LEAST : CLASSIC_LEAST;
}

static bool
has_one(const char *text, const struct range *kind)
{
	const struct range *r;
	uint32_t point;

	while (*text != '\0') {
		text = text_next(text, &point);
		for (r = kind; r->last != 0; r++)
			if (point >= r->first && point <= r->last)
				return true;
	}
	return false;
}

/* "[\u{41}-\u{5a}...]": the table as a browser reads it. */
static char *
pattern(struct mem *m, const struct range *r)
{
	struct str out;
	char *text;

	str_init(&out, PATTERN_BYTES);
	str_add(&out, "[");
	for (; r->last != 0; r++)
		str_add_fmt(&out, "\\u{%x}-\\u{%x}", (unsigned int)r->first,
		    (unsigned int)r->last);
	str_add(&out, "]");
	text = mem_dup(m, out.text);
	str_release(&out);
	return text;
}

size_t
password_rules(struct mem *m, const struct config *c,
    struct password_rule rules[PASSWORD_RULES_MAX])
{
	size_t i, count = 0;

	rules[count++] = (struct password_rule){
		mem_fmt(m, language_format("at least %d characters"), least(c)),
		mem_fmt(m, "^[^]{%d,}$", least(c)) };
	for (i = 0; c->password_profile == PASSWORD_CLASSIC && i < CLASSIC_COUNT; i++)
		rules[count++] = (struct password_rule){ language_text(classic[i].text),
			pattern(m, classic[i].kind) };
	if (strength_is_known())
		rules[count++] = (struct password_rule){ language_text("not easily guessed: no "
			"common password, no name or address of yours, no row of keys"), "" };
	return count;
}

/* The first rule of the profile that is not met; NULL none. */
static const char *
unmet(struct mem *m, const struct config *c, const char *password)
{
	size_t i, length = text_characters(password);

	if (strlen(password) > USER_PASSWORD_MAX)
		return mem_fmt(m, language_format(
		    "This has %zu bytes; %d are the most. Nothing of it was cut off."),
		    strlen(password), USER_PASSWORD_MAX);
	if (length < (size_t)least(c))
		return mem_fmt(m, language_format("Use at least %d characters; this has %zu."),
		    least(c), length);
	for (i = 0; c->password_profile == PASSWORD_CLASSIC && i < CLASSIC_COUNT; i++)
		if (!has_one(password, classic[i].kind))
			return classic[i].missing;
	return NULL;
}

static const char *
too_weak(struct mem *m, const struct config *c, const struct password_owner *who,
    const char *password)
{
	static const char *const texts[STRENGTH__MAX] = {
		[STRENGTH_OWN_WORD] = "This is easily guessed: most of it is your name, your email "
			"address or the name of the account. Take words that have nothing to do "
			"with you.",
		[STRENGTH_COMMON] = "This is easily guessed: most of it is a common word or "
			"password, however it is written. Put several words together that have "
			"nothing to do with each other.",
		[STRENGTH_PATTERN] = "This is easily guessed: most of it is repeated, counted, or "
			"in a row on the keyboard. Put several words together instead.",
		[STRENGTH_DATE] = "This is easily guessed: most of it is a date or a year. Put "
			"several words together instead.",
		[STRENGTH_SHORT] = "This is easily guessed: add one or two more words.",
	};
	struct strength_words words = { .count = 0 };

	strength_words_add(&words, m, who->name);
	strength_words_add(&words, m, who->email);
	strength_words_add(&words, m, who->account);
	strength_words_add(&words, m, c->site_name);
	return texts[strength_of(m, password, &words)];
}

enum err
password_check(struct mem *m, const struct config *c, const struct password_owner *who,
    const struct password_typed *typed, struct problems *p)
{
	const char *why = unmet(m, c, typed->wanted);

	if (why == NULL)
		why = too_weak(m, c, who, typed->wanted);
	if (why != NULL) {
		problems_add(p, "new_password", "%s", language_text(why));
		return ERR_INVALID;
	}
	if (strcmp(typed->wanted, typed->again) != 0) {
		problems_add(p, "confirm_password", "This is not the same as the new password. "
		    "Type both once more.");
		return ERR_INVALID;
	}
	return ERR_OK;
}

enum err
password_set_first(struct context *cx, int64_t user_id, const char *password)
{
	int slot = -1;
	enum err rc;

	if ((rc = slots_enter(cx->config->run_folder, cx->config->hashes_at_once, SLOT_WAIT_MS,
		 &slot)) == ERR_OK)
		rc = user_set_password(cx, user_id, password);
	slots_leave(&slot);
	return rc;
}

/* The password, and with it the end of every link. */
static enum err
store(struct context *cx, int64_t user_id, const char *password)
{
	enum err rc = password_set_first(cx, user_id, password);

	return rc == ERR_OK ? db_exec(cx->db, NULL, SQL_CHANGED, V(cx->now), V(user_id)) : rc;
}

static enum err
send_notice(struct context *cx, int64_t user_id, const struct password_owner *who, bool by_link)
{
	struct outbox_message message = {
		.event = mem_fmt(cx->mem, "user.password %lld %lld %s", (long long)user_id,
		    (long long)cx->now, cx->request_id),
		.recipient = who->email,
		.recipient_name = who->name,
		.category = category_name(CATEGORY_CRITICAL),
		.template = "password-changed",
		.values = {
			{ "by_link", by_link ? "yes" : "", false },
			{ "client", cx->client_ip, false },
		},
	};

	return outbox_add(cx, &message);
}

static enum err
add_event(struct context *cx, const char *action, int64_t user_id, const char *name,
    const char *actor)
{
	struct audit event = audit_begin(action, "user", user_id, name);

	event.actor_name = actor;
	return audit_add(cx, &event);
}

enum err
password_change(struct context *cx, const struct password_typed *typed, struct problems *p,
    bool *was_wrong)
{
	const struct actor *me = &cx->actor;
	struct password_owner who = { me->user_name, me->user_email, me->account_name };
	bool is_outdated;
	int64_t user_id;
	enum err rc;

	*was_wrong = false;
	if ((rc = password_check(cx->mem, cx->config, &who, typed, p)) != ERR_OK)
		return rc;
	rc = user_check_password(cx, me->user_email, typed->current, &user_id, &is_outdated);
	if (rc == ERR_INVALID) {
		*was_wrong = true;
		problems_add(p, "current_password",
		    "This is not your password. Check whether Caps Lock is on.");
	}
	if (rc != ERR_OK)
		return rc;
	if (strcmp(typed->current, typed->wanted) == 0) {
		problems_add(p, "new_password",
		    "This is the password you have now. Choose another one.");
		return ERR_INVALID;
	}
	if ((rc = store(cx, me->user_id, typed->wanted)) != ERR_OK ||
	    (rc = session_end_all(cx, me->user_id, me->session_id)) != ERR_OK ||
	    (rc = send_notice(cx, me->user_id, &who, false)) != ERR_OK)
		return rc;
	return add_event(cx, "user.password", me->user_id, me->user_name, NULL);
}

/* A user's row as the links see it. */
struct row {
	struct password_owner	 who;
	int64_t			 account_id;	/* one of the user's, 0 none */
	int64_t			 serial;	/* of the newest link */
	int64_t			 asked_at;	/* when it was first asked for, 0: it was used */
	bool			 is_there;
};

/* The actor becomes nobody, in an account of the user's. */
static enum err
load_row(struct context *cx, bool to_change, int64_t user_id, struct row *row)
{
	struct db_stmt *st;
	enum err rc;

	*row = (struct row){ .who = { "", "", "" } };
	rc = to_change ? db_query(cx->db, &st, SQL_LOCK_ROW, V(user_id)) :
			 db_query(cx->db, &st, SQL_ROW, V(user_id));
	if (rc != ERR_OK)
		return rc;
	if (db_step(st))
		*row = (struct row){
			.who = { db_str(st, cx->mem, 0), db_str(st, cx->mem, 1),
			    db_str(st, cx->mem, 5) },
			.serial = db_i64(st, 2),
			.asked_at = db_i64(st, 3),
			.account_id = db_i64(st, 4),
			.is_there = true,
		};
	db_done(&st);
	cx->actor = (struct actor){ .account_id = row->account_id, .user_name = row->who.name,
		.user_email = "", .account_name = row->who.account, .account_region = "",
		.account_zone = "", .other_accounts = "", .department = "",
		.role_name = "" };
	return ERR_OK;
}

/* was_voided: nobody asked for it, the password is of no use any more. */
static enum err
send_link(struct context *cx, int64_t user_id, const struct row *row, bool was_voided)
{
	struct outbox_message message = {
		.event = mem_fmt(cx->mem, "user.reset %lld %lld %lld", (long long)user_id,
		    (long long)row->serial, (long long)(cx->now / MAIL_GAP_SEC)),
		.recipient = row->who.email,
		.recipient_name = row->who.name,
		.category = category_name(CATEGORY_CODES),
		.template = "password-reset",
		.life_sec = row->asked_at + PASSWORD_LINK_SEC - cx->now,
		.values = {
			{ "link", link_make(cx, LINK_PASSWORD, user_id, row->serial), true },
			{ "was_voided", was_voided ? "yes" : "", false },
			{ "client", cx->client_ip, false },
		},
	};

	return outbox_add(cx, &message);
}

/*
 * Asked again, the same link is sent again: whoever asks for the address of another ends no link
 * that has just arrived there.
 */
enum err
password_forgot(struct context *cx, const char *email)
{
	bool is_outdated;
	int64_t user_id;
	struct row row;
	enum err rc;

	/* Of use for the id, and for the time that a sign-in takes. */
	rc = user_check_password(cx, email, "", &user_id, &is_outdated);
	if ((rc != ERR_OK && rc != ERR_INVALID) ||
	    (rc = load_row(cx, true, user_id, &row)) != ERR_OK)
		return rc;
	if (cx->now >= row.asked_at + PASSWORD_LINK_SEC - LINK_LEAST_SEC) {
		row.serial++;
		row.asked_at = cx->now;
	}
	if ((rc = db_exec(cx->db, NULL, SQL_ASKED, V(row.serial), V(row.asked_at),
		 V(user_id))) != ERR_OK)
		return rc;
	rc = row.is_there ? send_link(cx, user_id, &row, false) :
			    db_exec(cx->db, NULL, SQL_NO_MESSAGE, V(cx->now));
	if (rc != ERR_OK)
		return rc;
	return add_event(cx, "user.password_reset_asked", user_id, row.who.name,
	    mem_fmt(cx->mem, "%.200s", email));
}

enum err
password_send_link(struct context *cx, int64_t user_id)
{
	struct row row;
	enum err rc;

	if ((rc = load_row(cx, true, user_id, &row)) != ERR_OK)
		return rc;
	if (!row.is_there)
		return ERR_MISSING;
	row.serial++;
	row.asked_at = cx->now;
	if ((rc = db_exec(cx->db, NULL, SQL_ASKED, V(row.serial), V(row.asked_at),
		 V(user_id))) != ERR_OK)
		return rc;
	return send_link(cx, user_id, &row, true);
}

static enum password_link_state
state_of(const struct context *cx, const struct row *row, int64_t serial)
{
	if (!row->is_there)
		return PASSWORD_LINK_WRONG;
	if (row->serial != serial)
		return PASSWORD_LINK_SUPERSEDED;
	if (row->asked_at == 0)
		return PASSWORD_LINK_USED;
	return cx->now < row->asked_at + PASSWORD_LINK_SEC ? PASSWORD_LINK_OPEN :
							     PASSWORD_LINK_EXPIRED;
}

static enum err
open_link(struct context *cx, const char *token, bool to_change, struct password_link *l)
{
	struct link link;
	struct row row;
	enum err rc;

	*l = (struct password_link){ .state = PASSWORD_LINK_NONE, .mark = "",
		.owner = { "", "", "" } };
	if (token[0] == '\0')
		return ERR_OK;
	l->state = PASSWORD_LINK_WRONG;
	if (link_read(cx, token, &link) != ERR_OK || link.kind != LINK_PASSWORD)
		return ERR_OK;
	if ((rc = load_row(cx, to_change, link.id, &row)) != ERR_OK)
		return rc;
	l->mark = link_mark(cx, token);
	l->user_id = link.id;
	l->owner = row.who;
	l->state = state_of(cx, &row, link.serial);
	return ERR_OK;
}

enum err
password_link_open(struct context *cx, const char *token, struct password_link *l)
{
	return open_link(cx, token, false, l);
}

enum err
password_reset(struct context *cx, const char *token, const struct password_typed *typed,
    struct problems *p)
{
	struct password_link l;
	enum err rc;

	if ((rc = open_link(cx, token, true, &l)) != ERR_OK)
		return rc;
	if (l.state != PASSWORD_LINK_OPEN)
		return ERR_MISSING;
	if ((rc = password_check(cx->mem, cx->config, &l.owner, typed, p)) != ERR_OK ||
	    (rc = store(cx, l.user_id, typed->wanted)) != ERR_OK ||
	    (rc = session_end_all(cx, l.user_id, 0)) != ERR_OK ||
	    (rc = send_notice(cx, l.user_id, &l.owner, true)) != ERR_OK)
		return rc;
	return add_event(cx, "user.password_reset", l.user_id, l.owner.name, NULL);
}
