#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#include "base/clock.h"
#include "base/language.h"
#include "base/text.h"
#include "base/tree.h"
#include "domain/account.h"
#include "domain/contact_person.h"
#include "domain/invoice_pdf.h"
#include "domain/membership.h"
#include "domain/outbox.h"
#include "domain/session.h"
#include "domain/user.h"

#define NOW		1800000000	/* 15 January 2027: any fixed second will do */

static void
must(enum err rc, const char *what)
{
	if (rc != ERR_OK)
		fail_msg("%s: error %d", what, (int)rc);
}

char *
t_fmt(struct t *t, const char *format, ...)
{
	char *text;
	va_list ap;

	va_start(ap, format);
	text = mem_fmt_list(t->mem, format, ap);
	va_end(ap);
	return text;
}

static void
add_member(struct t *t, struct t_account *a, int64_t user_id, enum role_id role, bool is_first)
{
	struct membership m = { .account_id = a->id,
		.user_id = user_id,
		.role_id = role,
		.extension = "",
		.department = "Sales",
		.has_panel = true };

	t->cx.actor.account_id = a->id;
	must(membership_add(&t->cx, &m, is_first), "membership_add");
	a->users[role] = user_id;
}

static int64_t
add_user(struct t *t, const char *name, const char *email)
{
	int64_t id;

	must(user_add(&t->cx, name, email, "", &id), "user_add");
	return id;
}

static void
add_person(struct t *t, struct t_account *a, int n, const char *word)
{
	struct contact_person c = {
		.name = t_fmt(t, "Person %d of %s", n + 1, word),
		.email = t_fmt(t, "person%d@%s.example", n + 1, word),
		.phone = t_fmt(t, "98765 4%lld%03d", (long long)(a == t->accounts ? 1 : 2), n),
		.designation = "", .kind = "alternate", .has_consent = true,
		.is_vouched = true,
	};
	struct problems p;

	problems_init(&p, t->mem);
	t->cx.actor.account_id = a->id;
	t->cx.actor.account_region = "IN";
	must(contact_person_save(&t->cx, &c, &p),
	    p.count == 0 ? "contact_person_save" : p.list[0].text);
	a->people[n] = c.id;
	a->addresses[n] = t_number(t, t_fmt(t, "SELECT id FROM contact_address"
	    " WHERE channel = 'mail' AND wanted_of = %lld", (long long)c.id));
}

static void
add_invitation(struct t *t, struct t_account *a, const char *word)
{
	must(db_exec(t->cx.db, NULL, "INSERT INTO invitation (account_id, email, name, role_id,"
	    " invited_by, asked_at, sent_at, expires_at) VALUES (?, ?, 'Asked Agent', ?, ?, ?, ?,"
	    " ?)", V(a->id), V(t_fmt(t, "asked@%s.example", word)), V((int)ROLE_AGENT),
	    V(a->users[ROLE_SUPER_ADMIN]), V(NOW - 3600), V(NOW - 3600), V(NOW + 72 * 3600)),
	    "invitation");
	a->invitation = db_insert_id(t->cx.db);
}

static void
add_account(struct t *t, struct t_account *a, const char *name, const char *word)
{
	struct account new = { .business_name = name,
		.business_email = t_fmt(t, "office@%s.example", word),
		.trade_name = "",
		.phone = "",
		.website = "",
		.legal_name = name,
		.address = "12, MG Road",
		.region = "IN",
		.time_zone = "Asia/Kolkata",
		.contact_limit = 5 };
	struct problems p;
	int n;

	problems_init(&p, t->mem);
	must(account_add(&t->cx, &new, &p, &a->id), "account_add");
	add_member(t, a,
	    add_user(t, t_fmt(t, "Owner of %s", name), t_fmt(t, "owner@%s.example", word)),
	    ROLE_SUPER_ADMIN, true);
	for (n = 0; n < T_PEOPLE; n++)
		add_person(t, a, n, word);
	add_invitation(t, a, word);
}

static void
add_world(struct t *t)
{
	struct t_account *asha = &t->accounts[0], *binary = &t->accounts[1];
	enum role_id role;

	t->cx.actor.user_name = "The test";
	t->cx.actor.department = "";
	add_account(t, asha, "Asha Traders", "asha");
	for (role = ROLE_ADMIN; role < ROLE__MAX; role++)
		add_member(t, asha, add_user(t, role_default_name(role),
		    t_fmt(t, "role%d@asha.example", (int)role)), role, false);
	add_account(t, binary, "Binary Mills", "binary");
	add_member(t, binary, asha->users[ROLE_ADMIN], ROLE_ADMIN, false);
	t->cx.actor = (struct actor){ .user_name = "", .user_email = "", .department = "" };
}

static void
copy_value(void *closure, const char *name, const char *value)
{
	tree_set(closure, name, value);
}

static void
watch(void *closure, const struct exchange *x)
{
	struct t *t = closure;

	tree_free(&t->view);
	t->view = tree_new();
	if (x->view != NULL)
		tree_walk(view_tree(x->view), copy_value, t->view);
	witness_answer(&t->witness, x);
}

static void
load_settings(struct t *t)
{
	const char *problem;

	must(crypt_init(), "crypt_init");
	if (config_load(t->settings, config_file(t->settings), &t->config, &problem) != ERR_OK ||
	    !t->config.has_keys)
		fail_msg("settings %s: %s", config_file(t->settings), problem);
	t->config.site_url = T_SITE;
	t->config.password_cost = (struct crypt_cost){ 8192, 1 };
}

int
t_setup(void **state)
{
	struct t *t = mem_keep(sizeof(*t));

	t->mem = mem_new();
	t->settings = mem_new();
	load_settings(t);
	clock_fix(NOW);
	language_open(t->config.translations_folder);
	t->worker = (struct worker){ .config = &t->config,
		.db = db_new(&t->config.database),
		.mem = mem_new(),
		.templates = templates_new(t->config.templates_folder),
		.page = &page,
		.static_version = "test",
		.watch = watch,
		.watch_closure = t };
	t->cx = (struct context){ .mem = t->mem,
		.db = t->worker.db,
		.config = &t->config,
		.now = NOW,
		.client_ip = "192.0.2.1",
		.request_id = "test",
		.form_nonce = "" };
	memory_transport_init(&t->transport);
	witness_init(&t->witness, t->worker.db);
	t->cookies = "";
	must(db_begin(t->worker.db), "db_begin");
	add_world(t);
	*state = t;
	return 0;
}

int
t_teardown(void **state)
{
	struct t *t = *state;

	assert_int_equal(db_open_results(t->worker.db), 0);
	db_rollback(t->worker.db);
	assert_int_equal(db_depth(t->worker.db), 0);
	assert_int_equal(mem_used(t->worker.mem), 0);
	clock_fix(0);
	tree_free(&t->view);
	memory_transport_release(&t->transport);
	witness_release(&t->witness);
	templates_free(&t->worker.templates);
	db_free(&t->worker.db);
	mem_free(&t->worker.mem);
	mem_free(&t->settings);
	mem_free(&t->mem);
	free(t);
	return 0;
}

void
t_as(struct t *t, int account, enum role_id role)
{
	const char *token;

	t->cookies = "";
	t->session_id = 0;
	t->account_id = 0;
	if (role == ROLE_NONE)
		return;
	/* Past a second factor, where the user has one. */
	t->cx.code_of = t->accounts[account].users[role];
	must(session_begin(&t->cx, t->accounts[account].users[role], "a test", &token),
	    "session_begin");
	t->session_id = t->cx.actor.session_id;
	if (t->cx.actor.account_id != t->accounts[account].id)
		must(session_switch(&t->cx, t->accounts[account].id, &token), "session_switch");
	t->account_id = t->accounts[account].id;
	t->cookies = t_fmt(t, "pp_session=%s", token);
}

void
t_untick(struct t *t, int account, enum role_id role, enum permission permission)
{
	must(db_run_text(t->cx.db, t_fmt(t, "UPDATE role SET permission_bits = permission_bits"
	    " & ~(1 << %d) WHERE account_id = %lld AND id = %d", (int)permission,
	    (long long)t->accounts[account].id, (int)role)), "t_untick");
}

static void
set_request(struct t *t, const char *method, const char *path)
{
	const char *query = strchr(path, '?');

	memory_transport_clear(&t->transport);
	memory_transport_set(&t->transport, "REQUEST_METHOD", method);
	memory_transport_set(&t->transport, "REQUEST_URI", path);
	memory_transport_set(&t->transport, "QUERY_STRING", query == NULL ? "" : query + 1);
	memory_transport_set(&t->transport, "REMOTE_ADDR",
	    t->client == NULL ? "192.0.2.1" : t->client);
	memory_transport_set(&t->transport, "HTTP_HOST", "portal.example");
	memory_transport_set(&t->transport, "HTTP_COOKIE", t->cookies);
	memory_transport_set(&t->transport, "HTTPS", t->is_tls ? "on" : "");
	if (t->accept_language != NULL)
		memory_transport_set(&t->transport, "HTTP_ACCEPT_LANGUAGE", t->accept_language);
}

static int
run(struct t *t)
{
	int64_t before = db_statements(t->worker.db);

	witness_begin(&t->witness);
	loop_answer(&t->worker, &t->transport.transport);
	t->statements = db_statements(t->worker.db) - before - t->witness.statements;
	witness_end(&t->witness, t->account_id);
	return memory_transport_status(&t->transport);
}

int
t_get(struct t *t, const char *path)
{
	set_request(t, "GET", path);
	return run(t);
}

int
t_raw(struct t *t, const char *method, const char *path, const char *type, const char *body,
    size_t length)
{
	set_request(t, method, path);
	memory_transport_set(&t->transport, "CONTENT_TYPE", type);
	memory_transport_set_body(&t->transport, body, length);
	return run(t);
}

/* The token that a page of this program would have carried. */
static const char *
token(struct t *t)
{
	char *who = t_fmt(t, "%lld.%lld", (long long)t->session_id, (long long)t->account_id);

	return t_fmt(t, "%s.%s", who, crypt_mac(t->mem, t->config.keys.mac, "form",
	    t_fmt(t, "%s %s", who, t->worker.page->name)));
}

static const char *
next_nonce(struct t *t)
{
	unsigned char bytes[CRYPT_NONCE_BYTES] = { 0 };

	if (t->nonce != NULL)
		return t->nonce;
	t->nonces++;
	memcpy(bytes, &t->nonces, sizeof(t->nonces));
	return crypt_encode(t->mem, bytes, sizeof(bytes));
}

int
t_post(struct t *t, const char *path, ...)
{
	char *body = t_fmt(t, "nonce=%s", next_nonce(t));
	const char *name;
	va_list ap;

	if (!t->is_forged)
		body = t_fmt(t, "%s&csrf=%s", body, token(t));
	va_start(ap, path);
	while ((name = va_arg(ap, const char *)) != NULL)
		body = t_fmt(t, "%s&%s=%s", body, name,
		    text_percent_encode(t->mem, va_arg(ap, const char *)));
	va_end(ap);
	set_request(t, "POST", path);
	memory_transport_set(&t->transport, "HTTP_ORIGIN", t->origin == NULL ? T_SITE : t->origin);
	memory_transport_set(&t->transport, "CONTENT_TYPE", "application/x-www-form-urlencoded");
	memory_transport_set_body(&t->transport, body, strlen(body));
	return run(t);
}

const char *
t_view(const struct t *t, const char *key)
{
	const char *value = t->view == NULL ? NULL : tree_get(t->view, key);

	return value == NULL ? "" : value;
}

const char *
t_header(struct t *t, const char *name)
{
	char value[4096];

	return mem_dup(t->mem, memory_transport_header(&t->transport, name, value, sizeof(value)));
}

const char *
t_page(const struct t *t)
{
	return memory_transport_page(&t->transport);
}

/* The text is copied: statements are kept by address as long as the connection lives. */
const char *
t_text(struct t *t, const char *sql)
{
	struct db_stmt *st;
	const char *text;

	must(db_query(t->worker.db, &st, mem_dup(t->mem, sql)), sql);
	text = db_step(st) ? db_str(st, t->mem, 0) : "";
	db_done(&st);
	return text;
}

int64_t
t_number(struct t *t, const char *sql)
{
	struct db_stmt *st;
	int64_t number;

	must(db_query(t->worker.db, &st, mem_dup(t->mem, sql)), sql);
	number = db_step(st) ? db_i64(st, 0) : -1;
	db_done(&st);
	return number;
}

const char *
t_code(struct t *t, const char *recipient)
{
	const char *sealed = t_text(t, t_fmt(t, "SELECT sealed FROM outbox WHERE recipient = '%s'"
	    " AND sealed <> '' ORDER BY id DESC LIMIT 1", recipient));
	const char *secret, *at;

	must(crypt_open(t->mem, t->config.keys.seal, OUTBOX_SEAL, sealed, &secret), recipient);
	if ((at = strstr(secret, "code=")) == NULL)
		fail_msg("no code for %s", recipient);
	return mem_dup_bytes(t->mem, at + 5, 6);
}

/* Every Set-Cookie of the last answer replaces or drops what is kept under its name. */
void
t_keep_cookies(struct t *t)
{
	const char *at = t->transport.out.text;
	const char *end = memory_transport_page(&t->transport);

	while ((at = strstr(at, "Set-Cookie: ")) != NULL && at < end) {
		const char *pair = mem_dup_bytes(t->mem, at + 12, strcspn(at + 12, ";\r"));

		t->cookies = t->cookies[0] == '\0' ? pair : t_fmt(t, "%s; %s", pair, t->cookies);
		at += 12;
	}
}

int64_t
t_invoice(struct t *t, int account)
{
	const struct t_account *a = &t->accounts[account];
	int64_t id = t_number(t, t_fmt(t, "SELECT COALESCE(MAX(id), 0) FROM invoice"
	    " WHERE account_id = %lld", (long long)a->id));

	if (id != 0)
		return id;
	must(db_exec(t->cx.db, NULL, "INSERT INTO invoice (account_id, kind, financial_year,"
	    " number, reference, issued_on, due_on, seller_name, seller_address, seller_gstin,"
	    " seller_pan, seller_state, seller_contact, buyer_name, buyer_address, buyer_tax_id,"
	    " buyer_pan, buyer_state, place_of_supply, supply, taxable_paise, cgst_paise,"
	    " sgst_paise, igst_paise, rounding_paise, total_paise, issued_at, issued_by)"
	    " VALUES (?, 'invoice', 2026, ?, 'one', '2026-10-01', '2026-10-16', 'Seller', 'Dock',"
	    " '27AAPFU0939F1ZV', '', '27', '', 'Buyer', 'MG Road', '', '', '29', '29', 'inter', 100000, 0, 0,"
	    " 18000, 0, 118000, ?, 'test')", V(a->id), V(t_fmt(t, "T/%d", account)), V(NOW)),
	    "invoice");
	id = db_insert_id(t->cx.db);
	must(db_exec(t->cx.db, NULL, "INSERT INTO invoice_line (account_id, invoice_id,"
	    " line_number, description, sac, quantity_milli, price_paise, discount_paise, rate_bp,"
	    " taxable_paise, cgst_paise, sgst_paise, igst_paise) VALUES (?, ?, 1, 'Numbers',"
	    " '998413', 1000, 100000, 0, 1800, 100000, 0, 0, 18000)", V(a->id), V(id)), "line");
	t->cx.actor.account_id = a->id;
	must(invoice_pdf_add(&t->cx, id, "%PDF-none%%EOF", 14, true), "invoice_pdf_add");
	t->cx.actor.account_id = t->account_id;
	return id;
}

int64_t
t_rows_read(struct t *t, const char *path)
{
	static const char handlers[] = "SELECT CAST(SUM(variable_value) AS SIGNED) FROM"
	    " information_schema.session_status WHERE variable_name IN ('HANDLER_READ_KEY',"
	    " 'HANDLER_READ_NEXT', 'HANDLER_READ_FIRST', 'HANDLER_READ_RND', 'HANDLER_READ_RND_NEXT',"
	    " 'HANDLER_READ_PREV', 'HANDLER_READ_LAST')";
	int64_t before;

	/* Once before: what is prepared and read for the first time does not count. */
	t_get(t, path);
	before = t_number(t, handlers);
	assert_int_equal(t_get(t, path), 200);
	return t_number(t, handlers) - before;
}
