/*
 * test_form: what a form may hold is what its fields table says; what it shows again is what was
 * typed; what is packed opens for the same person only.
 */
#include "base/banned.h"
#include "web/form.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "web/exchange.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define NONCE "AAAAAAAAAAAAAAAAAAAAAA"

static const struct choice kinds[] = {
	{ "one", "The one" }, { "two", "The other" }, { NULL, NULL },
};

static const struct field fields[] = {
	{ .name = "name", .label = "Name", .kind = FIELD_TEXT, .need = REQUIRED, .longest = 5,
	    .hint = "As on the invoice.", .autocomplete = "name" },
	{ .name = "email", .label = "Email", .kind = FIELD_EMAIL, .longest = 20 },
	{ .name = "phone", .label = "Phone", .kind = FIELD_PHONE, .longest = 20 },
	{ .name = "password", .label = "Password", .kind = FIELD_PASSWORD, .longest = 6,
	    .missing = "Type your password." },
	{ .name = "code", .label = "Code", .kind = FIELD_CODE, .longest = 8 },
	{ .name = "kind", .label = "Kind", .kind = FIELD_CHOICE, .need = REQUIRED, .choices = kinds,
	    .missing = "Choose one." },
	{ .name = "agrees", .label = "Agrees", .kind = FIELD_FLAG },
	{ .name = "rights", .label = "Rights", .kind = FIELD_TICKS, .longest = 3 },
	{ .name = "role", .label = "Role", .kind = FIELD_ROW },
	{ .name = "list", .label = "The list", .kind = FIELD_LINES, .longest = 2048 },
	{ .name = "version", .kind = FIELD_COUNT, .need = REQUIRED },
	{ .name = "page", .kind = FIELD_COUNT },
	{ .name = "next", .kind = FIELD_PATH },
	{ .name = "held", .kind = FIELD_SEALED },
	{ .name = NULL },
};
static const struct route route = { .method = POST, .path = "x", .fields = fields };

struct fixture {
	struct mem	*m;
	struct config	 config;	/* for its keys */
	struct worker	 worker;
	struct exchange	 x;
	size_t		 ticks;		/* rows of Data.ticks so far */
};

static int
set_up(void **state)
{
	struct fixture *f = mem_keep(sizeof(*f));

	f->m = mem_new();
	memset(&f->config.keys, 7, sizeof(f->config.keys));
	f->worker.config = &f->config;
	f->x = (struct exchange){ .worker = &f->worker, .route = &route, .path = "/manage/x",
		.nonce = "", .view = view_new(f->m), .shown = fields };
	f->x.cx.mem = f->m;
	f->x.cx.actor.session_id = 7;
	f->x.req = (struct req){ &f->x.cx, &f->x };
	problems_init(&f->x.problems, f->m);
	*state = f;
	return crypt_init() == ERR_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	view_free(&f->x.view);
	mem_free(&f->m);
	free(f);
	return 0;
}

static void
send(struct fixture *f, const char *body)
{
	static const struct urlencoded_limits limits = { 65536, 256, 64, 65536 };

	assert_int_equal(urlencoded_read(f->m, body, strlen(body), &limits, &f->x.sent), ERR_OK);
	problems_init(&f->x.problems, f->m);
}

static enum err
check(struct fixture *f, const char *body)
{
	send(f, body);
	return form_check(&f->x);
}

/* Behind what makes a form good: a value that is not. */
static void
test_form__table(void **state)
{
	static const struct {
		const char	*body;
		enum err	 rc;
		const char	*field;		/* complained of; NULL none */
		const char	*text;		/* the whole sentence */
	} cases[] = {
		{ "name=Asha&kind=one&version=1", ERR_OK, NULL, "" },
		{ "name=+Asha++&kind=two&version=0&agrees=yes", ERR_OK, NULL, "" },
		{ "kind=one&version=1", ERR_OK, "name", "Enter Name." },
		{ "name=&kind=one&version=1", ERR_OK, "name", "Enter Name." },
		{ "name=+++&kind=one&version=1", ERR_OK, "name", "Enter Name." },
		{ "name=%C2%A0&kind=one&version=1", ERR_OK, "name", "Enter Name." },
		{ "name=%E0%A4%86%E0%A4%B6%E0%A4%BE%E0%A4%B0a&kind=one&version=1", ERR_OK, NULL,
		    "" },
		{ "name=123456&kind=one&version=1", ERR_OK, "name",
		    "Name must be at most 5 characters; this has 6." },
		{ "name=a%0Ab&kind=one&version=1", ERR_OK, "name",
		    "Name holds a line break or another invisible character. Type it without." },
		{ "name=a%E2%80%AEb&kind=one&version=1", ERR_OK, "name",
		    "Name holds a line break or another invisible character. Type it without." },
		{ "name=a&kind=&version=1", ERR_OK, "kind", "Choose one." },
		{ "name=a&version=1", ERR_OK, "kind", "Choose one." },
		{ "name=a&kind=three&version=1", ERR_MALFORMED, NULL, "" },
		{ "name=a&kind=one", ERR_MALFORMED, NULL, "" },
		{ "name=a&kind=one&version=", ERR_MALFORMED, NULL, "" },
		{ "name=a&kind=one&version=-1", ERR_MALFORMED, NULL, "" },
		{ "name=a&kind=one&version=1x", ERR_MALFORMED, NULL, "" },
		{ "name=a&kind=one&version=99999999999999999999", ERR_MALFORMED, NULL, "" },
		{ "name=a&kind=one&version=1&page=x", ERR_MALFORMED, NULL, "" },
		{ "name=a&kind=one&version=1&page=", ERR_OK, NULL, "" },
		{ "name=a&name=a&kind=one&version=1", ERR_MALFORMED, NULL, "" },
		{ "name=a&kind=one&version=1&version=1", ERR_MALFORMED, NULL, "" },
		{ "name=a&kind=one&version=1&csrf=a&csrf=a", ERR_MALFORMED, NULL, "" },
		{ "name=a&kind=one&version=1&nonce=a&nonce=b", ERR_MALFORMED, NULL, "" },
		{ "name=a&kind=one&version=1&other=1&other=2", ERR_OK, NULL, "" },
		{ "name=a&kind=one&version=1&password=123456", ERR_OK, NULL, "" },
		{ "name=a&kind=one&version=1&password=1234567", ERR_OK, "password",
		    "Password must be at most 6 characters; this has 7." },
		{ "name=a&kind=one&version=1&password=%0A%01", ERR_OK, NULL, "" },
		{ "name=a&kind=one&version=1&code=123+456", ERR_OK, NULL, "" },
		{ "name=a&kind=one&version=1&code=+++12345678+", ERR_OK, NULL, "" },
		{ "name=a&kind=one&version=1&code=123456789", ERR_OK, "code",
		    "Code must be at most 8 characters; this has 9." },
		{ "name=a&kind=one&version=1&list=a%0D%0Ab%09c%0A", ERR_OK, NULL, "" },
		{ "name=a&kind=one&version=1&list=a%0Ab%01", ERR_OK, "list",
		    "The list holds an invisible character that is no line end. Type it "
		    "without." },
		{ "name=a&kind=one&version=1&role=7", ERR_OK, NULL, "" },
		{ "name=a&kind=one&version=1&role=0", ERR_MALFORMED, NULL, "" },
		{ "name=a&kind=one&version=1&role=admin", ERR_MALFORMED, NULL, "" },
		{ "name=a&kind=one&version=1&role=1&role=2", ERR_MALFORMED, NULL, "" },
		{ "name=a&kind=one&version=1&rights=2-a.b", ERR_OK, NULL, "" },
		{ "name=a&kind=one&version=1&rights=2-a&rights=2-b&rights=3-a", ERR_OK, NULL, "" },
		{ "name=a&kind=one&version=1&rights=2-a+2-b+3-a", ERR_OK, NULL, "" },
		{ "name=a&kind=one&version=1&rights=2-a&rights=2-b+3-a&rights=", ERR_OK, NULL, "" },
		{ "name=a&kind=one&version=1&rights=a&rights=b&rights=c&rights=d", ERR_MALFORMED,
		    NULL, "" },
		{ "name=a&kind=one&version=1&rights=a+b+c+d", ERR_MALFORMED, NULL, "" },
		{ "name=a&kind=one&version=1&rights=a&rights=a", ERR_MALFORMED, NULL, "" },
		{ "name=a&kind=one&version=1&rights=a&rights=b+a", ERR_MALFORMED, NULL, "" },
		{ "name=a&kind=one&version=1&rights=A", ERR_MALFORMED, NULL, "" },
		{ "name=a&kind=one&version=1&rights=a%0Ab", ERR_MALFORMED, NULL, "" },
		{ "name=a&kind=one&version=1&rights=a++b", ERR_MALFORMED, NULL, "" },
		{ "name=a&kind=one&version=1&rights=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ERR_OK,
		    NULL, "" },
		{ "name=a&kind=one&version=1&rights=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		    ERR_MALFORMED, NULL, "" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		enum err rc = check(f, cases[i].body);
		size_t expected = cases[i].field == NULL ? 0 : 1;

		if (rc != cases[i].rc || (rc == ERR_OK && f->x.problems.count != expected))
			fail_msg("%s: error %d, %zu problems", cases[i].body, (int)rc,
			    f->x.problems.count);
		if (expected == 1 && (strcmp(f->x.problems.list[0].field, cases[i].field) != 0 ||
		    strcmp(f->x.problems.list[0].text, cases[i].text) != 0))
			fail_msg("%s: about %s: %s", cases[i].body, f->x.problems.list[0].field,
			    f->x.problems.list[0].text);
	}
}

static void
test_form__values_without_outer_spaces(void **state)
{
	struct fixture *f = *state;
	const struct req *rq = &f->x.req;

	send(f, "name=+a+b+&password=+p+&version=12&agrees=yes&page=x");
	assert_string_equal(form_text(rq, "name"), "a b");
	assert_string_equal(form_text(rq, "password"), " p ");
	assert_string_equal(form_text(rq, "email"), "");
	assert_int_equal(form_count(rq, "version"), 12);
	assert_int_equal(form_count(rq, "page"), 0);
	assert_true(form_flag(rq, "agrees"));
	send(f, "name=a");
	assert_false(form_flag(rq, "agrees"));
}

/* A handler that asks for what its table does not declare is stopped in the first test. */
static void
test_form__undeclared_field_ends_the_program(void **state)
{
	struct fixture *f = *state;
	int status;
	pid_t child;

	send(f, "other=1");
	if ((child = fork()) == 0) {
		freopen("/dev/null", "w", stderr);
		signal(SIGABRT, SIG_DFL);
		form_text(&f->x.req, "other");
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void
test_form__finds_declared_fields(void **state)
{
	(void)state;
	assert_ptr_equal(form_field(fields, "email"), &fields[1]);
	assert_null(form_field(fields, "other"));
	assert_null(form_field(fields, ""));
	assert_null(form_field(NULL, "email"));
}

static bool
has_same_key(struct fixture *f, const char *a, const char *b)
{
	unsigned char first[CRYPT_HASH_BYTES];

	send(f, a);
	form_make_key(&f->x);
	memcpy(first, f->x.key_hash, sizeof(first));
	send(f, b);
	form_make_key(&f->x);
	return memcmp(first, f->x.key_hash, sizeof(first)) == 0;
}

static void
test_form__key_is_of_all_that_was_sent(void **state)
{
	static const struct { const char *a, *b; bool is_same; } cases[] = {
		{ "nonce=" NONCE "&name=a", "nonce=" NONCE "&name=a", true },
		{ "nonce=" NONCE "&name=a", "name=+a+&nonce=" NONCE "&csrf=x&other=y", true },
		{ "nonce=" NONCE "&name=a", "nonce=" NONCE "&name=b", false },
		{ "nonce=" NONCE "&name=a", "nonce=BAAAAAAAAAAAAAAAAAAAAA&name=a", false },
		{ "nonce=" NONCE "&name=a&email=b", "nonce=" NONCE "&name=b&email=a", false },
		{ "nonce=" NONCE "&name=a", "nonce=" NONCE "&name=a%0Aemail%3Db", false },
		{ "nonce=" NONCE "&name=a%0Aemail%3Db", "nonce=" NONCE "&name=a&email=b", false },
		{ "nonce=" NONCE "&agrees=yes", "nonce=" NONCE, false },
		{ "nonce=" NONCE "&rights=a&rights=b", "nonce=" NONCE "&rights=a+b", true },
		{ "nonce=" NONCE "&rights=a&rights=b", "nonce=" NONCE "&rights=a", false },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++)
		if (has_same_key(f, cases[i].a, cases[i].b) != cases[i].is_same)
			fail_msg("%s and %s", cases[i].a, cases[i].b);
}

static void
test_form__key_is_of_session_and_path(void **state)
{
	struct fixture *f = *state;
	unsigned char first[CRYPT_HASH_BYTES];

	send(f, "nonce=" NONCE "&name=a");
	form_make_key(&f->x);
	assert_string_equal(f->x.nonce, NONCE);
	assert_string_equal(f->x.cx.form_nonce, NONCE);
	memcpy(first, f->x.key_hash, sizeof(first));
	f->x.path = "/manage/y";
	form_make_key(&f->x);
	assert_memory_not_equal(first, f->x.key_hash, sizeof(first));
	f->x.path = "/manage/x";
	f->x.cx.actor.session_id = 8;
	form_make_key(&f->x);
	assert_memory_not_equal(first, f->x.key_hash, sizeof(first));
	f->x.cx.actor.session_id = 7;
	form_make_key(&f->x);
	assert_memory_equal(first, f->x.key_hash, sizeof(first));
}

static void
test_form__nonce_that_is_none_counts_as_none(void **state)
{
	static const char *const bodies[] = { "", "nonce=", "nonce=short", "nonce=" NONCE "A",
		"nonce=AAAAAAAAAAAAAAAAAAAAA'" };
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(bodies); i++) {
		send(f, bodies[i]);
		form_make_key(&f->x);
		if (f->x.nonce[0] != '\0')
			fail_msg("\"%s\" gives \"%s\"", bodies[i], f->x.nonce);
	}
}

static const char *
shown(struct fixture *f, const char *key)
{
	const char *value = view_get(f->x.view, key);

	return value == NULL ? "" : value;
}

static void
test_form__shows_what_the_table_says(void **state)
{
	struct fixture *f = *state;

	form_fill(&f->x.req, "name", "Asha");
	form_fill(&f->x.req, "kind", "two");
	form_fill_flag(&f->x.req, "agrees", true);
	form_fill_count(&f->x.req, "version", 12);
	form_fill_phone(&f->x.req, "phone", "+919876543210");
	form_fill(&f->x.req, "role", "9");
	form_offer(&f->x.req, "role", 8, "Billing");
	form_offer(&f->x.req, "role", 9, "Front desk");
	form_show(&f->x);

	assert_string_equal(shown(f, "Form.role.type"), "radio");
	assert_string_equal(shown(f, "Form.role.choices.0.value"), "8");
	assert_string_equal(shown(f, "Form.role.choices.0.chosen"), "");
	assert_string_equal(shown(f, "Form.role.choices.1.label"), "Front desk");
	assert_string_equal(shown(f, "Form.role.choices.1.chosen"), "1");
	assert_string_equal(shown(f, "Form.kind.choices.2.label"), "");
	assert_string_equal(shown(f, "Form.name.name"), "name");
	assert_string_equal(shown(f, "Form.name.label"), "Name");
	assert_string_equal(shown(f, "Form.name.type"), "text");
	assert_string_equal(shown(f, "Form.name.required"), "1");
	assert_string_equal(shown(f, "Form.name.hint"), "As on the invoice. At most 5 characters.");
	assert_string_equal(shown(f, "Form.name.described"), "hint-name");
	assert_string_equal(shown(f, "Form.name.autocomplete"), "name");
	assert_string_equal(shown(f, "Form.name.value"), "Asha");
	assert_string_equal(shown(f, "Form.email.type"), "email");
	assert_string_equal(shown(f, "Form.email.required"), "");
	assert_string_equal(shown(f, "Form.email.autocomplete"), "off");
	assert_string_equal(shown(f, "Form.phone.value"), "+91 98765 43210");
	assert_string_equal(shown(f, "Form.phone.inputmode"), "tel");
	assert_string_equal(shown(f, "Form.password.type"), "password");
	assert_string_equal(shown(f, "Form.code.type"), "text");
	assert_string_equal(shown(f, "Form.code.inputmode"), "numeric");
	assert_string_equal(shown(f, "Form.code.autocomplete"), "one-time-code");
	assert_string_equal(shown(f, "Form.kind.choices.0.label"), "The one");
	assert_string_equal(shown(f, "Form.kind.choices.0.chosen"), "");
	assert_string_equal(shown(f, "Form.kind.choices.1.chosen"), "1");
	assert_string_equal(shown(f, "Form.agrees.value"), "yes");
	assert_string_equal(shown(f, "Form.version.type"), "hidden");
	assert_string_equal(shown(f, "Form.version.value"), "12");
	assert_string_equal(shown(f, "Page.conflict"), "");
}

/* What was typed prevails, but a password and a code are never sent back. */
static void
test_form__shows_again_what_was_typed(void **state)
{
	struct fixture *f = *state;

	form_fill(&f->x.req, "name", "Asha");
	form_fill(&f->x.req, "email", "stored@a.in");
	form_fill_count(&f->x.req, "version", 12);
	assert_int_equal(check(f, "name=123456&password=secret&code=123456&version=11"
	    "&kind=one"), ERR_OK);
	f->x.typed = f->x.sent;
	f->x.is_again = true;
	problems_add_link(&f->x.problems, "email", "/people/7", "Open Asha", "Taken.");
	problems_warn(&f->x.problems, "phone", "/people/8", "Open Ravi", "Ravi has it.");
	form_show(&f->x);

	assert_string_equal(shown(f, "Form.name.value"), "123456");
	assert_string_equal(shown(f, "Form.name.error"),
	    "Name must be at most 5 characters; this has 6.");
	assert_string_equal(shown(f, "Form.email.value"), "");
	assert_string_equal(shown(f, "Form.password.value"), "");
	assert_string_equal(shown(f, "Form.code.value"), "");
	assert_string_equal(shown(f, "Form.version.value"), "11");
	assert_string_equal(shown(f, "Form.email.error.link"), "/people/7");
	assert_string_equal(shown(f, "Form.phone.warning"), "Ravi has it.");
	assert_string_equal(shown(f, "Form.phone.error"), "");
	assert_string_equal(shown(f, "Page.problems.0.field"), "name");
	assert_string_equal(shown(f, "Page.problems.1.text"), "Taken.");
	assert_string_equal(shown(f, "Page.problems.2.text"), "");
}

static void
test_form__conflict_shows_both(void **state)
{
	struct fixture *f = *state;

	form_fill(&f->x.req, "name", "Their");
	form_fill(&f->x.req, "email", "same@a.in");
	form_fill_count(&f->x.req, "version", 12);
	send(f, "name=Mine&email=same%40a.in&version=11");
	f->x.typed = f->x.sent;
	f->x.is_again = f->x.is_conflict = true;
	form_show(&f->x);

	assert_string_equal(shown(f, "Form.name.value"), "Mine");
	assert_string_equal(shown(f, "Form.name.stored"), "Their");
	assert_string_equal(shown(f, "Form.name.differs"), "1");
	assert_string_equal(shown(f, "Form.email.differs"), "");
	assert_string_equal(shown(f, "Form.version.value"), "12");
	assert_string_equal(shown(f, "Page.conflict"), "1");
}

/* What a row says of one tick. */
static const char *
row_of(struct fixture *f, const char *word)
{
	struct view_row row = view_row(f->x.view, "Data.ticks");
	const char *at = mem_fmt(f->m, "Data.ticks.%zu", f->ticks++);

	form_row_tick(&f->x.req, &row, "rights", word);
	assert_string_equal(shown(f, mem_fmt(f->m, "%s.value", at)), word);
	return mem_fmt(f->m, "%s%s%s%s",
	    shown(f, mem_fmt(f->m, "%s.ticked", at))[0] == '1' ? "ticked" : "clear",
	    shown(f, mem_fmt(f->m, "%s.differs", at))[0] == '1' ? ", differs" : "",
	    shown(f, mem_fmt(f->m, "%s.taken", at))[0] == '1' ? ", taken" : "",
	    shown(f, mem_fmt(f->m, "%s.wrong", at))[0] == '1' ? ", wrong" : "");
}

static void
test_form__ticks_are_those_filled_in_or_typed(void **state)
{
	struct fixture *f = *state;

	form_fill(&f->x.req, "rights", "2-a 2-b");
	assert_string_equal(row_of(f, "2-a"), "ticked");
	assert_string_equal(row_of(f, "2"), "clear");
	assert_string_equal(row_of(f, "-b"), "clear");
	form_show(&f->x);
	assert_string_equal(shown(f, "Form.rights.value"), "2-a 2-b");
	assert_string_equal(shown(f, "Form.rights.type"), "ticks");
	assert_false(form_was_sent(&f->x.req));

	send(f, "rights=2-b&rights=3-a");
	assert_true(ticks_have(form_text(&f->x.req, "rights"), "3-a"));
	assert_false(ticks_have(form_text(&f->x.req, "rights"), "2-a"));
	f->x.typed = f->x.sent;
	f->x.is_again = true;
	problems_add(&f->x.problems, "rights-3-a", "Not this one.");
	assert_true(form_was_sent(&f->x.req));
	assert_string_equal(row_of(f, "2-a"), "clear");
	assert_string_equal(row_of(f, "2-b"), "ticked");
	assert_string_equal(row_of(f, "3-a"), "ticked, wrong");
	form_show(&f->x);
	assert_string_equal(shown(f, "Form.rights.value"), "2-b 3-a");
}

/* Opened with a and b, sent with b and c, while somebody saved a, d and e. */
static void
test_form__conflict_keeps_the_ticks_that_were_touched(void **state)
{
	struct fixture *f = *state;

	form_fill(&f->x.req, "rights", "a b");
	send(f, mem_fmt(f->m, "rights=b&rights=c&opened=%s", form_seal_opened(&f->x)));
	f->x.typed = f->x.sent;
	f->x.filled_count = 0;
	form_fill(&f->x.req, "rights", "a d e");
	f->x.is_again = f->x.is_conflict = true;
	form_read_opened(&f->x);

	assert_string_equal(row_of(f, "a"), "clear, differs");
	assert_string_equal(row_of(f, "b"), "clear, taken");
	assert_string_equal(row_of(f, "c"), "ticked, differs");
	assert_string_equal(row_of(f, "d"), "ticked, taken");
	assert_string_equal(row_of(f, "f"), "clear");
	f->x.opened = (struct urlencoded){ 0 };
	assert_string_equal(row_of(f, "d"), "clear, differs");
}

static void
test_form__packed_opens_for_the_same_user(void **state)
{
	struct fixture *f = *state;
	struct packed_form form;
	const char *packed;

	send(f, "name=a%26user%3D9&email=x&password=secret&code=123456&next=/y&held=z&version=1"
	    "&rights=a&rights=b");
	packed = form_pack(&f->x, 3, 4);

	assert_int_equal(form_unpack(&f->x, packed, 3, &form), ERR_OK);
	assert_string_equal(form.path, "/manage/x");
	assert_int_equal(form.account_id, 4);
	assert_string_equal(urlencoded_find(&form.typed, "name", NULL)->value, "a&user=9");
	assert_string_equal(urlencoded_find(&form.typed, "version", NULL)->value, "1");
	assert_string_equal(form_ticks(f->m, &form.typed, "rights"), "a b");
	assert_null(urlencoded_find(&form.typed, "password", NULL));
	assert_null(urlencoded_find(&form.typed, "code", NULL));
	assert_null(urlencoded_find(&form.typed, "next", NULL));
	assert_null(urlencoded_find(&form.typed, "held", NULL));
	assert_null(urlencoded_find(&form.typed, "user", NULL));
	assert_null(urlencoded_find(&form.typed, "path", NULL));
}

static void
test_form__packed_is_refused_otherwise(void **state)
{
	static const char *const texts[] = { "", "user=3&account=4", "user=3&path=%2Fx",
		"user=x&account=4&path=%2Fx", "user=3&account=4&path=%2F%2Fevil.example",
		"user=3&account=0&path=%2Fx", "%" };
	struct fixture *f = *state;
	struct packed_form form;
	const char *packed;

	send(f, "name=a");
	packed = form_pack(&f->x, 3, 4);
	assert_int_equal(form_unpack(&f->x, packed, 5, &form), ERR_FORGED);
	assert_int_equal(form_unpack(&f->x, packed + 1, 3, &form), ERR_FORGED);
	for (size_t i = 0; i < COUNT(texts); i++) {
		packed = crypt_seal(f->m, f->config.keys.seal, "held form", texts[i]);
		if (form_unpack(&f->x, packed, 3, &form) != ERR_FORGED)
			fail_msg("\"%s\" is taken", texts[i]);
	}
	packed = crypt_seal(f->m, f->config.keys.seal, "another purpose",
	    "user=3&account=4&path=%2Fx");
	assert_int_equal(form_unpack(&f->x, packed, 3, &form), ERR_FORGED);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(test_form__table),
		TEST(test_form__values_without_outer_spaces),
		TEST(test_form__undeclared_field_ends_the_program),
		TEST(test_form__finds_declared_fields),
		TEST(test_form__key_is_of_all_that_was_sent),
		TEST(test_form__key_is_of_session_and_path),
		TEST(test_form__nonce_that_is_none_counts_as_none),
		TEST(test_form__shows_what_the_table_says),
		TEST(test_form__shows_again_what_was_typed),
		TEST(test_form__conflict_shows_both),
		TEST(test_form__ticks_are_those_filled_in_or_typed),
		TEST(test_form__conflict_keeps_the_ticks_that_were_touched),
		TEST(test_form__packed_opens_for_the_same_user),
		TEST(test_form__packed_is_refused_otherwise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
