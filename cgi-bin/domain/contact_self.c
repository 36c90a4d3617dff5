#include "base/banned.h"
#include "domain/contact_self.h"

#include "domain/contact_user.h"
#include "domain/user.h"

enum err
contact_self_agree(struct context *cx, int64_t person_id)
{
	struct problems problems;
	struct user own;
	enum err rc;

	problems_init(&problems, cx->mem);
	if ((rc = user_load(cx, &own)) != ERR_OK)
		return rc;
	if (own.person_id == person_id)
		return ERR_OK;
	if (own.listed_id != person_id)
		return ERR_MISSING;
	rc = contact_user_link(cx, person_id, own.email, &problems);
	return rc == ERR_INVALID ? ERR_MISSING : rc; /* no longer so since it was looked up */
}

enum err
contact_self_deny(struct context *cx, int64_t person_id)
{
	struct user own;
	enum err rc;

	if ((rc = user_load(cx, &own)) != ERR_OK)
		return rc;
	if (own.person_id == person_id)
		return contact_user_unlink(cx, person_id, own.id);
	return own.listed_id == person_id ? contact_user_is_other(cx, person_id, own.id) :
					    ERR_MISSING;
}
