#include "base/banned.h"
#include "domain/purge.h"

#include "domain/email_change.h"
#include "domain/invitation.h"
#include "domain/otp.h"
#include "domain/passkey_challenge.h"
#include "domain/session.h"
#include "domain/throttle.h"

enum err
purge(struct context *cx)
{
	static enum err (*const kinds[])(struct context *) = {
		session_purge, throttle_purge, otp_purge, email_change_purge,
		passkey_challenge_purge, invitation_purge,
	};
	enum err rc = ERR_OK;
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && rc == ERR_OK; i++)
		rc = kinds[i](cx);
	return rc;
}
