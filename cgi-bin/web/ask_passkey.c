#include "base/banned.h"

#include "domain/passkey_challenge.h"
#include "web/exchange.h"
#include "web/page.h"

/* In a file of its own: who only asks for a passkey is not linked with what checks the answer. */

void
ask_passkey(struct req *rq, struct view *v, int64_t user_id)
{
	struct passkey_challenge c;

	if (!passkey_challenge_is_there())
		return;
	c = passkey_challenge_new(rq->cx, user_id);
	view_text(v, "Data.passkey.challenge", c.text);
	view_text(v, "Data.passkey.sealed", c.sealed);
	view_text(v, "Data.passkey.site", c.site_id);
}

void
show_me(struct req *rq, struct view *v)
{
	const struct actor *a = &rq->cx->actor;

	view_flag(v, "Data.has_factor", a->has_second_factor);
	view_flag(v, "Data.has_app", a->has_app);
	if (a->has_passkey)
		ask_passkey(rq, v, a->user_id);
}
