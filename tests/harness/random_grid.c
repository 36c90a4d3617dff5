#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/random_grid.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "web/request.h"

#define COPY	76	/* the id of a role that is a copy */
#define BIT(permission) (UINT64_C(1) << (permission))

/* xorshift64: numbers that can be had again from the seed. */
static uint64_t
next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static uint64_t
seed(void)
{
	const char *given = getenv("POINTPERSON_SEED");
	uint64_t chance;

	if (given != NULL)
		return strtoull(given, NULL, 10);
	crypt_random(&chance, sizeof(chance));
	return chance | 1;
}

static void
run(struct t *t, const char *sql)
{
	assert_int_equal(db_run_text(t->cx.db, sql), ERR_OK);
}

/* What is promised, not what the programs compute: the fixed rights by hand, the others as ticked. */
static bool
may(enum role_id role, uint64_t ticked, enum permission p)
{
	if (p == PERM_PUBLIC || p == PERM_SIGNED_IN || p == PERM_OWN_PROFILE ||
	    role == ROLE_SUPER_ADMIN)
		return true;
	if (p == PERM_ACCOUNT_EDIT || p == PERM_ROLE_EDIT || p == PERM_PRIMARY_REPLACE)
		return false;
	return (ticked & BIT(p)) != 0;
}

/* The role gets rights by chance, and so does the copy that the user has instead now and then. */
static uint64_t
tick(struct t *t, enum role_id role, uint64_t *chance)
{
	long long account = t->accounts[0].id, user = t->accounts[0].users[role];
	uint64_t bits = next(chance) >> 1, others = next(chance) >> 1;
	bool has_copy = role != ROLE_SUPER_ADMIN && next(chance) % 2 == 0;

	run(t, t_fmt(t, "UPDATE role SET permission_bits = IF(id = %d, %" PRIu64 ", %" PRIu64 ")"
	    " WHERE account_id = %lld", has_copy ? COPY : (int)role, bits, others, account));
	run(t, t_fmt(t, "UPDATE membership SET role_id = %d WHERE account_id = %lld"
	    " AND user_id = %lld", has_copy ? COPY : (int)role, account, user));
	return bits;
}

static bool
is_denied(struct t *t, const struct route *r)
{
	char *path = request_route_path(t->mem, &page, r->path);
	char *at = strstr(path, ":id");
	int status;

	/* Nothing is changed: there is no such row, and no token. */
	if (at != NULL)
		path = t_fmt(t, "%.*s%lld%s", (int)(at - path), path, (long long)INT64_MAX, at + 3);
	t->is_forged = true;
	status = r->method == GET ? t_get(t, path) : t_post(t, path, NULL);
	return status == 403 && strcmp(t_view(t, "Page.title"), "Access Denied") == 0;
}

static void
ask_all(struct t *t, enum role_id role, uint64_t ticked)
{
	const struct route *r;

	for (r = page.routes; r->method != METHOD_UNSET; r++)
		if (is_denied(t, r) == may(role, ticked, r->permission))
			fail_msg("%s %s, which needs %s: %s with %#" PRIx64 " ticked",
			    r->method == GET ? "GET" : "POST", r->path,
			    role_permission_name(r->permission), role_default_name(role), ticked);
}

void
random_grid_follow(struct t *t, int times)
{
	uint64_t chance = seed();
	enum role_id role;
	uint64_t ticked;
	int i;

	print_message("  POINTPERSON_SEED=%" PRIu64 "\n", chance);
	run(t, t_fmt(t, "INSERT INTO role (account_id, id, copied_from, name, permission_bits)"
	    " VALUES (%lld, %d, 4, 'A copy', 0)", (long long)t->accounts[0].id, COPY));
	for (i = 0; i < times; i++) {
		role = ROLE_SUPER_ADMIN + (enum role_id)(next(&chance) % (ROLE__MAX - 1));
		ticked = tick(t, role, &chance);
		t_as(t, 0, role);
		ask_all(t, role, ticked);
	}
}
