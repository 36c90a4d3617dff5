#include "base/banned.h"
#include "web/tries.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/text.h"
#include "domain/otp.h"
#include "domain/throttle.h"
#include "web/cookie.h"
#include "web/form.h"
#include "web/pending.h"

/* Half a year without signing in, and it is a stranger again. */
#define DEVICE_LIFE_SEC	(180 * 86400)
#define SUBNET_BYTES	8		/* an IPv6 client owns a /64 */

/* IPv6 addresses count by /64: a client has more of them than anybody can count. */
static const char *
client_key(struct exchange *x)
{
	unsigned char ip[16];

	if (inet_pton(AF_INET6, x->cx.client_ip, ip) != 1)
		return x->cx.client_ip;
	return mem_fmt(x->cx.mem, "net %s", crypt_encode(x->cx.mem, ip, SUBNET_BYTES));
}

/*
 * The address that is tried: typed, or the one of who is only just signing in, or is signed in.
 * Only the route that ends a sign-in looks at the one that waits: who signs in by another route
 * would forget that one's tries.
 */
static const char *
address(struct exchange *x)
{
	const struct route *route = x->route;
	const char *who = x->cx.actor.user_email;

	if (route->throttle_field != NULL)
		who = form_text(&x->req, route->throttle_field);
	else if (route->throttle_pending)
		who = pending_read(x).email;
	else if (route->permission == PERM_PUBLIC)
		return "";
	return text_lower(x->cx.mem, who);
}

const char *
tries_address(struct exchange *x)
{
	if (x->route == NULL || x->route->permission != PERM_PUBLIC ||
	    x->route->throttle == THROTTLE_NONE)
		return "";
	return address(x);
}

/* "random.mac": the MAC binds the random to the address, so a stranger cannot make one. */
static char *
device_value(struct exchange *x, const char *random, const char *of)
{
	return mem_fmt(x->cx.mem, "%s.%s", random,
	    crypt_mac(x->cx.mem, x->worker->config->keys.mac, "device",
		mem_fmt(x->cx.mem, "%s %s", random, of)));
}

/* Who was right: a passkey says it without an address that was typed. */
static const char *
own_address(struct exchange *x)
{
	return text_lower(x->cx.mem, x->cx.actor.user_email);
}

/* Codes are guessed at another rate than passwords: of a form with both, what was typed counts. */
static enum throttle_policy
policy_of(struct exchange *x)
{
	return form_field(x->route->fields, OWN_CODE) != NULL &&
	    form_text(&x->req, OWN_CODE)[0] != '\0' ? THROTTLE_SECOND_FACTOR : x->route->throttle;
}

/* The key of the address, with the browser where it is known for this address. */
static const char *
address_key(struct exchange *x)
{
	const char *device = cookie_get(x, COOKIE_DEVICE);
	char *random = mem_dup_bytes(x->cx.mem, device, strcspn(device, "."));

	if (device[0] == '\0' || !crypt_equal(device, device_value(x, random, address(x))))
		return address(x);
	return mem_fmt(x->cx.mem, "%s %s", address(x), random);
}

/* One client and one address. */
static const char *
first_key(struct exchange *x)
{
	return mem_fmt(x->cx.mem, "%s %s", address_key(x), client_key(x));
}

/* A try of the user's; where nobody's code is to be typed there is nothing to guess. */
static enum err
take_code(struct exchange *x)
{
	const char *key = address_key(x);
	enum err rc;

	if (key[0] == '\0')
		return ERR_OK;
	rc = throttle_take(&x->cx, THROTTLE_SECOND_FACTOR, key, &x->wait_sec);
	x->took_address = x->took_address || rc == ERR_OK;
	return rc;
}

/*
 * Tries of the address, or this client's first one for it in a while: however many others guess,
 * nobody waits longer than the delay.
 */
static enum err
take_address(struct exchange *x)
{
	int64_t first_sec = 0, address_sec = 0;
	enum err first, address;

	if (policy_of(x) == THROTTLE_SECOND_FACTOR)
		return take_code(x);
	first = throttle_take(&x->cx, THROTTLE_SIGN_IN_FIRST, first_key(x), &first_sec);
	x->took_first = x->took_first || first == ERR_OK;
	if (first != ERR_OK && first != ERR_THROTTLED)
		return first;
	address = throttle_take(&x->cx, policy_of(x), address_key(x), &address_sec);
	x->took_address = x->took_address || address == ERR_OK;
	if (address != ERR_THROTTLED)
		return address;
	x->wait_sec = first_sec < address_sec ? first_sec : address_sec;
	return first;
}

enum err
tries_take(struct exchange *x)
{
	enum err rc;

	if ((rc = take_address(x)) != ERR_OK)
		return rc;
	rc = throttle_take(&x->cx, THROTTLE_SIGN_IN_CLIENT, client_key(x), &x->wait_sec);
	x->took_client = x->took_client || rc == ERR_OK;
	return rc;
}

enum err
tries_take_turn(struct exchange *x)
{
	if (x->route->rate == THROTTLE_NONE)
		return ERR_OK;
	return throttle_take(&x->cx, x->route->rate,
	    mem_fmt(x->cx.mem, "%lld", (long long)x->cx.actor.user_id), &x->wait_sec);
}

enum err
tries_were_half_right(struct exchange *x)
{
	enum err rc;

	if ((rc = throttle_forget(&x->cx, policy_of(x), address_key(x))) != ERR_OK ||
	    (rc = throttle_forget(&x->cx, THROTTLE_SIGN_IN_FIRST, first_key(x))) != ERR_OK)
		return rc;
	return throttle_give_back(&x->cx, THROTTLE_SIGN_IN_CLIENT, client_key(x));
}

enum err
tries_were_right(struct exchange *x)
{
	enum err rc;

	if ((rc = tries_were_half_right(x)) != ERR_OK)
		return rc;
	cookie_set(x, COOKIE_DEVICE,
	    device_value(x, crypt_random_text(x->cx.mem, CRYPT_NONCE_BYTES), own_address(x)),
	    DEVICE_LIFE_SEC);
	return ERR_OK;
}

/* Gives one try back where it was taken, once. */
static enum err
give_back(struct exchange *x, enum throttle_policy policy, const char *key, bool *was_taken)
{
	if (!*was_taken)
		return ERR_OK;
	*was_taken = false;
	return throttle_give_back(&x->cx, policy, key);
}

enum err
tries_give_back(struct exchange *x)
{
	enum err rc;

	if ((rc = give_back(x, THROTTLE_SIGN_IN_FIRST, first_key(x), &x->took_first)) != ERR_OK ||
	    (rc = give_back(x, policy_of(x), address_key(x), &x->took_address)) != ERR_OK)
		return rc;
	return give_back(x, THROTTLE_SIGN_IN_CLIENT, client_key(x), &x->took_client);
}

const struct field *
tries_code_field(const struct field *fields)
{
	for (; fields != NULL && fields->name != NULL; fields++)
		if (fields->kind == FIELD_CODE)
			return fields;
	return NULL;
}

/* What the route's one-time password is bound to. */
static int64_t
bound_to(const struct exchange *x)
{
	if (x->route->code_is_users)
		return x->cx.actor.user_id;
	if (x->route->code_is_accounts)
		return x->cx.actor.account_id;
	return strstr(x->route->path, ":id") != NULL ? x->ids[0] : x->cx.actor.session_id;
}

enum err
tell_wrong_code(struct req *rq)
{
	const struct route *route = rq->x->route;
	const char *field = tries_code_field(route->fields)->name;
	struct otp_status status;
	enum err rc;

	if ((rc = otp_load(rq->cx, route->code_purpose, bound_to(rq->x), &status)) != ERR_OK)
		return rc;
	if (status.tries_left == 0)
		problems_add(form_problems(rq), field,
		    "That is not the code, and it was the last try. Ask for a new code.");
	else
		problems_add(form_problems(rq), field, "%s", mem_fmt(rq->cx->mem,
		    language_count("That is not the code. It can be tried %lld more time.",
			"That is not the code. It can be tried %lld more times.",
			status.tries_left), (long long)status.tries_left));
	return ERR_INVALID;
}

enum err
tries_take_code(struct exchange *x)
{
	enum err rc;

	rc = otp_take_try(&x->cx, x->route->code_purpose, bound_to(x));
	if (rc != ERR_MISSING && rc != ERR_THROTTLED)
		return rc;
	x->code_refusal = rc;
	return ERR_OK;
}

enum err
tries_check_code(struct exchange *x)
{
	const char *why = x->code_refusal == ERR_THROTTLED ?
	    "it was typed wrongly too often" :
	    "it was used already, it is too old, or a newer one was sent";

	if (x->code_refusal == ERR_OK)
		return ERR_OK;
	problems_add(&x->problems, tries_code_field(x->route->fields)->name,
	    "That code can no longer be used: %s. Ask for a new one.", why);
	return ERR_INVALID;
}
