/*
 * passkey_fixture: an agent with a password, and a key for the pages that ask for one: it answers
 * the challenge that the page shows, as static/passkey.js does.
 */
#ifndef POINTPERSON_TESTS_PASSKEY_FIXTURE_H
#define POINTPERSON_TESTS_PASSKEY_FIXTURE_H

#include <string.h>

#include "domain/passkey_challenge.h"
#include "domain/user.h"
#include "domain/user_passkey.h"
#include "harness/harness.h"
#include "harness/software_key.h"

#define EMAIL	"role5@asha.example"	/* the agent */
#define HOST	"portal.example"

static struct software_key key;

static inline int64_t
agent(const struct t *t)
{
	return t->accounts[0].users[ROLE_AGENT];
}

static inline int
fixture_set_up(void **state)
{
	struct t *t;

	if (t_setup(state) != 0)
		return -1;
	t = *state;
	key = key_new();
	assert_int_equal(user_set_password(&t->cx, agent(t), T_PASSWORD), ERR_OK);
	return 0;
}

static inline int
fixture_tear_down(void **state)
{
	key_release(&key);
	return t_teardown(state);
}

static inline struct ceremony
ceremony(const char *challenge)
{
	return (struct ceremony){ .challenge = challenge, .origin = T_SITE, .site_id = HOST,
		.flags = KEY_PRESENT | KEY_RECOGNISED };
}

/* Gives the user the key, past the pages; *codes are the recovery codes. */
static inline void
give_key(struct t *t, int64_t user_id, const char **codes)
{
	struct context *cx = &t->cx;
	struct passkey_challenge challenge;
	struct problems p;
	struct ceremony c;

	cx->actor = (struct actor){ .user_id = user_id, .user_email = EMAIL, .user_name = "Agent",
		.account_id = t->accounts[0].id };
	problems_init(&p, t->mem);
	challenge = passkey_challenge_new(cx, user_id);
	c = ceremony(challenge.text);
	assert_int_equal(user_passkey_add(cx, "Laptop", challenge.sealed,
	    key_make(t->mem, &key, &c), &p, codes), ERR_OK);
}

/* What the browser answers to the page that is shown. */
static inline const char *
answer(struct t *t, const char *handle)
{
	struct ceremony c = ceremony(t_view(t, "Data.passkey.challenge"));

	c.handle = handle;
	return key_use(t->mem, &key, &c);
}

static inline const char *
sealed(struct t *t)
{
	return mem_dup(t->mem, t_view(t, "Data.passkey.sealed"));
}

static inline int64_t
count(struct t *t, const char *what)
{
	return t_number(t, t_fmt(t, "SELECT COUNT(*) FROM %s", what));
}

#endif
