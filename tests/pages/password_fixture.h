/*
 * password_fixture: the agent, whose password tests of pages change.
 */
#ifndef POINTPERSON_TESTS_PASSWORD_FIXTURE_H
#define POINTPERSON_TESTS_PASSWORD_FIXTURE_H

#include "domain/user.h"
#include "harness/harness.h"

#define EMAIL	"role5@asha.example"	/* the agent */
#define NOW	1800000000		/* the harness's second */

static inline int64_t
user(struct t *t)
{
	return t->accounts[0].users[ROLE_AGENT];
}

static inline bool
signs_in(struct t *t, const char *password)
{
	bool is_outdated;
	int64_t id;

	return user_check_password(&t->cx, EMAIL, password, &id, &is_outdated) == ERR_OK;
}

#endif
