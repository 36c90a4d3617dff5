#include "base/banned.h"

#include "base/language.h"
#include "domain/second_factor.h"
#include "domain/user_passkey.h"
#include "web/exchange.h"
#include "web/page.h"

/* In a file of its own: only pages that ask for a second factor are linked with what checks one. */

static enum err
refuse(struct req *rq, const char *field, const char *why)
{
	problems_add(form_problems(rq), field, "%s", language_text(why));
	return ERR_INVALID;
}

static enum err
take_passkey(struct req *rq, int64_t user_id, struct second_factor_use *use)
{
	enum err rc;

	rc = user_passkey_use(rq->cx, user_id, form_text(rq, "challenge"),
	    form_text(rq, "passkey"), &user_id);
	*use = (struct second_factor_use){ SECOND_FACTOR_PASSKEY, 0 };
	return rc != ERR_INVALID ? rc : refuse(rq, "", N_("This passkey is not one of yours here, "
	    "or its answer did not fit or came too late. Try again, or show in another way that "
	    "it is you."));
}

static enum err
take_code(struct req *rq, int64_t user_id, const char *field, struct second_factor_use *use)
{
	enum err rc = second_factor_spend(rq->cx, user_id, form_text(rq, field), use);

	if (rc == ERR_TAKEN)
		return refuse(rq, field, N_("This code was used before, and each is taken once. "
		    "Wait until the app shows the next one, or use another recovery code."));
	if (rc == ERR_INVALID)
		return refuse(rq, field, N_("This is neither the code that your app shows now nor "
		    "one of your recovery codes. If it is refused again, look whether the clock "
		    "of your phone is set by itself."));
	return rc;
}

enum err
take_factor(struct req *rq, int64_t user_id, const char *field, struct second_factor_use *use)
{
	if (form_text(rq, "passkey")[0] != '\0')
		return take_passkey(rq, user_id, use);
	if (form_text(rq, field)[0] != '\0')
		return take_code(rq, user_id, field, use);
	password_was_no_try(rq);
	return refuse(rq, field, N_("Enter a code, or use a passkey."));
}

/* What was shown is the actor's: the tries are free again. */
static enum err
check(struct req *rq, const char *field)
{
	struct second_factor_use use;
	enum err rc;

	if ((rc = take_factor(rq, rq->cx->actor.user_id, field, &use)) != ERR_OK ||
	    (rc = second_factor_used(rq->cx, &use)) != ERR_OK)
		return rc;
	return password_was_right(rq);
}

enum err
check_factor(struct req *rq)
{
	return check(rq, "code");
}

enum err
check_me(struct req *rq)
{
	if (form_text(rq, "passkey")[0] != '\0' || form_text(rq, OWN_CODE)[0] != '\0')
		return check(rq, OWN_CODE);
	if (form_text(rq, OWN_PASSWORD)[0] != '\0')
		return check_own_password(rq, OWN_PASSWORD);
	password_was_no_try(rq);
	return refuse(rq, OWN_PASSWORD, rq->cx->actor.has_second_factor ?
	    N_("Enter your password, or use your second factor.") : N_("Enter your password."));
}
