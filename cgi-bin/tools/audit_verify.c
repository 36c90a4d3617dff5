/*
 * audit_verify: `audit verify`: whether the audit events are those that were written.
 */
#include "base/banned.h"
#include "tools/tool.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/str.h"
#include "base/valid.h"
#include "domain/account.h"
#include "domain/audit_head.h"
#include "domain/audit_verify.h"

#define HEADS_BYTES	(8 * 1024 * 1024)	/* some years of daily mails */
#define HEADS_MAX	20000			/* in them */

static const struct tool_option options[] = {
	{ "account", "NUMBER", "this account's events only, 0 those of no account; else all",
	    false },
	{ "heads", "FILE", "saved mails, or lines, with seals that were told; - standard input",
	    false },
};

struct walk {
	struct tool		*tool;
	struct context		 cx;
	struct audit_told	*told;
	size_t			 told_count;
	int64_t			 chain;		/* AUDIT_VERIFY_NO_CHAIN: all */
	int64_t			 waiting;	/* events of the last minutes without a seal */
	bool			 is_broken;	/* one fault at least */
	bool			 is_tampered;	/* and one that no courier mends */
};

static const char *const faults[] = {
	[AUDIT_START_FORGED] = "the seal that its chain begins with was not made by this portal",
	[AUDIT_SEAL_GONE] = "the event and its seal were removed",
	[AUDIT_EVENT_GONE] = "the event was removed",
	[AUDIT_CHANGED] = "the event is not as it was written: it was changed in the database",
	[AUDIT_VALUES_CHANGED] = "what the event tells was changed in the database",
	[AUDIT_VALUES_GONE] = "what the event tells was removed, and not by `audit erase`",
	[AUDIT_OUT_OF_PLACE] = "another event, or another order, was sealed here",
	[AUDIT_END_GONE] = "a seal was told for this place that is not there: the newest events "
	    "were removed, or written anew",
	[AUDIT_PUT_IN] = "this portal did not write it: it was put into the database",
	[AUDIT_UNSEALED] = "it is not sealed: `pointperson audit seal` seals what waits, and "
	    "`pointperson doctor` says what does so from now on",
};

static const char *
whose(struct walk *w, int64_t chain)
{
	if (chain == 0)
		return "events of no account";
	if (account_enter(&w->cx, chain) != ERR_OK)
		return mem_fmt(w->cx.mem, "account %lld", (long long)chain);
	return mem_fmt(w->cx.mem, "account %lld, %s", (long long)chain, w->cx.actor.account_name);
}

static void
complain(struct walk *w, const struct audit_finding *f)
{
	struct mem *m = w->cx.mem;
	const char *event = f->event_id == 0 ? "an event" :
	    mem_fmt(m, "event %lld", (long long)f->event_id);
	const char *place = f->position == 0 ? "" :
	    mem_fmt(m, ", place %lld of its chain", (long long)f->position);

	w->is_broken = true;
	if (f->fault != AUDIT_UNSEALED)
		w->is_tampered = true;
	tool_complain("%s: %s%s: %s.", whose(w, f->chain), event, place, faults[f->fault]);
}

static const char *
counted(struct mem *m, int64_t count)
{
	return mem_fmt(m, "%lld event%s", (long long)count, count == 1 ? "" : "s");
}

static void
tell(struct walk *w, const struct audit_finding *f)
{
	struct mem *m = w->cx.mem;
	struct audit_told newest = { f->chain, f->last };

	if (f->count == 0) {
		tool_say("%s: no event is kept.", whose(w, f->chain));
		return;
	}
	if (f->late > 0)
		tool_say("%s: %s sealed more than a day after being written: from before the "
		    "portal sealed, from while no courier ran, or because older seals were "
		    "removed. A seal that was mailed tells which: see --heads.",
		    whose(w, f->chain), counted(m, f->late));
	tool_say("%s: %s as written%s, sealed until %s.\n    newest seal: %s", whose(w, f->chain),
	    counted(m, f->count),
	    f->erased == 0 ? "" : mem_fmt(m, ", of %lld what they told was erased",
		(long long)f->erased),
	    clock_iso(m, f->newest_at), audit_head_text(m, &newest));
}

static enum err
verify_chain(struct walk *w, int64_t chain)
{
	struct audit_finding f, unsealed;
	enum err rc;

	if ((rc = audit_verify_chain(&w->cx, chain, w->told, w->told_count, &f)) != ERR_OK ||
	    (rc = audit_verify_unsealed(&w->cx, chain, &unsealed)) != ERR_OK)
		return rc;
	w->waiting += unsealed.count;
	if (f.fault != AUDIT_WHOLE)
		complain(w, &f);
	else if (f.count > 0 || (unsealed.fault == AUDIT_WHOLE && unsealed.count == 0))
		tell(w, &f);
	if (unsealed.fault != AUDIT_WHOLE)
		complain(w, &unsealed);
	return ERR_OK;
}

static enum err
verify_all(struct walk *w)
{
	int64_t chain = AUDIT_VERIFY_NO_CHAIN;
	enum err rc;

	if (w->chain != AUDIT_VERIFY_NO_CHAIN)
		return verify_chain(w, w->chain);
	while ((rc = audit_verify_next(&w->cx, w->told, w->told_count, &chain)) == ERR_OK &&
	    chain != AUDIT_VERIFY_NO_CHAIN)
		if ((rc = verify_chain(w, chain)) != ERR_OK)
			return rc;
	return rc;
}

/* All is looked at as it was at one moment. */
static enum tool_exit
verify(struct walk *w)
{
	enum err rc;

	clock_zone("UTC");
	if ((rc = db_begin_snapshot(w->cx.db)) == ERR_OK)
		rc = verify_all(w);
	if (rc != ERR_OK)
		tool_complain("the events cannot be read: %s", db_problem(w->cx.db));
	db_rollback(w->cx.db);
	if (w->waiting > 0)
		tool_say("%s of the last minutes will be sealed by courier.",
		    counted(w->cx.mem, w->waiting));
	if (w->is_tampered)
		tool_complain_more("Keep a copy of the database as it is now, and compare what is "
		    "named with the newest backup in which this finds nothing.");
	return rc == ERR_OK && !w->is_broken ? TOOL_OK : TOOL_FAILED;
}

static enum tool_exit
read_heads(struct walk *w, const char *path)
{
	int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	enum tool_exit status = TOOL_OK;
	struct str text;

	str_init(&text, HEADS_BYTES);
	if (fd < 0 || !file_read_stream(fd, &text)) {
		tool_complain("--heads: %s cannot be read: %s.", path, strerror(errno));
		status = TOOL_USAGE;
	} else {
		w->told = mem_array(w->cx.mem, HEADS_MAX, sizeof(*w->told));
		w->told_count = audit_head_find(text.text, w->told, HEADS_MAX);
		if (text.is_full || w->told_count == HEADS_MAX) {
			tool_complain("--heads: %s is too large; give it in parts.", path);
			status = TOOL_USAGE;
		} else if (w->told_count == 0) {
			tool_complain("--heads: there is no seal in %s. It is a line such as "
			    "3:1204:, and 43 letters and digits behind it.", path);
			status = TOOL_USAGE;
		}
	}
	str_release(&text);
	if (fd > STDIN_FILENO)
		close(fd);
	return status;
}

static enum tool_exit
run(struct tool *t)
{
	const char *account = tool_value(t, "account");
	const char *heads = tool_value(t, "heads");
	struct walk w = { .tool = t, .chain = AUDIT_VERIFY_NO_CHAIN };
	enum tool_exit status = TOOL_OK;
	struct db *db;

	if (account != NULL && !valid_count(account, &w.chain)) {
		tool_complain("--account: give the number of the account, or 0 for the events of "
		    "no account.");
		return TOOL_USAGE;
	}
	db = tool_application_db(t);
	w.cx = tool_context(t, db);
	if (heads != NULL)
		status = read_heads(&w, heads);
	if (status == TOOL_OK)
		status = verify(&w);
	db_free(&db);
	return status;
}

const struct tool_command tool_audit_verify = {
	"audit verify", "Checks that no audit event was changed, removed or put in.",
	options, sizeof(options) / sizeof(options[0]), false, run,
	"It names the first event of each account that is not as it was written, and the first\n"
	"that was put in or waits too long for its seal, and ends with 1.\n"
	"That the newest events were removed is known only from a seal that was told before: keep\n"
	"the daily mails, or the \"newest seal\" that this prints, and give them with --heads. Of\n"
	"a mail in base64, what `courier --show` prints."
};
