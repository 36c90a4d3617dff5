/*
 * The contract of every page, whatever it shows: compiled once with each page's program, and looped
 * over that program's own route table. A new page is covered by being listed in tests/tests.am.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"
#include "harness/random_grid.h"

#include <malloc.h>
#include <string.h>

#include "base/text.h"
#include "base/tree.h"
#include "domain/audit.h"
#include "web/refuse.h"
#include "web/request.h"

#define REQUESTS	2000	/* heap and arena must be flat over so many (issue: shown by) */
#define HEAP_SLACK	(REQUESTS * 8) /* a leak of malloc's least, 16 bytes a request, is twice that */
#define WARM_UP		50	/* statements are prepared, templates parsed */
#define GRIDS		200	/* of rights by chance (issue: shown by) */
#define CANARY		"\"><script>alert(1)</script>"

static const enum role_id roles[] = { ROLE_SUPER_ADMIN, ROLE_ADMIN, ROLE_BILLING, ROLE_MANAGER,
	ROLE_AGENT };

/* Pages that anybody may see; a new one is a decision, not an accident. */
static const char *const public_routes[] = { "GET /login", "POST /login", "GET /login/code",
	"POST /login/code", "POST /login/passkey", "GET /healthz", "GET /readyz",
	"GET /password/forgot",
	"POST /password/forgot", "GET /password/reset", "POST /password/reset",
	"GET /password/reset/:token", "GET /verify", "POST /verify", "GET /verify/:token",
	"GET /verify/email", "POST /verify/email", "GET /invitation", "POST /invitation",
	"POST /invitation/new", "POST /invitation/return", "GET /invitation/:token",
	"GET /invitation/new", "GET /invitation/return" };

static const struct route *
next_route(const struct route *r)
{
	r = r == NULL ? page.routes : r + 1;
	return r->method == METHOD_UNSET ? NULL : r;
}

static const char *
method_name(const struct route *r)
{
	return r->method == GET ? "GET" : "POST";
}

/* The session one is signed in with, or one of the other account's owner. */
static int64_t
session_of(struct t *t, int account)
{
	if (account == 0)
		return t->session_id == 0 ? INT64_MAX : t->session_id;
	return t_number(t, t_fmt(t, "SELECT MAX(id) FROM session WHERE user_id = %lld",
	    (long long)t->accounts[account].users[ROLE_SUPER_ADMIN]));
}

/* A passkey of the account's owner. */
static int64_t
passkey_of(struct t *t, int account)
{
	return t_number(t, t_fmt(t, "SELECT id FROM passkey WHERE user_id = %lld",
	    (long long)t->accounts[account].users[ROLE_SUPER_ADMIN]));
}

/* One of the five, which every account has; or one that only the other account has. */
static int64_t
role_of(struct t *t, int account)
{
	const int64_t own = 77;

	if (account == 0)
		return ROLE_ADMIN;
	assert_int_equal(db_run_text(t->cx.db, t_fmt(t, "INSERT IGNORE INTO role (account_id, id,"
	    " copied_from, name, permission_bits) VALUES (%lld, %lld, 5, 'Theirs', 0)",
	    (long long)t->accounts[account].id, (long long)own)), ERR_OK);
	return own;
}

/* The Admin's, or that of the other account's owner. */
static int64_t
membership_of(struct t *t, int account)
{
	const struct t_account *a = &t->accounts[account];

	return t_number(t, t_fmt(t, "SELECT id FROM membership WHERE account_id = %lld"
	    " AND user_id = %lld", (long long)a->id,
	    (long long)a->users[account == 0 ? ROLE_ADMIN : ROLE_SUPER_ADMIN]));
}

/* What ":id" means in a route: a membership, a role, a session, an invitation, an email, or a contact person. */
static int64_t
row_of(struct t *t, const struct route *r, int account)
{
	const struct t_account *a = &t->accounts[account];
	bool is_address = strcmp(page.name, "addresses") == 0 && strncmp(r->path, ":id", 3) == 0;

	if (strcmp(page.name, "sessions") == 0)
		return session_of(t, account);
	if (strcmp(page.name, "invoices") == 0)
		return t_invoice(t, account);
	if (strcmp(page.name, "invitations") == 0)
		return a->invitation;
	if (strcmp(page.name, "roles") == 0)
		return role_of(t, account);
	if (strcmp(page.name, "passkeys") == 0)
		return passkey_of(t, account);
	if (strcmp(page.name, "hand-over") == 0)
		return membership_of(t, account);
	if (strcmp(page.name, "leaving") == 0 && strncmp(r->path, "user/", 5) == 0)
		return membership_of(t, account);
	return is_address ? a->addresses[1] : a->people[1];
}

/* The route's path with an id in it: of a row, or of one that is not there. */
static char *
path_of(struct t *t, const struct route *r, int64_t id)
{
	char *path = request_route_path(t->mem, &page, r->path);
	char *at = strstr(path, ":id");

	print_message("  %s %s\n", method_name(r), path);
	if (at == NULL)
		return path;
	return t_fmt(t, "%.*s%lld%s", (int)(at - path), path, (long long)id, at + 3);
}

static int
request(struct t *t, const struct route *r, int64_t id)
{
	char *path = path_of(t, r, id);

	return r->method == GET ? t_get(t, path) : t_post(t, path, "version", "1", NULL);
}

/* A sum over all rows that a page could change. */
static int64_t
rows(struct t *t)
{
	return t_number(t,
	    "SELECT (SELECT COALESCE(SUM(CRC32(CONCAT_WS('|', id, account_id, name, kind, user_id, not_user_id,"
	    " is_primary, category_bits, is_authorised, version))), 0) FROM contact_person)"
	    " + (SELECT COALESCE(SUM(CRC32(CONCAT_WS('|', id, account_id, contact_person_id, part,"
	    " address, state, stands_in, proof_serial))), 0) FROM contact_address)"
	    " + (SELECT COUNT(*) FROM one_time_code) + (SELECT COUNT(*) FROM step_up)"
	    " + (SELECT COALESCE(SUM(CRC32(CONCAT_WS('|', id, business_name, business_email, trade_name, phone, website,"
	    " contact_count, version))), 0) FROM account)"
	    " + (SELECT COALESCE(SUM(CRC32(CONCAT_WS('|', id, account_id, user_id, role_id, state))), 0)"
	    " FROM membership)"
	    " + (SELECT COALESCE(SUM(CRC32(CONCAT_WS('|', id, account_id, ended_at))), 0) FROM session)"
	    " + (SELECT COALESCE(SUM(CRC32(CONCAT_WS('|', id, name, email, time_zone, version))), 0)"
	    " FROM user)"
	    " + (SELECT COALESCE(SUM(CRC32(CONCAT_WS('|', account_id, new_email, state, serial))), 0)"
	    " FROM business_email_change)"
	    " + (SELECT COUNT(*) FROM submission) + (SELECT COUNT(*) FROM access_request)"
	    " + (SELECT COALESCE(SUM(CRC32(CONCAT_WS('|', id, name, email, version))), 0) FROM user)"
	    " + (SELECT COALESCE(SUM(CRC32(CONCAT_WS('|', user_id, state, serial))), 0)"
	    " FROM email_change)"
	    " + (SELECT COALESCE(SUM(CRC32(CONCAT_WS('|', id, account_id, email, state, serial))), 0)"
	    " FROM invitation)"
	    " + (SELECT COALESCE(SUM(CRC32(CONCAT_WS('|', account_id, id, name, permission_bits,"
	    " needs_second_factor, version))), 0) FROM role)"
	    " + (SELECT COALESCE(SUM(CRC32(CONCAT_WS('|', id, user_id, name, version))), 0)"
	    " FROM passkey) + (SELECT COUNT(*) FROM recovery_code)"
	    " + (SELECT COUNT(*) FROM outbox)");
}

/* Only that page knows of them, so only there do the owners have one. */
static int
set_up(void **state)
{
	struct t *t;
	int i;

	if (t_setup(state) != 0)
		return -1;
	t = *state;
	for (i = 0; i < 2 && strcmp(page.name, "passkeys") == 0; i++)
		assert_int_equal(db_exec(t->cx.db, NULL, "INSERT INTO passkey (user_id,"
		    " credential_hash, credential, public_key, algorithm, name, created_at)"
		    " VALUES (?, ?, '', '', -7, 'Key', 1)",
		    V(t->accounts[i].users[ROLE_SUPER_ADMIN]), V(i == 0 ? "one" : "other")),
		    ERR_OK);
	return 0;
}

/* The audit log shows no event by its bare name. */
static void
assert_has_word(const char *event)
{
	if (event != NULL)
		assert_string_not_equal(audit_word(event), event);
}

static void
test_contract__routes_are_sound(void **state)
{
	struct t *t = *state;
	const struct route *r = NULL;
	size_t i;

	assert_true(loop_page_is_sound(&page));
	while ((r = next_route(r)) != NULL) {
		const char *name =
		    t_fmt(t, "%s %s", method_name(r), request_route_path(t->mem, &page, r->path));
		bool is_listed = false;

		for (i = 0; i < sizeof(public_routes) / sizeof(public_routes[0]); i++)
			is_listed = is_listed || strcmp(public_routes[i], name) == 0;
		print_message("  %s\n", name);
		assert_int_not_equal(r->permission, PERM_UNSET);
		assert_int_equal(r->permission == PERM_PUBLIC, is_listed);
		assert_has_word(r->refused_event);
		assert_has_word(r->download_event);
	}
}

static enum err
run_nothing(struct req *rq, struct view *v)
{
	(void)rq;
	(void)v;
	return ERR_OK;
}

static void
test_contract__a_broken_table_is_refused(void **state)
{
	static const struct route no_permission[] = {
		{ GET, "", .template = "home.cs", .run = NULL }, { METHOD_UNSET }
	};
	static const struct route no_way_back[] = {
		{ POST, "", PERM_SIGNED_IN, .run = run_nothing, .rate = THROTTLE_SUPPORT },
		{ METHOD_UNSET }
	};
	const struct page broken[] = { { "broken", "", "Broken", no_permission },
		{ "broken", "", "Broken", no_way_back } };

	(void)state;
	assert_false(loop_page_is_sound(&broken[0]));
	assert_false(loop_page_is_sound(&broken[1]));
}

static void
test_contract__nobody_is_led_to_sign_in(void **state)
{
	struct t *t = *state;
	const struct route *r = NULL;

	t_as(t, 0, ROLE_NONE);
	while ((r = next_route(r)) != NULL) {
		if (r->permission == PERM_PUBLIC)
			continue;
		assert_int_equal(request(t, r, row_of(t, r, 0)), 303);
		assert_int_equal(strncmp(t_header(t, "Location"), "/login", 6), 0);
	}
}

static void
test_contract__each_role_gets_what_the_table_says(void **state)
{
	struct t *t = *state;
	const struct route *r = NULL;
	size_t i;
	int status;

	while ((r = next_route(r)) != NULL)
		for (i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
			bool may = r->permission == PERM_PUBLIC ||
			    r->permission == PERM_SIGNED_IN ||
			    (role_default_bits(roles[i]) & (UINT64_C(1) << r->permission)) != 0;

			t_as(t, 0, roles[i]);
			status = request(t, r, row_of(t, r, 0));
			print_message("    %s: %d\n", role_default_name(roles[i]), status);
			if (may) {
				assert_true(r->permission == PERM_PUBLIC || status != 403);
				continue;
			}
			assert_int_equal(status, 403);
			assert_non_null(strstr(t_page(t), "Access Denied"));
			assert_non_null(strstr(t_page(t), "Owner of Asha Traders"));
		}
}

static void
test_contract__answers_follow_whatever_is_ticked(void **state)
{
	random_grid_follow(*state, GRIDS);
}

static void
test_contract__foreign_and_missing_rows_are_the_same_404(void **state)
{
	struct t *t = *state;
	const struct route *r = NULL;

	t_as(t, 1, ROLE_SUPER_ADMIN);
	t_as(t, 0, ROLE_SUPER_ADMIN);
	while ((r = next_route(r)) != NULL) {
		if (strstr(r->path, ":id") == NULL)
			continue;
		assert_int_equal(request(t, r, row_of(t, r, 1)), 404);
		assert_int_equal(request(t, r, INT64_MAX), 404);
	}
}

static void
test_contract__forged_posts_change_nothing(void **state)
{
	struct t *t = *state;
	const struct route *r = NULL;
	int64_t before;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	before = rows(t);
	while ((r = next_route(r)) != NULL) {
		if (r->method != POST)
			continue;
		t->is_forged = true;
		assert_int_equal(request(t, r, row_of(t, r, 0)), 403);
		t->is_forged = false;
		t->origin = "https://evil.example";
		assert_int_equal(request(t, r, row_of(t, r, 0)), 403);
		t->origin = "null";
		assert_int_equal(request(t, r, row_of(t, r, 0)), 403);
		t->origin = NULL;
		t->session_id++;
		assert_int_equal(request(t, r, row_of(t, r, 0)), 403);
		t->session_id--;
		assert_int_equal(rows(t), before);
	}
}

static void
test_contract__get_changes_only_the_named_tables(void **state)
{
	struct t *t = *state;
	const struct route *r = NULL;
	int64_t before;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	before = rows(t);
	while ((r = next_route(r)) != NULL)
		if (r->method == GET) {
			assert_int_not_equal(request(t, r, row_of(t, r, 0)), 500);
			assert_int_equal(rows(t), before);
		}
}

/* A form or a filter filled in with letters that no column of ours is made for. */
static char *
typed(struct t *t, const struct route *r)
{
	const char *text = text_percent_encode(t->mem, "\xe0\xa5\xa7\xe0\xa5\xa8@asha.example");
	const struct field *f;
	char *query = t_fmt(t, "version=1");

	for (f = r->fields; f != NULL && f->name != NULL; f++)
		if (f->kind >= FIELD_TEXT && f->kind <= FIELD_CODE)
			query = t_fmt(t, "%s&%s=%s", query, f->name, text);
		else if (f->choices != NULL && f->kind != FIELD_TICKS)
			query = t_fmt(t, "%s&%s=%s", query, f->name, f->choices[0].value);
	return query;
}

static void
test_contract__any_letters_are_answered(void **state)
{
	struct t *t = *state;
	const struct route *r = NULL;
	const char *query;
	char *path;

	while ((r = next_route(r)) != NULL) {
		t_as(t, 0, ROLE_SUPER_ADMIN);
		path = path_of(t, r, row_of(t, r, 0));
		query = typed(t, r);
		assert_in_range(r->method == GET ? t_get(t, t_fmt(t, "%s?%s", path, query)) :
		    t_post(t, path, t_fmt(t, "%s&more", query), "", NULL), 200, 499);
	}
}

static void
test_contract__oversize_is_refused_before_it_is_read(void **state)
{
	struct t *t = *state;
	const struct route *r = NULL;
	size_t length = (size_t)t->config.body_max + 1;
	char *body = mem_alloc(t->mem, length + 1);

	memset(body, 'a', length);
	t_as(t, 0, ROLE_SUPER_ADMIN);
	while ((r = next_route(r)) != NULL)
		if (r->method == POST) {
			assert_int_equal(t_raw(t, "POST", path_of(t, r, row_of(t, r, 0)),
			    "application/x-www-form-urlencoded", body, length), 413);
			assert_int_equal(t->transport.body_left, length);
		}
}

static void
test_contract__other_methods_are_refused_with_the_right_ones(void **state)
{
	static const char *const methods[] = { "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE",
		"get" };
	struct t *t = *state;
	const struct route *r = NULL;
	size_t i;

	t_as(t, 0, ROLE_SUPER_ADMIN);
	while ((r = next_route(r)) != NULL)
		for (i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
			assert_int_equal(t_raw(t, methods[i],
					     path_of(t, r, row_of(t, r, 0)), "", "", 0),
			    405);
			assert_non_null(strstr(t_header(t, "Allow"), method_name(r)));
		}
}

struct spoil {
	struct tree	*tree;	/* spoiled copy */
	size_t		 leaves;	/* how many */
};

static void
spoil(void *closure, const char *name, const char *value)
{
	struct spoil *s = closure;

	(void)value;
	s->leaves++;
	assert_int_equal(tree_set(s->tree, name, CANARY), ERR_OK);
}

static const char *
template_of(const struct route *r, int status)
{
	handler *shows = r->method == POST && status == 200 ? r->confirm : r->again;
	const struct route *shown = shows == NULL ? r : refuse_route_of(&page, shows);

	return shown == NULL ? NULL : shown->template;
}

/* Every value that a page shows is replaced by markup; none may come out as such. */
static void
assert_escapes(struct t *t, const char *template)
{
	struct spoil s = { tree_new(), 0 };
	struct str out;

	str_init(&out, 4 * 1024 * 1024);
	tree_walk(t->view, spoil, &s);
	print_message("    %s: %zu values\n", template, s.leaves);
	assert_true(s.leaves > 5);
	assert_int_equal(templates_render(t->worker.templates, template, s.tree, &out), ERR_OK);
	assert_null(strstr(out.text, "<script>alert"));
	assert_null(strstr(out.text, "\"><script"));
	str_release(&out);
	tree_free(&s.tree);
}

static void
test_contract__every_value_is_escaped(void **state)
{
	struct t *t = *state;
	const struct route *r = NULL;
	int status;

	while ((r = next_route(r)) != NULL) {
		t_as(t, 0, ROLE_SUPER_ADMIN);
		status = request(t, r, row_of(t, r, 0));
		if (r->download_event != NULL)
			continue;
		if (status == 200 || status == 422 || status == 409)
			assert_escapes(t, template_of(r, status));
		t_as(t, 0, ROLE_AGENT);
		status = request(t, r, row_of(t, r, 0));
		if (status == 403 && r->permission != PERM_PUBLIC)
			assert_escapes(t, "denied.cs");
		else if (status == 200)
			assert_escapes(t, template_of(r, status));
	}
}

/* Bytes that malloc() has handed out; 0 where a sanitizer has put its own in its place. */
static size_t
heap_used(void)
{
	return mallinfo2().uordblks;
}

static void
test_contract__heap_and_arena_are_flat(void **state)
{
	struct t *t = *state;
	const struct route *r = NULL, *first = NULL;
	size_t before = 0, peak = 0;
	char *path;
	int i;

	while ((r = next_route(r)) != NULL && first == NULL)
		if (r->method == GET)
			first = r;
	t_as(t, 0, ROLE_SUPER_ADMIN);
	path = path_of(t, first, row_of(t, first, 0));
	for (i = 0; i < REQUESTS; i++) {
		t_get(t, path);
		if (i == WARM_UP) {
			before = heap_used();
			peak = mem_peak(t->worker.mem);
		}
	}
	assert_int_equal(mem_used(t->worker.mem), 0);
	assert_int_equal(mem_peak(t->worker.mem), peak);
	assert_in_range(heap_used(), 0, before + HEAP_SLACK);
}

/* Who can answer without https: the machines that watch, and the installer, before there is a certificate. */
static bool
is_for_http(const struct route *r)
{
	return strcmp(page.name, "healthz") == 0 || r->is_installing;
}

static void
test_contract__http_leads_to_https_where_the_site_is(void **state)
{
	struct t *t = *state;
	const struct route *r = NULL;

	t->config.site_url = "https://portal.example";
	t_as(t, 0, ROLE_SUPER_ADMIN);
	while ((r = next_route(r)) != NULL) {
		const char *path = t_fmt(t, "%s?q=%%41&x=1", path_of(t, r, row_of(t, r, 0)));

		if (r->method != GET || is_for_http(r))
			continue;
		assert_int_equal(t_get(t, path), 303);
		assert_string_equal(t_header(t, "Location"), t_fmt(t, "https://portal.example%s", path));
		assert_int_equal(t->statements, 0);
	}
}

static void
test_contract__the_steps_stand_in_their_order(void **state)
{
	static const char *const steps[] = { "parse", "route", "https", "session", "permission",
		"second factor", "csrf", "form", "throttle", "begin", "handler", "commit", "record", "render",
		"respond", "reset", NULL };
	size_t i;

	(void)state;
	for (i = 0; steps[i] != NULL; i++)
		assert_string_equal(loop_step(i), steps[i]);
	assert_null(loop_step(i));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, t_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_contract__routes_are_sound),
		cmocka_unit_test(test_contract__a_broken_table_is_refused),
		cmocka_unit_test(test_contract__the_steps_stand_in_their_order),
		CASE(test_contract__http_leads_to_https_where_the_site_is),
		CASE(test_contract__nobody_is_led_to_sign_in),
		CASE(test_contract__each_role_gets_what_the_table_says),
		CASE(test_contract__answers_follow_whatever_is_ticked),
		CASE(test_contract__foreign_and_missing_rows_are_the_same_404),
		CASE(test_contract__forged_posts_change_nothing),
		CASE(test_contract__get_changes_only_the_named_tables),
		CASE(test_contract__any_letters_are_answered),
		CASE(test_contract__oversize_is_refused_before_it_is_read),
		CASE(test_contract__other_methods_are_refused_with_the_right_ones),
		CASE(test_contract__every_value_is_escaped),
		CASE(test_contract__heap_and_arena_are_flat),
	};

	return cmocka_run_group_tests_name(page.name, tests, NULL, NULL);
}
