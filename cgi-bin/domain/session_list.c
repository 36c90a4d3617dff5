#include "base/banned.h"
#include "domain/session_list.h"

#include <string.h>

#include "domain/audit.h"
#include "domain/session.h"

static const char SQL_LIST[] =
	"SELECT s.id, s.device, s.client_ip, a.business_name, s.created_at, s.seen_at"
	" FROM session s JOIN account a ON a.id = s.account_id"
	" WHERE s.user_id = ? AND s.ended_at IS NULL AND s.created_at > ? AND s.seen_at > ?"
	" ORDER BY (s.id = ?) DESC, s.seen_at DESC, s.id DESC LIMIT ?";

static const char SQL_DEVICE[] =
	"SELECT device, ended_at FROM session WHERE id = ? AND user_id = ? FOR UPDATE";

static const char SQL_END_OTHERS[] =
	"UPDATE session SET ended_at = ? WHERE user_id = ? AND id <> ? AND ended_at IS NULL"
	" AND created_at > ? AND seen_at > ?";

/* A part of what a browser sends, and its name; the first that is there counts. */
struct part {
	const char	*part;
	const char	*name;
};

/* Nearly every browser also claims to be Chrome and Safari, so those come last. */
static const struct part browsers[] = {
	{ "Edg", "Edge" },
	{ "OPR/", "Opera" },
	{ "Opera", "Opera" },
	{ "SamsungBrowser/", "Samsung Internet" },
	{ "UCBrowser/", "UC Browser" },
	{ "Vivaldi/", "Vivaldi" },
	{ "Firefox/", "Firefox" },
	{ "FxiOS/", "Firefox" },
	{ "CriOS/", "Chrome" },
	{ "Chromium/", "Chromium" },
	{ "Chrome/", "Chrome" },
	{ "Safari/", "Safari" },
	{ "curl/", "curl" },
	{ NULL, NULL }
};

/* Android says Linux too, and a phone of Apple's that it is like a Mac. */
static const struct part systems[] = {
	{ "Android", "Android" },
	{ "iPhone", "iPhone" },
	{ "iPad", "iPad" },
	{ "Windows", "Windows" },
	{ "CrOS", "ChromeOS" },
	{ "Mac OS X", "Mac" },
	{ "Macintosh", "Mac" },
	{ "Linux", "Linux" },
	{ NULL, NULL }
};

static const char *
name_in(const struct part *parts, const char *agent)
{
	for (; parts->part != NULL; parts++)
		if (strstr(agent, parts->part) != NULL)
			return parts->name;
	return NULL;
}

const char *
session_device(struct mem *m, const char *agent)
{
	const char *browser = name_in(browsers, agent);
	const char *system = name_in(systems, agent);

	if (browser == NULL)
		browser = "An unknown browser";
	return system == NULL ? browser : mem_fmt(m, "%s on %s", browser, system);
}

enum err
session_list(struct context *cx, struct session_entry *list, size_t *count)
{
	struct db_stmt *st;
	enum err rc;

	*count = 0;
	if ((rc = db_query(cx->db, &st, SQL_LIST, V(cx->actor.user_id),
		 V(cx->now - cx->config->session_longest_sec),
		 V(cx->now - cx->config->session_idle_sec), V(cx->actor.session_id),
		 V(SESSION_LIST_MAX))) != ERR_OK)
		return rc;
	while (*count < SESSION_LIST_MAX && db_step(st))
		list[(*count)++] = (struct session_entry){
			.id = db_i64(st, 0),
			.device = session_device(cx->mem, db_str(st, cx->mem, 1)),
			.client_ip = db_str(st, cx->mem, 2),
			.account_name = db_str(st, cx->mem, 3),
			.created_at = db_i64(st, 4),
			.seen_at = db_i64(st, 5),
			.is_this = db_i64(st, 0) == cx->actor.session_id,
		};
	db_done(&st);
	return ERR_OK;
}

/* What signed in there, and whether it has ended. ERR_MISSING: not the actor's. */
static enum err
hold(struct context *cx, int64_t session_id, const char **device, bool *has_ended)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_DEVICE, V(session_id), V(cx->actor.user_id))) !=
	    ERR_OK)
		return rc;
	*device = session_device(cx->mem, db_str(st, cx->mem, 0));
	*has_ended = !db_is_null(st, 1);
	db_done(&st);
	return ERR_OK;
}

enum err
session_list_end(struct context *cx, int64_t session_id)
{
	struct audit event =
	    audit_begin("session.end", "user", cx->actor.user_id, cx->actor.user_name);
	const char *device;
	bool has_ended;
	enum err rc;

	if ((rc = hold(cx, session_id, &device, &has_ended)) != ERR_OK || has_ended)
		return rc;
	if ((rc = session_end_other(cx, session_id)) != ERR_OK)
		return rc;
	audit_changed(&event, "session", device, NULL);
	return audit_add(cx, &event);
}

enum err
session_list_end_others(struct context *cx, int64_t *count)
{
	struct audit event =
	    audit_begin("session.end_others", "user", cx->actor.user_id, cx->actor.user_name);
	enum err rc;

	if ((rc = db_exec(cx->db, count, SQL_END_OTHERS, V(cx->now), V(cx->actor.user_id),
		 V(cx->actor.session_id), V(cx->now - cx->config->session_longest_sec),
		 V(cx->now - cx->config->session_idle_sec))) != ERR_OK || *count == 0)
		return rc;
	audit_changed(&event, "sessions", mem_fmt(cx->mem, "%lld", (long long)*count), NULL);
	return audit_add(cx, &event);
}
