#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/banned.h"
#include "harness/link_page.h"

#include <string.h>

#include "base/clock.h"
#include "domain/contact_person.h"
#include "domain/contact_primary.h"
#include "domain/contact_proof.h"
#include "domain/link.h"

#define HERE	"/verify"
#define NOW	1800000000	/* the harness's second */
#define NEW	"ravi.iyer@elsewhere.example"

static void
act_in(struct t *t, int account)
{
	t->cx.actor.account_id = t->accounts[account].id;
	t->cx.actor.account_region = "IN";
}

static const char *
token_of(struct t *t, enum link_kind kind, int64_t id, int64_t serial)
{
	return strstr(link_make(&t->cx, kind, id, serial), "/verify/") + strlen("/verify/");
}

/* Another email for a person of the first account: one that has to be proven. */
static int64_t
change_email(struct t *t, int n, const char *email)
{
	int64_t id = t->accounts[0].people[n];
	struct contact_person c;
	struct problems p;

	problems_init(&p, t->mem);
	act_in(t, 0);
	assert_int_equal(contact_person_load(&t->cx, id, &c), ERR_OK);
	c.email = email;
	assert_int_equal(contact_person_save(&t->cx, &c, &p), ERR_OK);
	return t_number(t, t_fmt(t, "SELECT id FROM contact_address WHERE contact_person_id = %lld"
	    " AND part = 'wanted' AND channel = 'mail'", (long long)id));
}

/* Opens the link as a browser does: the token leaves the address bar, then the page is shown. */
static void
follow(struct t *t, const char *token)
{
	assert_int_equal(t_get(t, t_fmt(t, HERE "/%s", token)), 303);
	assert_string_equal(t_header(t, "Location"), HERE);
	t_keep_cookies(t);
	assert_int_equal(t_get(t, HERE), 200);
	t_keep_cookies(t);
	assert_in_range(t->statements, 0, 3);
	assert_null(strstr(t_page(t), token));
}

static int
press(struct t *t, const char *act)
{
	const char *csrf = t_fmt(t, "%s", t_view(t, "Page.csrf"));
	const char *of = t_fmt(t, "%s", t_view(t, "Form.of.value"));

	t->is_forged = true;
	return t_post(t, HERE, "csrf", csrf, "act", act, "of", of, NULL);
}

/* Presses a button and goes where it leads. */
static void
go(struct t *t, const char *act)
{
	assert_int_equal(press(t, act), 303);
	assert_string_equal(t_header(t, "Location"), HERE);
	t_keep_cookies(t);
	assert_int_equal(t_get(t, HERE), 200);
}

static int64_t
events(struct t *t, const char *action)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM audit_event WHERE action = '%s'",
	    action));
}

static int64_t
messages(struct t *t, const char *template)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM outbox WHERE template = '%s'", template));
}

static const char *
address_state(struct t *t, int64_t id)
{
	return t_text(t,
	    t_fmt(t, "SELECT state FROM contact_address WHERE id = %lld", (long long)id));
}

static void
test_verify__moves_the_token_into_a_cookie(void **state)
{
	struct t *t = *state;
	const char *token;

	act_in(t, 0);
	token = token_of(t, LINK_AGREEMENT, t->accounts[0].people[1], 0);
	assert_int_equal(t_get(t, t_fmt(t, HERE "/%s", token)), 303);
	assert_string_equal(t_header(t, "Location"), HERE);
	assert_string_equal(t_header(t, "Set-Cookie"),
	    t_fmt(t, "pp_link=%s; Path=/; HttpOnly; SameSite=Lax; Max-Age=600", token));
	assert_int_equal(t->statements, 0);
	assert_string_equal(t_page(t), "");
	/* Whatever is refused on the way does not show it either. */
	assert_int_equal(t_post(t, t_fmt(t, HERE "/%s", token), NULL), 405);
	assert_null(strstr(t->transport.out.text, token));
	assert_string_equal(t_view(t, "Page.path"), HERE "/:token");
	assert_int_equal(t_get(t, t_fmt(t, HERE "/%s?a=%%zz", token)), 400);
	assert_null(strstr(t->transport.out.text, token));
	assert_int_equal(t_get(t, t_fmt(t, HERE "/%s/more", token)), 404);
	assert_null(strstr(t_page(t), token));
}

static void
test_verify__wrong_links_say_so(void **state)
{
	struct t *t = *state;
	const char *token;
	size_t i;

	act_in(t, 0);
	token = token_of(t, LINK_AGREEMENT, t->accounts[0].people[1], 0);
	const char *const wrong[] = {
		t_fmt(t, "%.*s", (int)strlen(token) - 1, token), t_fmt(t, "%s.", token),
		t_fmt(t, "%s%%3E", token), t_fmt(t, "prove%s", strchr(token, '.')), "no-such-token",
		"%20",
		t_fmt(t, "%s%s%s", token, token, token), "a%3Bb=c",
	};

	assert_int_equal(t_get(t, HERE), 200);
	expect_link(t, "none", "Open the link in the mail once more");
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		print_message("  %s\n", wrong[i]);
		t->cookies = "";
		follow(t, wrong[i]);
		expect_link(t, "wrong", "This link does not work");
		assert_null(strstr(t_page(t), "Person 2"));
		assert_int_equal(press(t, "withdraw"), 303);
	}
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM contact_person"), 2 * T_PEOPLE);
}

static void
test_verify__proves_an_address_once(void **state)
{
	struct t *t = *state;
	int64_t id = change_email(t, 1, NEW);

	follow(t, token_of(t, LINK_PROVE, id, 1));
	expect_link(t, "open", "Do you read this address?");
	assert_string_equal(t_view(t, "Data.address"), NEW);
	assert_string_equal(t_view(t, "Data.account"), "Asha Traders");
	assert_string_equal(address_state(t, id), "unverified");
	go(t, "prove");
	expect_link(t, "used", "This address is proven");
	assert_string_equal(t_view(t, "Page.flash.text"), "Thank you. This address is proven.");
	assert_string_equal(address_state(t, id), "verified");
	assert_string_equal(t_text(t,
	    "SELECT actor_name FROM audit_event WHERE action = 'contact.verify'"),
	    "Person 2 of asha");
	go(t, "prove");
	expect_link(t, "used", "This address is proven");
	assert_int_equal(events(t, "contact.verify"), 1);
	/* What had stood in for it is gone. */
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM contact_address WHERE stands_in = 1"),
	    0);
}

static void
test_verify__says_why_it_proves_nothing(void **state)
{
	struct t *t = *state;
	struct contact_proof proof;
	int64_t id = change_email(t, 1, NEW), wait_sec;
	const char *first = token_of(t, LINK_PROVE, id, 1);

	t->cx.now = NOW + 7200;
	clock_fix(t->cx.now);
	assert_int_equal(contact_proof_load(&t->cx, id, &proof), ERR_OK);
	assert_int_equal(contact_proof_send(&t->cx, &proof.whom, &proof.address, &wait_sec),
	    ERR_OK);
	follow(t, first);
	expect_link(t, "superseded", "There is a newer link");
	go(t, "prove");
	expect_link(t, "superseded", "There is a newer link");

	follow(t, token_of(t, LINK_PROVE, id, 2));
	expect_link(t, "open", "Do you read this address?");
	clock_fix(NOW + 7200 + t->config.proof_life_sec);
	go(t, "prove");
	expect_link(t, "expired", "This link is too old");
	assert_string_equal(address_state(t, id), "unverified");

	clock_fix(NOW + 7200);
	change_email(t, 1, "another@elsewhere.example");
	follow(t, token_of(t, LINK_PROVE, id, 2));
	expect_link(t, "gone", "This address is not listed any more");
	go(t, "prove");
	expect_link(t, "gone", "This address is not listed any more");
	assert_int_equal(events(t, "contact.verify"), 0);
}

/* Who asked for the change was signed in; whoever reads the old address is not. */
static void
test_verify__not_me_stops_the_change(void **state)
{
	struct t *t = *state;
	const char *ended, *token;
	int64_t id;

	t_as(t, 0, ROLE_BILLING);
	ended = t_fmt(t, "SELECT COUNT(*) FROM session WHERE id = %lld AND ended_at IS NOT NULL",
	    (long long)t->session_id);
	id = change_email(t, 1, NEW);
	token = token_of(t, LINK_NOT_ME, id, 0);
	t->cookies = "";
	follow(t, token);
	expect_link(t, "open", "Stop this change?");
	assert_string_equal(t_view(t, "Data.old"), "person2@asha.example");
	assert_string_equal(t_view(t, "Data.address"), NEW);
	assert_string_equal(t_view(t, "Data.who"), "Billing");
	assert_int_equal(t_number(t, ended), 0);
	go(t, "not-me");
	expect_link(t, "gone", "There is nothing to stop");
	assert_string_equal(t_view(t, "Page.flash.text"),
	    "The change is stopped. The Super Admins of the account are told.");
	go(t, "not-me");
	expect_link(t, "gone", "There is nothing to stop");
	assert_int_equal(t_number(t, ended), 1);
	assert_int_equal(events(t, "contact.not_me"), 1);
	assert_string_equal(t_text(t, "SELECT GROUP_CONCAT(recipient ORDER BY id) FROM outbox"
	    " WHERE template = 'not-me'"), "owner@asha.example");
	assert_string_equal(t_text(t, t_fmt(t, "SELECT address FROM contact_address"
	    " WHERE contact_person_id = %lld AND part = 'wanted' AND channel = 'mail'",
	    (long long)t->accounts[0].people[1])), "person2@asha.example");
}

static void
test_verify__not_me_comes_too_late(void **state)
{
	struct t *t = *state;
	int64_t id = change_email(t, 1, NEW);
	struct contact_proof proof;

	follow(t, token_of(t, LINK_NOT_ME, id, 0));
	assert_int_equal(contact_proof_load(&t->cx, id, &proof), ERR_OK);
	assert_int_equal(contact_proof_accept(&t->cx, &proof), ERR_OK);
	go(t, "not-me");
	expect_link(t, "used", "The change is made already");
	assert_int_equal(messages(t, "not-me"), 0);
	/* A button of another kind of link is no button of this one. */
	go(t, "withdraw");
	go(t, "");
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM contact_person"), 2 * T_PEOPLE);
}

static void
test_verify__shows_what_is_listed(void **state)
{
	struct t *t = *state;

	act_in(t, 0);
	follow(t, token_of(t, LINK_AGREEMENT, t->accounts[0].people[1], 0));
	expect_link(t, "open", "Is this right?");
	assert_string_equal(t_view(t, "Data.name"), "Person 2 of asha");
	assert_string_equal(t_view(t, "Data.email"), "person2@asha.example");
	assert_string_equal(t_view(t, "Data.phone"), "+91 98765 41001");
	assert_string_equal(t_view(t, "Data.purpose"), "alternate");
	/* The message for a new address may have gone to somebody else. */
	change_email(t, 1, NEW);
	assert_int_equal(t_get(t, HERE), 200);
	assert_string_equal(t_view(t, "Data.is_known"), "");
	assert_null(strstr(t_page(t), "41001"));
	assert_null(strstr(t_page(t), "person2@"));
}

static void
test_verify__still_right(void **state)
{
	struct t *t = *state;
	const char *at = t_fmt(t, "SELECT confirmed_at FROM contact_person WHERE id = %lld",
	    (long long)t->accounts[0].people[1]);

	act_in(t, 0);
	clock_fix(NOW + 3600);
	follow(t, token_of(t, LINK_AGREEMENT, t->accounts[0].people[1], 0));
	assert_int_equal(t_number(t, at), NOW);
	go(t, "confirm");
	expect_link(t, "open", "Is this right?");
	assert_string_equal(t_view(t, "Page.flash.text"),
	    "Thank you. It is noted that this is right.");
	go(t, "confirm");
	assert_int_equal(t_number(t, at), NOW + 3600);
	assert_int_equal(events(t, "contact.confirm"), 1);
}

/* A new address is typed wrongly: its reader does not speak for the person. */
static void
test_verify__a_wrong_address_takes_nobody_off(void **state)
{
	struct t *t = *state;
	int64_t person = t->accounts[0].people[1];
	int64_t wrong = change_email(t, 1, NEW);
	const char *count = t_fmt(t, "SELECT COUNT(*) FROM contact_person WHERE id = %lld"
	    " AND withdrawn_at IS NULL", (long long)person);

	t->cookies = "";
	follow(t, token_of(t, LINK_AGREEMENT, person, wrong));
	expect_link(t, "gone", "You are not on the list");
	assert_string_equal(t_view(t, "Data.name"), "");
	go(t, "withdraw");
	assert_int_equal(t_number(t, count), 1);
	/* The address in use until then does, and so does the only one, proven or not. */
	follow(t, token_of(t, LINK_AGREEMENT, person, t->accounts[0].addresses[1]));
	expect_link(t, "open", "Is this right?");
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE contact_address SET state = 'unverified',"
	    " proven_at = NULL, stands_in = 0 WHERE account_id = ? AND contact_person_id = ?",
	    V(t->accounts[0].id), V(person)), ERR_OK);
	follow(t, token_of(t, LINK_AGREEMENT, person, wrong));
	go(t, "withdraw");
	assert_int_equal(t_number(t, count), 0);
}

static void
test_verify__a_person_withdraws(void **state)
{
	struct t *t = *state;

	act_in(t, 0);
	follow(t, token_of(t, LINK_AGREEMENT, t->accounts[0].people[1], 0));
	go(t, "withdraw");
	expect_link(t, "gone", "You are not on the list");
	assert_string_equal(t_view(t, "Page.flash.text"), "It is noted that you do not want to be "
	    "contacted. The account's admins are told.");
	go(t, "withdraw");
	go(t, "confirm");
	expect_link(t, "gone", "You are not on the list");
	assert_int_equal(events(t, "contact.withdraw"), 1);
	assert_string_equal(t_text(t,
	    "SELECT actor_name FROM audit_event WHERE action = 'contact.withdraw'"),
	    "Person 2 of asha");
	assert_string_equal(t_text(t, "SELECT GROUP_CONCAT(recipient ORDER BY id) FROM outbox"
	    " WHERE template = 'withdrawn'"), "owner@asha.example,role2@asha.example");
	assert_int_equal(t_number(t, t_fmt(t, "SELECT contact_count FROM account WHERE id = %lld",
	    (long long)t->accounts[0].id)), T_PEOPLE - 1);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM contact_person"
	    " WHERE account_id = %lld", (long long)t->accounts[0].id)), T_PEOPLE - 1);
}

/* There has to be one, so the name stays: also where it is the last person. */
static void
test_verify__the_primary_withdraws(void **state)
{
	struct t *t = *state;
	int64_t id = t->accounts[0].people[0];
	struct contact_person c;

	act_in(t, 0);
	follow(t, token_of(t, LINK_AGREEMENT, t->accounts[0].people[2], 0));
	go(t, "withdraw");
	follow(t, token_of(t, LINK_AGREEMENT, t->accounts[0].people[1], 0));
	go(t, "withdraw");
	follow(t, token_of(t, LINK_AGREEMENT, id, 0));
	assert_string_equal(t_view(t, "Data.is_primary"), "1");
	go(t, "withdraw");
	expect_link(t, "withdrawn", "You are not contacted any more");
	go(t, "withdraw");
	go(t, "confirm");
	expect_link(t, "withdrawn", "You are not contacted any more");
	assert_int_equal(events(t, "contact.withdraw"), 3);
	assert_int_equal(messages(t, "withdrawn"), 6);
	act_in(t, 0);
	assert_int_equal(contact_person_load(&t->cx, id, &c), ERR_OK);
	assert_true(c.is_primary);
	assert_int_equal(c.withdrawn_at, NOW);
	assert_false(c.has_consent);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM contact_address"
	    " WHERE contact_person_id = %lld AND state = 'unreachable' AND reason ="
	    " 'The person withdrew the agreement to be contacted.'", (long long)id)), 2);
	/* A link that would prove an address of theirs brings nothing back. */
	follow(t, token_of(t, LINK_PROVE, c.addresses->id, 0));
	expect_link(t, "withdrawn", "You are not contacted any more");
	go(t, "prove");
	assert_string_equal(address_state(t, c.addresses->id), "unreachable");
}

/* Who is entered in the row of one who withdrew can do so as well, and that is told again. */
static void
test_verify__the_second_withdrawal_of_a_primary_is_told(void **state)
{
	struct t *t = *state;
	int64_t id = t->accounts[0].people[0], address;
	struct contact_proof proof;
	struct contact_person c;
	struct problems p;

	act_in(t, 0);
	follow(t, token_of(t, LINK_AGREEMENT, id, 0));
	go(t, "withdraw");
	problems_init(&p, t->mem);
	act_in(t, 0);
	t->cx.proof = PROOF_PRIMARY;
	assert_int_equal(contact_person_load(&t->cx, id, &c), ERR_OK);
	c.name = "Somebody else";
	c.email = "else@asha.example";
	c.has_consent = true;
	assert_int_equal(contact_person_save(&t->cx, &c, &p), ERR_OK);
	assert_int_equal(messages(t, "withdrawn"), 2);

	address = t_number(t, t_fmt(t, "SELECT id FROM contact_address"
	    " WHERE channel = 'mail' AND wanted_of = %lld", (long long)id));
	assert_int_equal(contact_proof_load(&t->cx, address, &proof), ERR_OK);
	assert_int_equal(contact_proof_accept(&t->cx, &proof), ERR_OK);
	follow(t, token_of(t, LINK_AGREEMENT, id, address));
	go(t, "withdraw");
	assert_int_equal(events(t, "contact.withdraw"), 2);
	assert_int_equal(messages(t, "withdrawn"), 4);
}

/* No address of who withdrew is the next one's, and no link of theirs speaks for the next one. */
static void
test_verify__who_withdrew_leaves_nothing_to_the_next(void **state)
{
	struct t *t = *state;
	int64_t id = t->accounts[0].people[0], new, old[3] = { 0 };
	const char *phone;
	struct contact_address further;
	struct contact_person c;
	struct problems p;
	size_t i;

	act_in(t, 0);
	assert_int_equal(contact_person_load(&t->cx, id, &c), ERR_OK);
	phone = c.phone;
	assert_int_equal(contact_address_add(&t->cx, &(struct contact_whom){ id, c.name, true,
	    false }, OUTBOX_MAIL, "personal", "further@asha.example", &further), ERR_OK);
	old[1] = contact_address_wanted(c.addresses, OUTBOX_MAIL)->id;
	old[2] = further.id;
	follow(t, token_of(t, LINK_AGREEMENT, id, further.id));
	go(t, "withdraw");
	expect_link(t, "withdrawn", "You are not contacted any more");

	act_in(t, 0);
	t->cx.now = NOW + 60;
	t->cx.proof = PROOF_PRIMARY;
	problems_init(&p, t->mem);
	assert_int_equal(contact_person_load(&t->cx, id, &c), ERR_OK);
	c.name = "Somebody else";
	c.email = "else@asha.example";
	c.has_consent = true;
	assert_int_equal(contact_person_save(&t->cx, &c, &p), ERR_OK);
	assert_string_equal(t_text(t, t_fmt(t, "SELECT GROUP_CONCAT(CONCAT_WS(' ', part, address,"
	    " state, COALESCE(proven_at, '-'), reason) ORDER BY channel SEPARATOR ',')"
	    " FROM contact_address WHERE contact_person_id = %lld", (long long)id)),
	    t_fmt(t, "wanted else@asha.example unverified - ,wanted %s unverified - ", phone));

	for (i = 0; i < sizeof(old) / sizeof(old[0]); i++) {
		print_message("  link %zu\n", i);
		follow(t, token_of(t, LINK_AGREEMENT, id, old[i]));
		expect_link(t, "gone", "You are not on the list");
		go(t, "withdraw");
	}
	assert_int_equal(events(t, "contact.withdraw"), 1);
	new = t_number(t, t_fmt(t, "SELECT id FROM contact_address"
	    " WHERE channel = 'mail' AND wanted_of = %lld", (long long)id));
	follow(t, token_of(t, LINK_AGREEMENT, id, new));
	expect_link(t, "open", "Is this right?");
}

/* What was said of who withdrew is not said of who stands in the row now. */
static void
test_verify__another_person_in_the_row_is_no_user_and_not_authorised(void **state)
{
	struct t *t = *state;
	int64_t id = t->accounts[0].people[0];
	struct contact_person c;
	struct problems p;

	act_in(t, 0);
	assert_int_equal(db_exec(t->cx.db, NULL, "UPDATE contact_person SET user_id = ?,"
	    " linked_by = 'Test', linked_at = 1, is_authorised = 1, withdrawn_at = 5"
	    " WHERE id = ?", V(t->accounts[0].users[ROLE_AGENT]), V(id)), ERR_OK);
	problems_init(&p, t->mem);
	t->cx.proof = PROOF_PRIMARY;
	assert_int_equal(contact_person_load(&t->cx, id, &c), ERR_OK);
	c.name = "Somebody else";
	c.email = "else@asha.example";
	c.has_consent = true;
	assert_int_equal(contact_person_save(&t->cx, &c, &p), ERR_OK);

	assert_int_equal(contact_person_load(&t->cx, id, &c), ERR_OK);
	assert_int_equal(c.user_id, 0);
	assert_int_equal(c.not_user_id, 0);
	assert_false(c.is_authorised);
	assert_int_equal(events(t, "contact.unlink"), 1);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM " T_EVENTS
	    " WHERE action = 'contact.update' AND after_json LIKE '%\"authorised\":\"no\"%'"
	    " AND before_json LIKE '%\"authorised\":\"yes\"%'"), 1);
}

/* As the mail to the admins asks: another one is made Primary, and who withdrew is not told. */
static void
test_verify__a_withdrawn_primary_is_replaced(void **state)
{
	struct t *t = *state;
	int64_t id = t->accounts[0].people[0], other = t->accounts[0].people[1];
	struct contact_person c;
	struct problems p;

	act_in(t, 0);
	follow(t, token_of(t, LINK_AGREEMENT, id, 0));
	go(t, "withdraw");
	problems_init(&p, t->mem);
	act_in(t, 0);
	assert_int_equal(contact_person_load(&t->cx, id, &c), ERR_OK);
	c.name = "The same person";
	c.has_consent = true;
	assert_int_equal(contact_person_save(&t->cx, &c, &p), ERR_INVALID);
	assert_non_null(strstr(p.list[0].text, "does not want to be contacted"));
	assert_int_equal(messages(t, "prove-address"), 0);
	problems_init(&p, t->mem);
	assert_int_equal(contact_person_load(&t->cx, other, &c), ERR_OK);
	assert_int_equal(contact_primary_make(&t->cx, other, c.version, id, &p), ERR_OK);
	assert_string_equal(t_text(t, "SELECT GROUP_CONCAT(recipient) FROM outbox"
	    " WHERE template = 'primary-changed'"), "person2@asha.example");
	assert_int_equal(contact_person_load(&t->cx, id, &c), ERR_OK);
	assert_int_equal(contact_person_remove(&t->cx, id, c.version, &p), ERR_OK);
}

/* Somebody of another account is signed in at the same browser. */
static void
test_verify__acts_for_the_link_alone(void **state)
{
	struct t *t = *state;
	int64_t id = change_email(t, 1, NEW);
	const char *token = token_of(t, LINK_PROVE, id, 1);

	t_as(t, 1, ROLE_SUPER_ADMIN);
	clock_fix(NOW + 120);
	follow(t, token);
	assert_string_equal(t_view(t, "Page.signed_in"), "");
	assert_null(strstr(t_page(t), "Binary Mills"));
	go(t, "prove");
	expect_link(t, "used", "This address is proven");
	assert_string_equal(t_view(t, "Page.flash.text"), "Thank you. This address is proven.");
	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM audit_event WHERE action ="
	    " 'contact.verify' AND account_id = %lld AND actor_id IS NULL",
	    (long long)t->accounts[0].id)), 1);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM session WHERE id = %lld"
	    " AND ended_at IS NULL AND account_id = %lld", (long long)t->session_id,
	    (long long)t->accounts[1].id)), 1);
}

static void
test_verify__refuses_foreign_forms(void **state)
{
	struct t *t = *state;
	const char *csrf, *of, *mine;

	act_in(t, 0);
	follow(t, token_of(t, LINK_AGREEMENT, t->accounts[0].people[1], 0));
	csrf = t_fmt(t, "%s", t_view(t, "Page.csrf"));
	of = t_fmt(t, "%s", t_view(t, "Form.of.value"));
	t->is_forged = true;
	assert_int_equal(t_post(t, HERE, "act", "withdraw", "of", of, NULL), 403);
	mine = t->cookies;
	t->cookies = t_fmt(t, "pp_visit=AAAAAAAAAAAAAAAAAAAAAA; %s", mine);
	assert_int_equal(t_post(t, HERE, "csrf", csrf, "act", "withdraw", "of", of, NULL), 403);
	/* Another tab opened another link, of another account even. */
	t->cookies = mine;
	act_in(t, 1);
	follow(t, token_of(t, LINK_AGREEMENT, t->accounts[1].people[1], 0));
	assert_int_equal(t_post(t, HERE, "csrf", csrf, "act", "withdraw", "of", of, NULL), 303);
	t_keep_cookies(t);
	assert_int_equal(t_get(t, HERE), 200);
	assert_non_null(strstr(t_view(t, "Page.flash.text"), "Nothing was done: another link"));
	assert_string_equal(t_view(t, "Data.account"), "Binary Mills");
	/* The ten minutes are over. */
	t->cookies = t_fmt(t, "pp_link=; %s", mine);
	assert_int_equal(t_post(t, HERE, "csrf", csrf, "act", "withdraw", "of", of, NULL), 303);
	assert_int_equal(t_get(t, HERE), 200);
	expect_link(t, "none", "Open the link in the mail once more");
	assert_int_equal(t_post(t, HERE, "csrf", csrf, "act", "erase", "of", of, NULL), 400);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM contact_person"), 2 * T_PEOPLE);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, t_setup, t_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(test_verify__moves_the_token_into_a_cookie),
		CASE(test_verify__wrong_links_say_so),
		CASE(test_verify__proves_an_address_once),
		CASE(test_verify__says_why_it_proves_nothing),
		CASE(test_verify__not_me_stops_the_change),
		CASE(test_verify__not_me_comes_too_late),
		CASE(test_verify__shows_what_is_listed),
		CASE(test_verify__still_right),
		CASE(test_verify__a_wrong_address_takes_nobody_off),
		CASE(test_verify__a_person_withdraws),
		CASE(test_verify__the_primary_withdraws),
		CASE(test_verify__the_second_withdrawal_of_a_primary_is_told),
		CASE(test_verify__who_withdrew_leaves_nothing_to_the_next),
		CASE(test_verify__another_person_in_the_row_is_no_user_and_not_authorised),
		CASE(test_verify__a_withdrawn_primary_is_replaced),
		CASE(test_verify__acts_for_the_link_alone),
		CASE(test_verify__refuses_foreign_forms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
