/*
 * courier: sends the mail and text messages that wait in the outbox, as a daemon or once, and seals
 * audit events. Several share the work. It may be killed at any time: a message counts as sent only
 * once it is marked, so the one at hand is sent again by whoever comes after its lease.
 *
 * `courier bounce` reads what comes back of them instead, once.
 *
 * Ends with 0 done, 1 failed, 2 wrong command line, 75 try again, 78 wrong settings.
 */
#include "base/banned.h"
#include "tools/courier.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

#include "base/clock.h"
#include "base/crypt.h"
#include "base/language.h"
#include "base/log.h"
#include "base/valid.h"
#include "domain/account.h"
#include "domain/bounce.h"
#include "domain/otp.h"
#include "domain/schema.h"
#include "tools/courier_address.h"
#include "tools/courier_attachment.h"
#include "tools/courier_bounces.h"
#include "tools/courier_house.h"
#include "tools/courier_mail.h"
#include "tools/courier_net.h"
#include "tools/courier_settings.h"
#include "tools/tool.h"

#ifndef POINTPERSON_VERSION
#define POINTPERSON_VERSION "unreleased"
#endif

#define LOOK_SEC	1	/* between two looks into an empty outbox */
#define SLOW_MS		5000	/* a mail that took so long and was not taken */
#define REST_SEC	30	/* makes the others wait */
#define TROUBLE_SEC	5	/* before the database is tried again */
#define MARK_TRIES	15 /* a second apart: marking what was sent while the database is away */

/* One run of the program. */
struct run {
	struct mem	*settings_mem;	/* lives as long as the process */
	struct config	 config;
	struct courier	 courier;
	struct context	 cx;
	struct courier_house house;
	int64_t		 mail_rests_until;	/* UTC seconds; only text messages before */
	sigset_t	 ends;		/* signals that ask to end; blocked but while waiting */
};

static const char help[] =
	"Usage: courier [--once | --show FILE]\n"
	"       courier bounce [--to ADDRESS | --maildir FOLDER]\n"
	"\n"
	"Sends the mail and text messages that wait in the outbox, seals the events of the audit\n"
	"log, mails the newest seal once a day to those chosen for it, and goes on until it is\n"
	"ended by SIGTERM, then after the message at hand.\n"
	"\n"
	"  --once       sends what is due and ends: for cron\n"
	"  --show FILE  prints a mail that stands in a file, as of a maildir, for people to read\n"
	"  --version    which one this is\n"
	"  --help       this text\n"
	"\n"
	"courier bounce reads a mail server's report of a message that did not arrive, marks the\n"
	"message, and notes it at the contact person's address. What is no report of a message of\n"
	"this portal changes nothing.\n"
	"\n"
	"  (alone)           reads one report from standard input: for a pipe\n"
	"  --to ADDRESS      the recipient of its envelope, where its headers do not tell\n"
	"  --maildir FOLDER  reads what is in FOLDER/new and moves it to FOLDER/cur\n"
	"\n"
	"POINTPERSON_SETTINGS names another settings file.\n"
	"Ends with 0 when done, 1 when it failed, 2 for a wrong command line, 75 where a report\n"
	"could not be recorded and should be brought again, 78 for wrong settings.\n";

/* Waits, unless it was asked to end, now or meanwhile: then true. */
static bool
is_over(const struct run *r, int64_t wait_sec)
{
	struct timespec wait = { .tv_sec = (time_t)wait_sec };
	int signal_number;

	do
		signal_number = sigtimedwait(&r->ends, NULL, &wait);
	while (signal_number < 0 && errno == EINTR);
	return signal_number > 0;
}

/* The number that a value of the message holds; 0 none. */
static int64_t
number_in(const struct outbox_job *job, const char *name)
{
	int64_t number;

	return valid_id(outbox_value(job, name), &number) ? number : 0;
}

/* A one-time password lives from its sending. */
static enum err
mark_sent(struct run *r, const struct outbox_job *job, const char *words)
{
	int64_t code_id = number_in(job, "code_id");
	enum err rc;

	if ((rc = outbox_sent(&r->cx, job, words)) != ERR_OK || code_id == 0)
		return rc;
	return otp_was_sent(&r->cx, code_id, number_in(job, "code_serial"));
}

/* What was refused for good, and why. */
struct refusal {
	const struct outbox_job	*job;
	const struct outcome	*out;
};

static enum err
refused(struct context *cx, void *closure)
{
	const struct refusal *r = closure;

	return bounce_refused(cx, r->job, r->out->status == NULL ? "" : r->out->status,
	    r->out->words);
}

static enum err
mark_once(struct run *r, const struct outbox_job *job, const struct outcome *out)
{
	struct refusal refusal = { job, out };

	r->cx.now = clock_now();
	switch (out->fate) {
	case FATE_SENT:
		return mark_sent(r, job, out->words);
	case FATE_FAILED:
		return tool_transaction(&r->cx, refused, &refusal);
	default:
		return outbox_later(&r->cx, job, out->words);
	}
}

static enum err
mark(struct run *r, const struct outbox_job *job, const struct outcome *out)
{
	struct timespec second = { .tv_sec = 1 };
	enum err rc;
	int tries;

	for (tries = 1; (rc = mark_once(r, job, out)) != ERR_OK && tries < MARK_TRIES; tries++)
		nanosleep(&second, NULL);
	return rc;
}

/* One line, without the address and without words of others, which may hold it. */
static void
log_message(struct mem *m, const struct outbox_job *job, const struct outcome *out, int64_t took_ms)
{
	static const char *const fates[] = { "not now", "sent", "refused" };

	log_info("message %lld %s by %s to %s: %s, try %lld, reply %d, %lld ms",
	    (long long)job->id, job->template, outbox_channel_name(job->channel),
	    courier_mask(m, job->recipient), fates[out->fate], (long long)job->tries + 1, out->code,
	    (long long)took_ms);
}

static enum err
account_name(struct run *r, const struct outbox_job *job, const char **name)
{
	struct account account;
	enum err rc;

	*name = "";
	clock_zone("UTC");
	if (job->account_id == 0)
		return ERR_OK;
	r->cx.actor.account_id = job->account_id;
	if ((rc = account_load(&r->cx, &account)) != ERR_OK)
		return rc;
	clock_zone(account.time_zone);
	*name = account.business_name;
	return ERR_OK;
}

/* A document that cannot go along is no reason to send the mail without it. */
static enum err
send(struct run *r, const struct outbox_job *job, const char *name, struct outcome *out)
{
	struct attachment file;
	enum err rc = courier_attachment(&r->cx, job, &file);

	if (rc == ERR_OK)
		*out = courier_send(&r->courier, job, name, &file, r->cx.now);
	else if (rc == ERR_MISSING || rc == ERR_BUG)
		*out = (struct outcome){ .fate = FATE_FAILED,
			.words = "the document that belongs to it is not there as it was kept" };
	else
		return rc;
	return ERR_OK;
}

/*
 * Which messages are due. Each mail to a server that says nothing takes a minute, in which a code
 * by text message grows old: then mail rests for a while, and text messages go meanwhile.
 */
static enum outbox_channel
way_now(const struct run *r)
{
	return r->cx.now < r->mail_rests_until ? OUTBOX_SMS : OUTBOX_CHANNEL__MAX;
}

static void
rest_if_slow(struct run *r, const struct outbox_job *job, const struct outcome *out,
    int64_t took_ms)
{
	if (job->channel == OUTBOX_MAIL && out->fate == FATE_LATER && took_ms >= SLOW_MS)
		r->mail_rests_until = clock_now() + REST_SEC;
}

/* Takes and sends one message; *count 0 where none is due. */
static enum err
work(struct run *r, size_t *count)
{
	int64_t began_ms = clock_now_ms(), took_ms;
	struct outbox_job job;
	struct outcome out;
	const char *name;
	enum err rc;

	mem_clear(r->cx.mem);
	r->cx.now = clock_now();
	/* One at a time: a lease then covers one message's time-out, whatever came before it. */
	if ((rc = outbox_take(&r->cx, way_now(r), &job, 1, count)) != ERR_OK || *count == 0)
		return rc;
	if ((rc = account_name(r, &job, &name)) != ERR_OK ||
	    (rc = send(r, &job, name, &out)) != ERR_OK)
		return rc;
	took_ms = clock_now_ms() - began_ms;
	rest_if_slow(r, &job, &out, took_ms);
	if ((rc = mark(r, &job, &out)) != ERR_OK)
		log_err("message %lld could not be marked and will be sent again",
		    (long long)job.id);
	log_message(r->cx.mem, &job, &out, took_ms);
	return rc;
}

/* Is the database there, and the one this program was written for? */
static bool
is_ready(struct run *r)
{
	bool is_current = false;

	if (db_ping(r->cx.db) != ERR_OK || schema_is_current(&r->cx, &is_current) != ERR_OK) {
		log_err("the database cannot be used: %s", db_problem(r->cx.db));
		return false;
	}
	if (!is_current)
		log_err("the database is of another version; run: pointperson migrate");
	return is_current;
}

/* Sends until nothing is due, or it is asked to end; keeps house meanwhile. */
static enum err
drain(struct run *r, bool *is_asked)
{
	size_t count = 1;
	enum err rc = ERR_OK;

	for (*is_asked = false; rc == ERR_OK && count > 0 && !*is_asked;) {
		if ((rc = courier_house_note(&r->cx, &r->house)) == ERR_OK)
			rc = work(r, &count);
		/* A deadlock takes nothing away: the next look finds the message again. */
		if (rc == ERR_RETRY) {
			rc = db_ping(r->cx.db);
			count = 1;
		}
		if (rc == ERR_OK)
			rc = courier_house_keep(&r->cx, &r->house);
		*is_asked = is_over(r, 0);
	}
	courier_net_rest(r->courier.net);
	return rc;
}

static enum tool_exit
run_once(struct run *r)
{
	bool is_asked;

	return is_ready(r) && drain(r, &is_asked) == ERR_OK ? TOOL_OK : TOOL_FAILED;
}

static enum tool_exit
run_on(struct run *r)
{
	bool is_asked = false;
	int64_t wait_sec;

	while (!is_asked) {
		if (!is_ready(r) || drain(r, &is_asked) != ERR_OK ||
		    outbox_next(&r->cx, LOOK_SEC, &wait_sec) != ERR_OK)
			wait_sec = TROUBLE_SEC;
		if (!is_asked)
			is_asked = is_over(r, wait_sec);
	}
	return TOOL_OK;
}

static enum tool_exit
complain(enum tool_exit status, const char *problem)
{
	fprintf(stderr, "courier: %s%s", problem,
	    problem[strlen(problem) - 1] == '\n' ? "" : "\n");
	return status;
}

static enum tool_exit
load_settings(struct run *r)
{
	const char *file = config_file(r->settings_mem);
	const char *problem;

	if (config_load(r->settings_mem, file, &r->config, &problem) != ERR_OK)
		return complain(TOOL_SETTINGS, mem_fmt(r->settings_mem,
		    "the settings are wrong:\n%s", problem));
	if (!r->config.has_keys)
		return complain(TOOL_SETTINGS, "there are no keys yet; run: pointperson migrate");
	problem = courier_settings_problem(r->settings_mem, &r->config);
	return problem[0] == '\0' ? TOOL_OK : complain(TOOL_SETTINGS, problem);
}

static void
open_all(struct run *r)
{
	struct mem *m = mem_new();

	language_open(r->config.translations_folder);
	r->courier = (struct courier){
		.mem = m,
		.config = &r->config,
		.html = templates_new(r->config.templates_folder),
		.text = templates_new_text(r->config.templates_folder),
		.net = courier_net_new(),
	};
	r->cx = (struct context){
		.mem = m, .db = db_new(&r->config.database), .config = &r->config,
		.now = clock_now(), .actor = { .user_name = "courier" },
		.client_ip = "", .request_id = "", .form_nonce = "",
	};
	courier_mail_init();
}

static void
close_all(struct run *r)
{
	courier_mail_release();
	courier_net_free(&r->courier.net);
	templates_free(&r->courier.html);
	templates_free(&r->courier.text);
	db_free(&r->cx.db);
	mem_free(&r->cx.mem);
}

static enum tool_exit
serve(struct run *r, bool is_once)
{
	enum tool_exit status;

	if (crypt_init() != ERR_OK)
		return complain(TOOL_FAILED, "libsodium does not start on this machine.");
	if ((status = load_settings(r)) != TOOL_OK)
		return status;
	sigemptyset(&r->ends);
	sigaddset(&r->ends, SIGTERM);
	sigaddset(&r->ends, SIGINT);
	sigprocmask(SIG_BLOCK, &r->ends, NULL);
	signal(SIGPIPE, SIG_IGN);
	open_all(r);
	status = is_once ? run_once(r) : run_on(r);
	close_all(r);
	return status;
}

/* A pipe tries again whatever is wrong on our side: no report is lost. */
static enum tool_exit
take_back(struct run *r, const struct bounce_call *call)
{
	enum tool_exit status;

	if (crypt_init() != ERR_OK)
		return complain(TOOL_LATER, "libsodium does not start on this machine.");
	if ((status = load_settings(r)) != TOOL_OK)
		return call->folder == NULL ? TOOL_LATER : status;
	open_all(r);
	status = is_ready(r) ? courier_bounces(&r->cx, call) : TOOL_LATER;
	close_all(r);
	return status;
}

static enum tool_exit
show(const char *file)
{
	enum err rc;

	courier_mail_init();
	rc = courier_mail_show(file, stdout);
	courier_mail_release();
	return rc == ERR_OK ? TOOL_OK : complain(TOOL_FAILED, "that file is no mail.");
}

int
main(int argc, char **argv)
{
	struct run r = { .settings_mem = mem_new() };
	enum tool_exit status = TOOL_OK;
	struct bounce_call call;

	log_program("courier");
	if (argc == 1 || (argc == 2 && strcmp(argv[1], "--once") == 0))
		status = serve(&r, argc == 2);
	else if (argc >= 2 && strcmp(argv[1], "bounce") == 0 &&
	    courier_bounces_words(argc - 2, argv + 2, &call))
		status = take_back(&r, &call);
	else if (argc == 3 && strcmp(argv[1], "--show") == 0)
		status = show(argv[2]);
	else if (argc == 2 && strcmp(argv[1], "--version") == 0)
		printf("courier %s\n", POINTPERSON_VERSION);
	else if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0))
		fputs(help, stdout);
	else
		status = complain(TOOL_USAGE, "this is not how it is called. See: courier --help");
	mem_free(&r.settings_mem);
	return fflush(stdout) != 0 && status == TOOL_OK ? (int)TOOL_FAILED : (int)status;
}
