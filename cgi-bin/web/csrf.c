#include "base/banned.h"
#include "web/csrf.h"

#include <string.h>

#include "base/log.h"
#include "base/valid.h"
#include "web/cookie.h"

#define TOKEN_BYTES 128		/* two ids of 19 digits, a MAC of 43 characters and their dots */

static char *
mac_of(struct exchange *x, const char *kind, const char *who, const char *page_name)
{
	return crypt_mac(x->cx.mem, x->worker->config->keys.mac, kind,
	    mem_fmt(x->cx.mem, "%s %s", who, page_name));
}

char *
csrf_token(struct exchange *x, const char *page_name)
{
	char *who = mem_fmt(x->cx.mem, "%lld.%lld", (long long)x->cx.actor.session_id,
	    (long long)x->cx.actor.account_id);

	return mem_fmt(x->cx.mem, "%s.%s", who, mac_of(x, "form", who, page_name));
}

char *
csrf_visit_token(struct exchange *x, const char *page_name)
{
	if (x->visit[0] == '\0') {
		x->visit = crypt_random_text(x->cx.mem, CRYPT_NONCE_BYTES);
		cookie_set(x, COOKIE_VISIT, x->visit, 0);
	}
	return mac_of(x, "visit", x->visit, page_name);
}

bool
exchange_is_ours(const struct exchange *x, const char *origin)
{
	const char *host = x->transport->variable(x->transport, "HTTP_HOST");
	const char *scheme = x->is_tls ? "https://" : "http://";

	if (strcmp(origin, x->worker->config->site_url) == 0)
		return true;
	/*
	 * A page elsewhere cannot choose the Host header, so the address the browser used is ours
	 * too.
	 */
	return host != NULL && strncmp(origin, scheme, strlen(scheme)) == 0 &&
	    strcmp(origin + strlen(scheme), host) == 0;
}

static bool
has_foreign_origin(struct exchange *x)
{
	const char *origin = exchange_variable(x, "HTTP_ORIGIN");
	const char *site = exchange_variable(x, "HTTP_SEC_FETCH_SITE");

	if (origin[0] != '\0' && !exchange_is_ours(x, origin))
		return true;
	return site[0] != '\0' && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0;
}

/* Splits "session.account.mac" and checks the MAC. */
static enum err
open_token(struct exchange *x, const char *token, int64_t *session_id, int64_t *account_id)
{
	char text[TOKEN_BYTES];
	char *dot, *mac;

	if (strlen(token) >= sizeof(text))
		return ERR_FORGED;
	snprintf(text, sizeof(text), "%s", token);
	if ((dot = strchr(text, '.')) == NULL || (mac = strchr(dot + 1, '.')) == NULL)
		return ERR_FORGED;
	*mac++ = '\0';
	if (!crypt_equal(mac, mac_of(x, "form", text, x->page->name)))
		return ERR_FORGED;
	*dot = '\0';
	return valid_id(text, session_id) && valid_id(dot + 1, account_id) ? ERR_OK : ERR_FORGED;
}

static enum err
check_visit(struct exchange *x, const char *token)
{
	if (x->visit[0] == '\0')
		return ERR_FORGED;
	return crypt_equal(token, mac_of(x, "visit", x->visit, x->page->name)) ? ERR_OK :
											 ERR_FORGED;
}

/*
 * A token of another session than the one that is open. Where none is open, it tells whose form
 * this is, also when the browser has dropped the ended session's cookie.
 */
static enum err
check_other_session(struct exchange *x, int64_t session_id)
{
	int64_t user_id;
	enum err rc;

	if ((rc = session_owner(&x->cx, session_id, &user_id)) != ERR_OK)
		return rc == ERR_MISSING ? ERR_FORGED : rc;
	if (x->session.state != SESSION_OPEN) {
		x->session.user_id = user_id;
		return ERR_SIGN_IN;
	}
	if (user_id != x->cx.actor.user_id)
		return ERR_FORGED;
	/* Shown again in another account, it would be saved there by the next press. */
	return x->form_account_id == x->cx.actor.account_id || x->route->any_account ? ERR_STALE :
										      ERR_SWITCHED;
}

enum err
csrf_check(struct exchange *x)
{
	const struct urlencoded_field *token = urlencoded_find(&x->sent, "csrf", NULL);
	int64_t session_id, account_id;
	enum err rc;

	if (token == NULL || has_foreign_origin(x))
		return ERR_FORGED;
	if (x->route->permission == PERM_PUBLIC)
		return check_visit(x, token->value);
	if ((rc = open_token(x, token->value, &session_id, &account_id)) != ERR_OK)
		return rc;
	x->form_session_id = session_id;
	x->form_account_id = account_id;
	if (session_id != x->cx.actor.session_id)
		return check_other_session(x, session_id);
	return account_id == x->cx.actor.account_id ? ERR_OK : ERR_SWITCHED;
}
