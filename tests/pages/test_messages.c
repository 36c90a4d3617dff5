#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/harness.h"

#include <string.h>

#include "domain/category.h"
#include "domain/outbox.h"

#define HERE "/manage/messages"

/* A message of an account, in the state asked for; returns its id. secret: a value, NULL none. */
static int64_t
add_with(struct t *t, int account, const char *event, const char *category, const char *template,
    const char *secret, const char *state)
{
	struct outbox_message m = { .event = event,
		.recipient = "asha@example.com",
		.recipient_name = "Asha Rao",
		.category = category,
		.template = template,
		.values = { { "who", "An Agent", false },
		    { secret == NULL ? NULL : "link", secret, true }, { NULL, NULL, false } } };
	int64_t id;

	t->cx.actor.account_id = t->accounts[account].id;
	assert_int_equal(outbox_add(&t->cx, &m), ERR_OK);
	id = t_number(t, t_fmt(t, "SELECT id FROM outbox WHERE event_key = '%s'", event));
	assert_int_equal(db_exec(t->worker.db, NULL,
			     "UPDATE outbox SET state = ?, result = 'refused: 550 no such"
			     " user' WHERE id = ?",
			     V(state), V(id)),
	    ERR_OK);
	return id;
}

static int64_t
add(struct t *t, int account, const char *event, const char *category, const char *state)
{
	return add_with(t, account, event, category, "access-request", NULL, state);
}

static void
test_messages__shows_what_became_of_each(void **state)
{
	struct t *t = *state;

	add_with(t, 0, "one", "account", "access-request", "123456", "sent");
	add(t, 0, "two", "account", "failed");
	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, HERE), 200);

	assert_string_equal(t_view(t, "Data.messages.0.state"), "Given up");
	assert_string_equal(t_view(t, "Data.messages.0.subject"), "Somebody asks for access");
	assert_string_equal(t_view(t, "Data.messages.0.result"), "refused: 550 no such user");
	assert_string_equal(t_view(t, "Data.messages.0.category"), "Account notices");
	assert_string_equal(t_view(t, "Data.messages.1.state"), "Accepted");
	assert_null(strstr(t_page(t), "123456"));
	assert_in_range(t->statements, 1, 2);
}

/* The filter calls them as the page of who receives what does, behind "All". */
static void
test_messages__categories_are_called_alike(void **state)
{
	struct t *t = *state;
	enum category c;

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_get(t, HERE), 200);

	for (c = CATEGORY_CODES; c < CATEGORY__MAX; c++) {
		assert_string_equal(t_view(t, t_fmt(t, "Form.category.choices.%d.value", c + 1)),
		    category_name(c));
		assert_string_equal(t_view(t, t_fmt(t, "Form.category.choices.%d.label", c + 1)),
		    category_text(c));
	}
}

static void
test_messages__shows_nothing_of_another_account(void **state)
{
	struct t *t = *state;

	add(t, 1, "theirs", "account", "sent");
	t_as(t, 0, ROLE_ADMIN);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.messages.0.id"), "");
}

static void
test_messages__filters(void **state)
{
	static const struct {
		const char *query, *found;
	} cases[] = {
		{ "state=failed", "Given up" },
		{ "state=sent", "Accepted" },
		{ "state=bounced", "" },
		{ "channel=mail&recipient=rao", "Given up" },
		{ "channel=sms", "" },
		{ "category=account", "Given up" },
		{ "category=codes", "" },
		{ "recipient=nobody", "" },
		{ "recipient=%25", "" },
	};
	struct t *t = *state;
	size_t i;

	add(t, 0, "one", "account", "sent");
	add(t, 0, "two", "account", "failed");
	t_as(t, 0, ROLE_SUPER_ADMIN);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  %s\n", cases[i].query);
		assert_int_equal(t_get(t, t_fmt(t, HERE "?%s", cases[i].query)), 200);
		assert_string_equal(t_view(t, "Data.messages.0.state"), cases[i].found);
	}
	assert_int_equal(t_get(t, HERE "?state=secret"), 400);
}

static void
test_messages__pages_by_key(void **state)
{
	struct t *t = *state;
	int i;

	for (i = 0; i < 52; i++)
		add(t, 0, t_fmt(t, "m%d", i), "account", "sent");
	t_as(t, 0, ROLE_ADMIN);
	t_get(t, HERE);
	assert_string_not_equal(t_view(t, "Data.messages.49.id"), "");
	assert_string_equal(t_view(t, "Data.messages.50.id"), "");
	t_get(t, t_fmt(t, HERE "?before=%s", t_view(t, "Data.older")));
	assert_string_not_equal(t_view(t, "Data.messages.1.id"), "");
	assert_string_equal(t_view(t, "Data.messages.2.id"), "");
	assert_string_equal(t_view(t, "Data.older"), "");
}

static void
test_messages__resends_what_was_given_up(void **state)
{
	struct t *t = *state;
	int64_t id = add(t, 0, "two", "account", "failed");
	const char *row = t_fmt(t, "FROM outbox WHERE id = %lld", (long long)id);

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_post(t, t_fmt(t, HERE "/%lld/resend", (long long)id), NULL), 303);
	assert_string_equal(t_text(t, t_fmt(t, "SELECT state %s", row)), "waiting");
	assert_int_equal(t_number(t,
			     "SELECT COUNT(*) FROM audit_event WHERE action = 'message.resend'"),
	    1);
	assert_int_equal(t_post(t, t_fmt(t, HERE "/%lld/resend", (long long)id), NULL), 409);
}

/* What held a code or a link would arrive without it, whatever its category. */
static void
test_messages__never_resends_what_held_a_secret(void **state)
{
	static const struct {
		const char *category, *template;
	} cases[] = {
		{ "codes", "step-up" },
		{ "account", "still-right" },
		{ "critical", "address-changing" },
		{ "critical", "email-changing" },
		{ "critical", "email-changed" },
	};
	struct t *t = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *template = cases[i].template;
		int64_t id = add_with(t, 0, template, cases[i].category, template, "secret",
		    i % 2 == 0 ? "failed" : "bounced");

		print_message("  %s\n", template);
		/* As it is once it is given up: then only the mark tells. */
		assert_int_equal(db_exec(t->worker.db, NULL, "UPDATE outbox SET sealed = ''"
		    " WHERE id = ?", V(id)), ERR_OK);
		t_as(t, 0, ROLE_ADMIN);
		t_get(t, HERE);
		assert_string_equal(t_view(t, "Data.messages.0.can_resend"), "");
		assert_non_null(strstr(t_page(t), "which is erased by now"));
		assert_int_equal(t_post(t, t_fmt(t, HERE "/%lld/resend", (long long)id), NULL), 409);
		assert_string_not_equal(t_text(t, t_fmt(t,
		    "SELECT state FROM outbox WHERE id = %lld", (long long)id)), "waiting");
	}
}

/* Who withdrew, whose row another one has now, or who is gone is sent nothing more. */
static void
test_messages__never_resends_to_who_is_not_to_be_contacted(void **state)
{
	static const char *const cases[] = {
		"UPDATE contact_person SET withdrawn_at = 1",
		"UPDATE contact_person SET withdrawn_at = NULL, consent_at = 1900000000",
		"DELETE FROM contact_person",
	};
	struct t *t = *state;
	long long person = (long long)t->accounts[0].people[1];
	int64_t id = add(t, 0, "two", "billing", "failed");
	size_t i;

	assert_int_equal(db_exec(t->worker.db, NULL, "UPDATE outbox SET contact_person_id = ?"
	    " WHERE id = ?", V((int64_t)person), V(id)), ERR_OK);
	t_as(t, 0, ROLE_ADMIN);
	t_get(t, HERE);
	assert_string_equal(t_view(t, "Data.messages.0.can_resend"), "1");
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("  case %zu\n", i);
		assert_int_equal(db_run_text(t->worker.db, t_fmt(t, "%s WHERE id = %lld", cases[i],
		    person)), ERR_OK);
		t_get(t, HERE);
		assert_in_range(t->statements, 1, 2);
		assert_string_equal(t_view(t, "Data.messages.0.can_resend"), "");
		assert_non_null(strstr(t_page(t), "Not to be sent again"));
		assert_int_equal(t_post(t, t_fmt(t, HERE "/%lld/resend", (long long)id), NULL), 409);
	}
}

static void
test_messages__refuses_foreign_row(void **state)
{
	struct t *t = *state;
	int64_t id = add(t, 1, "theirs", "account", "failed");

	t_as(t, 0, ROLE_ADMIN);
	assert_int_equal(t_post(t, t_fmt(t, HERE "/%lld/resend", (long long)id), NULL), 404);
	assert_string_equal(t_text(t,
				t_fmt(t, "SELECT state FROM outbox WHERE id = %lld",
				    (long long)id)),
	    "failed");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_messages__shows_what_became_of_each),
		CASE(test_messages__categories_are_called_alike),
		CASE(test_messages__shows_nothing_of_another_account),
		CASE(test_messages__filters),
		CASE(test_messages__pages_by_key),
		CASE(test_messages__resends_what_was_given_up),
		CASE(test_messages__never_resends_what_held_a_secret),
		CASE(test_messages__never_resends_to_who_is_not_to_be_contacted),
		CASE(test_messages__refuses_foreign_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
