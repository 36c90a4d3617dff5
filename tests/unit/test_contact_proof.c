/*
 * test_contact_proof: how an address is asked for its proof, and what becomes of the one it is to
 * replace.
 */
#include "base/banned.h"
#include "domain/contact_proof.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/crypt.h"
#include "domain/contact_person.h"
#include "domain/link.h"
#include "domain/otp.h"
#include "harness/harness.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define OLD	"person2@asha.example"	/* the email that the harness gave, proven */
#define NEW	"new@asha.example"
#define MOBILE	"+919876543219"
#define LANDLINE "+911123456789"

static int
set_up(void **state)
{
	struct t *t;

	if (t_setup(state) != 0)
		return -1;
	t = *state;
	t_as(t, 0, ROLE_ADMIN);
	t->config.courier_every_sec = 300;
	t->config.proof_life_sec = 86400;
	t->config.code_life_sec = 600;
	t->config.code_gap_sec = 60;
	t->config.sms.transport = SMS_FOLDER;
	return 0;
}

static struct contact_whom
whom(struct t *t)
{
	return (struct contact_whom){ t->accounts[0].people[1], "Person & Co", false, false };
}

static const struct contact_address *
list(struct t *t)
{
	struct contact_person c;

	assert_int_equal(contact_person_hold(&t->cx, whom(t).id, &c), ERR_OK);
	return c.addresses;
}

static const struct contact_address *
wanted(struct t *t, enum outbox_channel channel)
{
	return contact_address_wanted(list(t), channel);
}

/* Wants another address and asks for its proof, as saving a person does. */
static void
want(struct t *t, enum outbox_channel channel, const char *address)
{
	struct contact_whom who = whom(t);
	const struct contact_address *stays;
	struct contact_address new;

	assert_int_equal(contact_address_want(&t->cx, &who, list(t), channel, address, false, &new,
	    &stays), ERR_OK);
	assert_int_equal(contact_proof_ask(&t->cx, &who, &new, stays), ERR_OK);
}

/* The one in use of the channel, loaded for its proof. */
static struct contact_proof
load(struct t *t, enum outbox_channel channel)
{
	struct contact_proof proof;

	assert_int_equal(contact_proof_load(&t->cx, wanted(t, channel)->id, &proof), ERR_OK);
	return proof;
}

static int64_t
messages(struct t *t, const char *template)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM outbox WHERE account_id = %lld"
	    " AND template = '%s'", (long long)t->accounts[0].id, template));
}

/* A column of the newest message of this template. */
static const char *
newest(struct t *t, const char *template, const char *column)
{
	return t_text(t, t_fmt(t, "SELECT %s FROM outbox WHERE account_id = %lld AND template = '%s'"
	    " ORDER BY id DESC LIMIT 1", column, (long long)t->accounts[0].id, template));
}

/* A sealed value of it; values are of digits and of what an address holds, percent-encoded. */
static const char *
secret(struct t *t, const char *template, const char *name)
{
	const char *text, *at;

	assert_int_equal(crypt_open(t->mem, t->config.keys.seal, OUTBOX_SEAL,
	    newest(t, template, "sealed"), &text), ERR_OK);
	at = strstr(text, t_fmt(t, "%s=", name));
	assert_non_null(at);
	at += strlen(name) + 1;
	return mem_dup_bytes(t->mem, at, strcspn(at, "&"));
}

/* What a link of it leads to. */
static struct link
link_of(struct t *t, const char *template, const char *name)
{
	const char *at = strstr(secret(t, template, name), "verify%2F");
	struct link l = { 0 };

	assert_non_null(at);
	assert_int_equal(link_read(&t->cx, at + strlen("verify%2F"), &l), ERR_OK);
	assert_int_equal(l.account_id, t->accounts[0].id);
	return l;
}

static void
test_contact_proof__writes_a_message_with_sealed_secrets(void **state)
{
	struct t *t = *state;
	const struct contact_address *a;
	const char *code;

	want(t, OUTBOX_MAIL, NEW);
	a = wanted(t, OUTBOX_MAIL);
	code = secret(t, "prove-address", "code");

	assert_string_equal(newest(t, "prove-address", "CONCAT_WS('|', contact_person_id,"
	    " event_key, channel, recipient, recipient_name, category, expires_at - created_at)"),
	    t_fmt(t, "%lld|address.proof %lld 1|mail|" NEW "|Person & Co|codes|86700",
	    (long long)whom(t).id, (long long)a->id));
	assert_int_equal(strspn(code, "0123456789"), 6);
	assert_int_equal(strlen(code), 6);
	assert_string_equal(newest(t, "prove-address", t_fmt(t, "INSTR(CONCAT_WS(' ', event_key,"
	    " result, sealed), '%s') + INSTR(plain, 'verify') + INSTR(plain, '=%s')", code, code)),
	    "0");
	assert_string_equal(newest(t, "prove-address", "plain"), t_fmt(t,
	    "code_id=%lld&code_serial=1&address=new%%40asha.example&who=Admin"
	    "&life_sec=86400", (long long)t_number(t, t_fmt(t,
	    "SELECT id FROM one_time_code WHERE purpose = 'address' AND bound_to = %lld",
	    (long long)a->id))));
	assert_int_equal(link_of(t, "prove-address", "link").kind, LINK_PROVE);
	assert_int_equal(link_of(t, "prove-address", "link").id, a->id);
	assert_int_equal(link_of(t, "prove-address", "link").serial, a->proof_serial);
	assert_int_equal(link_of(t, "prove-address", "agreement").kind, LINK_AGREEMENT);
	assert_int_equal(link_of(t, "prove-address", "agreement").id, whom(t).id);
	assert_int_equal(a->proof_serial, 1);
	assert_int_equal(a->proof_at, t->cx.now);
}

static void
test_contact_proof__each_sending_is_an_event_of_its_own(void **state)
{
	struct t *t = *state;
	struct contact_whom who = whom(t);
	int64_t wait_sec;
	const char *first;

	want(t, OUTBOX_MAIL, NEW);
	first = secret(t, "prove-address", "code");
	assert_int_equal(contact_proof_send(&t->cx, &who, wanted(t, OUTBOX_MAIL), &wait_sec),
	    ERR_THROTTLED);
	assert_int_equal(wait_sec, 60);
	assert_int_equal(messages(t, "prove-address"), 1);
	clock_fix(t->cx.now += 60);
	assert_int_equal(contact_proof_send(&t->cx, &who, wanted(t, OUTBOX_MAIL), &wait_sec),
	    ERR_OK);

	assert_int_equal(messages(t, "prove-address"), 2);
	assert_string_equal(newest(t, "prove-address", "event_key"),
	    t_fmt(t, "address.proof %lld 2", (long long)wanted(t, OUTBOX_MAIL)->id));
	assert_int_equal(link_of(t, "prove-address", "link").serial, 2);
	assert_int_equal(wanted(t, OUTBOX_MAIL)->proof_serial, 2);
	if (strcmp(first, secret(t, "prove-address", "code")) != 0)
		assert_int_equal(contact_proof_by_code(&t->cx, wanted(t, OUTBOX_MAIL)->id, first),
		    ERR_INVALID);
}

static void
test_contact_proof__tells_the_old_one(void **state)
{
	struct t *t = *state;

	want(t, OUTBOX_MAIL, NEW);

	assert_int_equal(messages(t, "address-changing"), 1);
	assert_string_equal(newest(t, "address-changing", "CONCAT_WS('|', recipient, category,"
	    " channel)"), OLD "|critical|mail");
	assert_int_equal(link_of(t, "address-changing", "link").kind, LINK_NOT_ME);
	assert_int_equal(link_of(t, "address-changing", "link").id, wanted(t, OUTBOX_MAIL)->id);
}

static void
test_contact_proof__the_code_ends_the_stand_in(void **state)
{
	struct t *t = *state;
	const struct contact_address *a;
	int64_t id;

	want(t, OUTBOX_MAIL, NEW);
	id = wanted(t, OUTBOX_MAIL)->id;
	assert_string_equal(contact_address_receiver(list(t), OUTBOX_MAIL)->address, OLD);
	assert_int_equal(contact_proof_by_code(&t->cx, id, "no code"), ERR_INVALID);
	t->cx.now += 10;
	assert_int_equal(contact_proof_by_code(&t->cx, id, secret(t, "prove-address", "code")),
	    ERR_OK);

	a = wanted(t, OUTBOX_MAIL);
	assert_int_equal(a->state, ADDRESS_VERIFIED);
	assert_int_equal(a->state_at, t->cx.now);
	assert_int_equal(a->proven_at, t->cx.now);
	assert_string_equal(contact_address_receiver(list(t), OUTBOX_MAIL)->address, NEW);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM contact_address"
	    " WHERE address = '" OLD "'"), 0);
	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM audit_event"
	    " WHERE account_id = %lld AND action = 'contact.verify'",
	    (long long)t->accounts[0].id)), 1);
}

/* Twice, by code and by link, is once. */
static void
test_contact_proof__accepting_again_does_nothing(void **state)
{
	struct t *t = *state;
	struct contact_proof proof;

	want(t, OUTBOX_MAIL, NEW);
	proof = load(t, OUTBOX_MAIL);
	assert_int_equal(contact_proof_accept(&t->cx, &proof), ERR_OK);
	proof = load(t, OUTBOX_MAIL);
	t->cx.now++;
	assert_int_equal(contact_proof_accept(&t->cx, &proof), ERR_OK);
	assert_int_equal(wanted(t, OUTBOX_MAIL)->proven_at, t->cx.now - 1);
}

static void
test_contact_proof__proof_forgets_the_failures(void **state)
{
	struct t *t = *state;
	struct contact_proof proof;

	for (int i = 0; i < 3; i++)
		assert_int_equal(contact_address_failed(&t->cx, whom(t).id, OUTBOX_MAIL, OLD,
		    "4.2.2", "full"), ERR_OK);
	proof = load(t, OUTBOX_MAIL);
	assert_int_equal(proof.address.state, ADDRESS_BOUNCING);
	assert_int_equal(contact_proof_accept(&t->cx, &proof), ERR_OK);
	assert_int_equal(contact_address_failed(&t->cx, whom(t).id, OUTBOX_MAIL, OLD, "4.2.2",
	    "full"), ERR_OK);

	assert_int_equal(wanted(t, OUTBOX_MAIL)->state, ADDRESS_VERIFIED);
	assert_string_equal(wanted(t, OUTBOX_MAIL)->reason, "");
}

/* A further one is proven: what receives is as it was. */
static void
test_contact_proof__a_further_one_ends_no_stand_in(void **state)
{
	struct t *t = *state;
	struct contact_whom who = whom(t);
	struct contact_address further;
	struct contact_proof proof;

	want(t, OUTBOX_MAIL, NEW);
	assert_int_equal(contact_address_add(&t->cx, &who, OUTBOX_MAIL, "personal",
	    "further@asha.example", &further), ERR_OK);
	assert_int_equal(contact_proof_load(&t->cx, further.id, &proof), ERR_OK);
	assert_int_equal(contact_proof_accept(&t->cx, &proof), ERR_OK);

	assert_string_equal(contact_address_receiver(list(t), OUTBOX_MAIL)->address, OLD);
}

static bool
is_ended(struct t *t, int64_t session_id)
{
	return t_number(t, t_fmt(t, "SELECT ended_at IS NOT NULL FROM session WHERE id = %lld",
	    (long long)session_id)) == 1;
}

static void
test_contact_proof__cancelled_brings_the_old_one_back(void **state)
{
	struct t *t = *state;
	int64_t asking = t->session_id, same_user, other_user;
	struct contact_proof proof;

	want(t, OUTBOX_MAIL, NEW);
	proof = load(t, OUTBOX_MAIL);
	t_as(t, 0, ROLE_ADMIN);
	same_user = t->session_id;
	t_as(t, 0, ROLE_BILLING);
	other_user = t->session_id;
	assert_int_equal(contact_proof_cancel(&t->cx, &proof), ERR_OK);

	assert_string_equal(wanted(t, OUTBOX_MAIL)->address, OLD);
	assert_int_equal(wanted(t, OUTBOX_MAIL)->state, ADDRESS_VERIFIED);
	assert_false(wanted(t, OUTBOX_MAIL)->stands_in);
	assert_int_equal(t_number(t, "SELECT COUNT(*) FROM contact_address"
	    " WHERE address = '" NEW "'"), 0);
	assert_true(is_ended(t, asking));
	assert_false(is_ended(t, same_user));
	assert_false(is_ended(t, other_user));
	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM audit_event"
	    " WHERE account_id = %lld AND action = 'contact.not_me'",
	    (long long)t->accounts[0].id)), 1);
}

static void
test_contact_proof__nothing_pending_is_not_cancelled(void **state)
{
	struct t *t = *state;
	struct contact_proof proof = load(t, OUTBOX_MAIL);
	int64_t id;

	/* proven */
	assert_int_equal(contact_proof_cancel(&t->cx, &proof), ERR_MISSING);
	want(t, OUTBOX_MAIL, NEW);
	proof = load(t, OUTBOX_MAIL);
	id = proof.address.id;
	assert_int_equal(contact_proof_accept(&t->cx, &proof), ERR_OK);
	proof = load(t, OUTBOX_MAIL);
	assert_int_equal(contact_proof_cancel(&t->cx, &proof), ERR_MISSING);
	/* not proven, with nothing to go back to */
	assert_int_equal(db_run_text(t->cx.db, t_fmt(t, "UPDATE contact_address"
	    " SET proven_at = NULL, state = 'unverified' WHERE id = %lld", (long long)id)), ERR_OK);
	proof = load(t, OUTBOX_MAIL);
	assert_int_equal(contact_proof_cancel(&t->cx, &proof), ERR_MISSING);
	/* gone, or another account's */
	assert_int_equal(contact_proof_load(&t->cx, -1, &proof), ERR_MISSING);
	t->cx.actor.account_id = t->accounts[1].id;
	assert_int_equal(contact_proof_load(&t->cx, id, &proof), ERR_MISSING);
	assert_int_equal(contact_proof_by_code(&t->cx, id, "000000"), ERR_MISSING);
	assert_false(is_ended(t, t->session_id));
}

static void
test_contact_proof__text_messages_live_shorter(void **state)
{
	struct t *t = *state;

	want(t, OUTBOX_SMS, MOBILE);

	assert_string_equal(newest(t, "prove-address",
	    "CONCAT_WS('|', channel, recipient, expires_at - created_at)"), "sms|" MOBILE "|900");
}

static void
test_contact_proof__sends_nothing_where_nothing_arrives(void **state)
{
	static const struct {
		const char	*phone;
		int		 transport;
	} cases[] = { { LANDLINE, SMS_FOLDER }, { MOBILE, SMS_NONE }, { LANDLINE, SMS_NONE } };
	struct t *t = *state;
	struct contact_whom who = whom(t);
	int64_t wait_sec = -1;

	for (size_t i = 0; i < COUNT(cases); i++) {
		t->config.sms.transport = cases[i].transport;
		want(t, OUTBOX_SMS, cases[i].phone);
		if (contact_proof_send(&t->cx, &who, wanted(t, OUTBOX_SMS), &wait_sec) !=
			ERR_INVALID || wait_sec != 0 || messages(t, "prove-address") != 0)
			fail_msg("%s, transport %d", cases[i].phone, cases[i].transport);
	}
	assert_int_equal(t_number(t, t_fmt(t, "SELECT COUNT(*) FROM one_time_code"
	    " WHERE account_id = %lld", (long long)t->accounts[0].id)), 0);
}

/* Too many codes lately stop no change; the old one is told all the same. */
static void
test_contact_proof__asking_goes_on_where_codes_are_throttled(void **state)
{
	struct t *t = *state;
	int64_t wait_sec;

	assert_int_equal(otp_may_send(&t->cx, NEW, OTP_SEND_PROOF, &wait_sec), ERR_OK);
	want(t, OUTBOX_MAIL, NEW);

	assert_int_equal(messages(t, "prove-address"), 0);
	assert_int_equal(messages(t, "address-changing"), 1);
	assert_int_equal(wanted(t, OUTBOX_MAIL)->proof_serial, 0);
}

static void
test_contact_proof__what_is_proven_is_not_asked(void **state)
{
	struct t *t = *state;
	struct contact_whom vouched = { whom(t).id, "Person", true, false };
	struct contact_whom who = whom(t);
	struct contact_address unproven = *wanted(t, OUTBOX_MAIL);

	assert_int_equal(contact_proof_ask(&t->cx, &who, wanted(t, OUTBOX_MAIL), NULL), ERR_OK);
	unproven.proven_at = 0;
	unproven.state = ADDRESS_UNVERIFIED;
	assert_int_equal(contact_proof_ask(&t->cx, &vouched, &unproven, NULL), ERR_OK);

	assert_int_equal(messages(t, "prove-address"), 0);
	assert_int_equal(messages(t, "address-changing"), 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, t_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_contact_proof__writes_a_message_with_sealed_secrets),
		TEST(test_contact_proof__each_sending_is_an_event_of_its_own),
		TEST(test_contact_proof__tells_the_old_one),
		TEST(test_contact_proof__the_code_ends_the_stand_in),
		TEST(test_contact_proof__accepting_again_does_nothing),
		TEST(test_contact_proof__proof_forgets_the_failures),
		TEST(test_contact_proof__a_further_one_ends_no_stand_in),
		TEST(test_contact_proof__cancelled_brings_the_old_one_back),
		TEST(test_contact_proof__nothing_pending_is_not_cancelled),
		TEST(test_contact_proof__text_messages_live_shorter),
		TEST(test_contact_proof__sends_nothing_where_nothing_arrives),
		TEST(test_contact_proof__asking_goes_on_where_codes_are_throttled),
		TEST(test_contact_proof__what_is_proven_is_not_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
