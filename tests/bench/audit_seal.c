/*
 * audit_seal: 8 processes that write audit events, each in a transaction of its own, by turns with
 * and without a ninth that seals them; see audit-seal.sh. Ends with 1 where a chain is not whole or
 * does not hold every event.
 *
 *	audit_seal ACCOUNT EVENTS ROUNDS
 *
 * EVENTS is of each process and round.
 */
#include "base/banned.h"
#include "domain/audit_verify.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/crypt.h"
#include "base/valid.h"
#include "domain/audit.h"
#include "bench/share.h"

#define WRITERS		8
#define ROUNDS_MAX	100

static struct config config;

static struct context
context(int64_t account_id)
{
	return (struct context){ .mem = mem_new(), .db = db_new(&config.database),
		.config = &config, .now = clock_now(),
		.actor = { .account_id = account_id, .user_name = "Bench" },
		.client_ip = "192.0.2.1", .request_id = "bench", .form_nonce = "" };
}

static enum err
write_one(struct context *cx, int writer, long number)
{
	struct audit a = audit_begin("contact.update", "contact_person", writer + 1, "Asha Rao");
	enum err rc;

	audit_changed(&a, "name", "Asha", mem_fmt(cx->mem, "Asha %ld", number));
	audit_changed(&a, "email", "asha@before.example", "asha@after.example");
	if ((rc = db_begin(cx->db)) != ERR_OK || (rc = audit_add(cx, &a)) != ERR_OK ||
	    (rc = db_commit(cx->db)) != ERR_OK)
		db_rollback(cx->db);
	mem_clear(cx->mem);
	return rc;
}

static void
write_all(int64_t account_id, int writer, long events)
{
	struct context cx = context(account_id);
	long i;

	for (i = 0; i < events; i++)
		if (write_one(&cx, writer, i) != ERR_OK)
			_exit(1);
	_exit(0);
}

/* As courier does, but without its pause. */
static void
seal_on(void)
{
	struct audit_sealing s;
	struct context cx = context(0);
	size_t count;
	enum err rc = audit_seal_begin(&cx, &s);

	while (rc == ERR_OK || rc == ERR_RETRY) {
		rc = audit_seal_all(&cx, &s, &count);
		if (rc == ERR_OK && count == 0)
			usleep(1000);
		mem_clear(cx.mem);
		cx.now = clock_now();
	}
	_exit(1);
}

/* Events a second of all writers. */
static double
round_of(int64_t account_id, long events, bool is_sealed)
{
	pid_t sealer = is_sealed ? fork() : 0;
	int64_t began_ms, took_ms;
	int i, status;

	if (is_sealed && sealer == 0)
		seal_on();
	began_ms = clock_now_ms();
	for (i = 0; i < WRITERS; i++)
		if (fork() == 0)
			write_all(account_id, i, events);
	for (i = 0; i < WRITERS; i++)
		if (wait(&status) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
			fputs("A process ended before its events were written.\n", stderr);
			exit(1);
		}
	took_ms = clock_now_ms() - began_ms;
	if (is_sealed) {
		kill(sealer, SIGKILL);
		waitpid(sealer, NULL, 0);
	}
	return (double)WRITERS * (double)events * 1000 / (double)took_ms;
}

/* What waits is sealed; how long that takes beside writing it. */
static void
catch_up(struct context *cx)
{
	struct audit_sealing from_the_first = { .settled = 0 };
	int64_t began_ms = clock_now_ms();
	size_t count;

	cx->now = clock_now();
	if (audit_seal_all(cx, &from_the_first, &count) != ERR_OK)
		exit(1);
	if (count > 0)
		printf("  %zu that waited were sealed at %.0f a second\n", count,
		    (double)count * 1000 / (double)(clock_now_ms() - began_ms + 1));
}

static int
check(struct context *cx, int64_t account_id, int64_t expected)
{
	int64_t began_ms = clock_now_ms();
	struct audit_finding f;

	if (audit_verify_chain(cx, account_id, NULL, 0, &f) != ERR_OK)
		return 1;
	printf("  %lld events verified at %.0f a second: %s\n", (long long)f.count,
	    (double)f.count * 1000 / (double)(clock_now_ms() - began_ms + 1),
	    f.fault == AUDIT_WHOLE && f.count >= expected ? "the chain is whole" : "NOT whole");
	return f.fault == AUDIT_WHOLE && f.count >= expected ? 0 : 1;
}

int
main(int argc, char **argv)
{
	struct mem *m = mem_new();
	double with[ROUNDS_MAX], without[ROUNDS_MAX], ratios[ROUNDS_MAX];
	int64_t account_id, events, rounds, i;
	const char *problem;
	struct context cx;

	if (argc != 4 || !valid_id(argv[1], &account_id) || !valid_id(argv[2], &events) ||
	    !valid_id(argv[3], &rounds) || rounds > ROUNDS_MAX)
		return 2;
	if (crypt_init() != ERR_OK || config_load(m, config_file(m), &config, &problem) != ERR_OK)
		return 1;
	cx = context(0);
	catch_up(&cx);
	for (i = 0; i < rounds; i++) {
		without[i] = round_of(account_id, events, false);
		catch_up(&cx);
		with[i] = round_of(account_id, events, true);
		catch_up(&cx);
		ratios[i] = with[i] / without[i];
	}
	printf("  %d writers, %lld events each, %lld rounds: %.0f a second, with sealing %.0f; "
	    "median of the ratios %.2f\n", WRITERS, (long long)events, (long long)rounds,
	    share(without, rounds, 0.5), share(with, rounds, 0.5), share(ratios, rounds, 0.5));
	return check(&cx, account_id, 2 * rounds * WRITERS * events);
}
