/*
 * audit_purge: `audit purge`: puts audit events away that are older than the settings say.
 */
#include "base/banned.h"
#include "tools/tool.h"

#include "domain/audit_retention.h"
#include "domain/audit_verify.h"

#define DAY_SEC	86400
#define BATCH	10000	/* events in one transaction */

static const struct tool_option options[] = {
	{ "dry-run", NULL, "says what would be put away and changes nothing", false },
};

struct purging {
	struct context		 cx;
	int64_t			 before_at;	/* UTC seconds: what is older goes */
	bool			 is_dry;
	int64_t			 chain;		/* being worked on */
	struct audit_finding	 found;		/* in it */
	struct audit_place	 last;		/* that goes */
	int64_t			 all;		/* events put away, of all chains */
};

/* What is not whole stays: it could be looked at no more. */
static enum err
look(struct purging *p)
{
	enum err rc;

	if ((rc = db_begin_snapshot(p->cx.db)) != ERR_OK)
		return rc;
	if ((rc = audit_verify_chain(&p->cx, p->chain, NULL, 0, &p->found)) == ERR_OK)
		rc = audit_retention_find(&p->cx, p->chain, p->before_at, &p->last);
	db_rollback(p->cx.db);
	return rc;
}

struct batch {
	struct purging	*purging;
	size_t		 count;		/* of events that were put away */
};

static enum err
remove_some(struct context *cx, void *closure)
{
	struct batch *b = closure;
	enum err rc = ERR_OK;

	cx->actor.account_id = 0;
	if (b->purging->chain != 0)
		rc = tool_enter(cx, b->purging->chain);
	return rc != ERR_OK ? rc : audit_retention_some(cx, b->purging->chain, &b->purging->last,
	    BATCH, &b->count);
}

static enum err
remove_all(struct purging *p, int64_t *removed)
{
	struct batch b = { p, BATCH };
	enum err rc;

	for (*removed = 0; b.count == BATCH; *removed += (int64_t)b.count) {
		struct mem_mark mark = mem_mark(p->cx.mem);

		if ((rc = tool_transaction(&p->cx, remove_some, &b)) != ERR_OK)
			return rc;
		mem_rewind(p->cx.mem, mark);
	}
	return ERR_OK;
}

static enum err
purge_chain(struct purging *p, bool *is_whole)
{
	int64_t kept = 0, removed = 0;
	enum err rc;

	if ((rc = look(p)) != ERR_OK)
		return rc;
	*is_whole = p->found.fault == AUDIT_WHOLE;
	if (!*is_whole || p->last.position == 0)
		return ERR_OK;
	kept = p->found.last.position - p->last.position;
	removed = p->found.count - kept;
	if (!p->is_dry && (rc = remove_all(p, &removed)) != ERR_OK)
		return rc;
	p->all += removed;
	tool_say("%s: %lld event%s %s, %lld stay.", p->chain == 0 ? "events of no account" :
	    mem_fmt(p->cx.mem, "account %lld", (long long)p->chain), (long long)removed,
	    removed == 1 ? "" : "s", p->is_dry ? "would be put away" :
	    removed == 1 ? "was put away" : "were put away", (long long)kept);
	return ERR_OK;
}

static enum tool_exit
purge(struct purging *p)
{
	enum tool_exit status = TOOL_OK;
	bool is_whole;
	enum err rc;

	p->chain = AUDIT_VERIFY_NO_CHAIN;
	while ((rc = audit_verify_next(&p->cx, NULL, 0, &p->chain)) == ERR_OK &&
	    p->chain != AUDIT_VERIFY_NO_CHAIN) {
		if ((rc = purge_chain(p, &is_whole)) != ERR_OK)
			break;
		if (!is_whole) {
			tool_complain("nothing of account %lld is put away: its events are not as "
			    "they were written. See: pointperson audit verify",
			    (long long)p->chain);
			status = TOOL_FAILED;
		}
	}
	if (rc == ERR_OK)
		return status;
	tool_complain("not everything could be put away: %s", db_problem(p->cx.db));
	return TOOL_FAILED;
}

static enum tool_exit
run(struct tool *t)
{
	struct db *db = tool_migration_db(t);
	struct purging p = { .cx = tool_context(t, db), .is_dry = tool_has(t, "dry-run") };
	enum tool_exit status;

	p.before_at = p.cx.now - t->config.audit_keep_days * DAY_SEC;
	status = purge(&p);
	if (status == TOOL_OK && p.all == 0)
		tool_say("No event is older than %lld days.", (long long)t->config.audit_keep_days);
	db_free(&db);
	return status;
}

const struct tool_command tool_audit_purge = {
	"audit purge", "Puts audit events away that are older than audit.keep_days.",
	options, sizeof(options) / sizeof(options[0]), false, run,
	"Each chain is verified first, and goes on from the seal of the last event that was put\n"
	"away.\n"
	"The database user of `pointperson migrate` does this, since the pages' user may not."
};
