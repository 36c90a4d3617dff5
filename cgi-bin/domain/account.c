#include "base/banned.h"
#include "domain/account.h"

#include <string.h>

#include "base/clock.h"
#include "base/phone.h"
#include "base/valid.h"
#include "domain/audit.h"
#include "domain/billing_details.h"
#include "domain/role.h"

static const char SQL_LOAD[] =
	"SELECT a.id, a.version, a.business_name, a.business_email, a.trade_name, a.phone,"
	" a.website, a.region, a.time_zone, a.contact_limit, a.contact_count, a.saved_at,"
	" a.saved_by, a.last_form,"
	" (SELECT GROUP_CONCAT(u.name ORDER BY u.id SEPARATOR ', ') FROM membership m"
	"  JOIN user u ON u.id = m.user_id"
	"  WHERE m.account_id = a.id AND m.role_id = ? AND m.state = 'active'),"
	" b.legal_name, " BILLING_ADDRESS_COLUMNS
	" FROM account a LEFT JOIN billing_details b ON b.account_id = a.id WHERE a.id = ?";

static const char SQL_HOLD[] =
	"SELECT id FROM account WHERE id = ? FOR UPDATE";

static const char SQL_SAVE_COMPANY[] =
	"UPDATE account SET trade_name = ?, phone = ?, website = ?, last_form = ?, saved_at = ?,"
	" saved_by = ?,"
	" version = version + 1"
	" WHERE id = ? AND version = ?";

static const char SQL_SAVE_NAME[] =
	"UPDATE account SET business_name = ?, last_form = ?, saved_at = ?, saved_by = ?,"
	" version = version + 1 WHERE id = ? AND version = ?";

static const char SQL_ADD[] =
	"INSERT INTO account (business_name, business_email, trade_name, phone, website,"
	" region, time_zone, contact_limit, super_admins, saved_at, created_at)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)";

static const char SQL_COUNT_CONTACTS[] =
	"UPDATE account SET contact_count = contact_count + ? WHERE id = ?";

static const char SQL_CONTACTS[] =
	"SELECT contact_count FROM account WHERE id = ?";

static const char SQL_TOTAL[] =
	"SELECT COUNT(*) FROM account";

/* last_form tells whether the newest version came from the very form that is being saved again. */
static enum err
load(struct context *cx, struct account *a, const char **last_form)
{
	struct billing_address address;
	struct mem *m = cx->mem;
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_LOAD, V((int)ROLE_SUPER_ADMIN),
		 V(cx->actor.account_id))) != ERR_OK)
		return rc;
	if (db_step(st)) {
		billing_address_read(cx, st, 16, &address);
		*a = (struct account){
			.id = db_i64(st, 0),
			.version = db_i64(st, 1),
			.business_name = db_str(st, m, 2),
			.business_email = db_str(st, m, 3),
			.trade_name = db_str(st, m, 4),
			.phone = db_str(st, m, 5),
			.website = db_str(st, m, 6),
			.region = db_str(st, m, 7),
			.time_zone = db_str(st, m, 8),
			.contact_limit = db_i64(st, 9),
			.contact_count = db_i64(st, 10),
			.saved_at = db_i64(st, 11),
			.saved_by = db_str(st, m, 12),
			.super_admins = db_str(st, m, 14),
			.legal_name = db_str(st, m, 15),
			.address = billing_address_line(m, &address),
		};
		*last_form = db_str(st, m, 13);
	} else {
		rc = ERR_MISSING;
	}
	db_done(&st);
	return rc;
}

enum err
account_load(struct context *cx, struct account *a)
{
	const char *last_form;

	return load(cx, a, &last_form);
}

void
account_leave(struct context *cx)
{
	cx->actor = (struct actor){ .user_name = "", .user_email = "", .account_name = "",
		.account_region = "", .account_zone = "", .user_zone = "", .user_language = "",
		.other_accounts = "", .department = "", .role_name = "" };
}

enum err
account_enter(struct context *cx, int64_t account_id)
{
	struct account a;
	enum err rc;

	account_leave(cx);
	cx->actor.account_id = account_id;
	if ((rc = account_load(cx, &a)) != ERR_OK)
		return rc;
	cx->actor.account_name = a.business_name;
	cx->actor.account_region = a.region;
	cx->actor.account_zone = a.time_zone;
	clock_zone(a.time_zone);
	return ERR_OK;
}

enum err
account_hold(struct context *cx)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_HOLD, V(cx->actor.account_id))) != ERR_OK)
		return rc;
	rc = db_step(st) ? ERR_OK : ERR_MISSING;
	db_done(&st);
	return rc;
}

static void
check_phone(struct context *cx, const char *region, const char **phone, struct problems *p)
{
	char e164[PHONE_E164_BYTES];
	enum phone_problem problem;

	if ((*phone)[0] == '\0')
		return;
	if ((problem = phone_parse(*phone, region, e164)) != PHONE_OK)
		problems_add(p, "phone", "%s", phone_problem_text(cx->mem, problem, region));
	else
		*phone = mem_dup(cx->mem, e164);
}

static void
check_name(struct context *cx, const char *field, const char *label, const char *value,
    struct problems *p)
{
	enum name_problem problem;

	if (value[0] != '\0' && (problem = valid_name(value, ACCOUNT_NAME_MAX)) != NAME_OK)
		problems_add(p, field, "%s",
		    name_problem_text(cx->mem, problem, label, ACCOUNT_NAME_MAX));
}

/* Checks what the company form holds and puts it into the form it is stored in. */
static void
check_company(struct context *cx, struct account *a, const char *region, struct problems *p)
{
	enum website_problem problem;
	const char *website;

	check_name(cx, "trade_name", "trade name", a->trade_name, p);
	check_phone(cx, region, &a->phone, p);
	if (a->website[0] == '\0')
		return;
	if ((problem = valid_website(cx->mem, a->website, &website)) != WEBSITE_OK)
		problems_add(p, "website", "%s", website_problem_text(problem));
	else if (strlen(website) > ACCOUNT_WEBSITE_MAX)
		problems_add(p, "website", "Enter a website address of at most %d characters.",
		    ACCOUNT_WEBSITE_MAX);
	else
		a->website = website;
}

static enum err
add_company_event(struct context *cx, const struct account *old, const struct account *new)
{
	struct audit event = audit_begin("company.update", "account", old->id, old->business_name);

	audit_changed(&event, "trade_name", old->trade_name, new->trade_name);
	audit_changed(&event, "phone", old->phone, new->phone);
	audit_changed(&event, "website", old->website, new->website);
	return audit_add(cx, &event);
}

enum err
account_save_company(struct context *cx, const struct account *typed, struct problems *p)
{
	struct account old, new = *typed;
	const char *last_form;
	int64_t rows;
	enum err rc;

	if ((rc = account_hold(cx)) != ERR_OK || (rc = load(cx, &old, &last_form)) != ERR_OK)
		return rc;
	check_company(cx, &new, old.region, p);
	if (problems_has_any(p))
		return ERR_INVALID;
	if (context_is_outdated(cx, old.version, typed->version, last_form))
		return ERR_CONFLICT;
	if ((rc = db_exec(cx->db, &rows, SQL_SAVE_COMPANY, V(new.trade_name), V(new.phone),
		 V(new.website), V(cx->form_nonce), V(cx->now), V(cx->actor.user_name), V(old.id),
		 V(old.version))) != ERR_OK)
		return rc;
	return rows == 1 ? add_company_event(cx, &old, &new) : ERR_CONFLICT;
}

enum err
account_save_name(struct context *cx, const struct account *typed, struct problems *p)
{
	struct audit event;
	struct account old;
	const char *last_form;
	int64_t rows;
	enum err rc;

	if ((rc = account_hold(cx)) != ERR_OK || (rc = load(cx, &old, &last_form)) != ERR_OK)
		return rc;
	check_name(cx, "business_name", "business name", typed->business_name, p);
	if (typed->business_name[0] == '\0')
		problems_add(p, "business_name", "Enter the business name.");
	if (problems_has_any(p))
		return ERR_INVALID;
	if (strcmp(old.business_name, typed->business_name) == 0)
		return ERR_OK;
	if (context_is_outdated(cx, old.version, typed->version, last_form))
		return ERR_CONFLICT;
	if ((rc = db_exec(cx->db, &rows, SQL_SAVE_NAME, V(typed->business_name), V(cx->form_nonce),
		 V(cx->now), V(cx->actor.user_name), V(old.id), V(old.version))) != ERR_OK)
		return rc;
	event = audit_begin("account.update", "account", old.id, typed->business_name);
	audit_changed(&event, "business_name", old.business_name, typed->business_name);
	return rows == 1 ? audit_add(cx, &event) : ERR_CONFLICT;
}

enum err
account_add(struct context *cx, const struct account *typed, struct problems *p, int64_t *id)
{
	struct account new = *typed;
	enum email_problem problem;
	enum err rc;

	check_company(cx, &new, new.region, p);
	check_name(cx, "business_name", "business name", new.business_name, p);
	check_name(cx, "legal_name", "legal name", new.legal_name, p);
	if ((problem = valid_email(cx->mem, typed->business_email, &new.business_email)) !=
	    EMAIL_OK)
		problems_add(p, "business_email", "%s", email_problem_text(problem));
	if (new.business_name[0] == '\0')
		problems_add(p, "business_name", "Enter the business name.");
	if (!phone_region_exists(new.region))
		problems_add(p, "region", "Enter a country code of two letters, like IN.");
	if (problems_has_any(p))
		return ERR_INVALID;
	if ((rc = db_exec(cx->db, NULL, SQL_ADD, V(new.business_name), V(new.business_email),
		 V(new.trade_name), V(new.phone), V(new.website), V(new.region), V(new.time_zone),
		 V(new.contact_limit), V(cx->now), V(cx->now))) != ERR_OK)
		return rc;
	*id = db_insert_id(cx->db);
	if ((rc = billing_details_add(cx, *id, new.legal_name, new.address,
		 strcmp(new.region, "IN") == 0 ? BILLING_INDIA : "")) != ERR_OK)
		return rc;
	return role_add_defaults(cx, *id);
}

enum err
account_count_contacts(struct context *cx, int change, int64_t *count)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_exec(cx->db, NULL, SQL_COUNT_CONTACTS, V(change), V(cx->actor.account_id))) !=
		ERR_OK ||
	    (rc = db_query(cx->db, &st, SQL_CONTACTS, V(cx->actor.account_id))) != ERR_OK)
		return rc;
	*count = db_step(st) ? db_i64(st, 0) : 0;
	db_done(&st);
	return ERR_OK;
}

enum err
account_total(struct context *cx, int64_t *total)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_TOTAL)) != ERR_OK)
		return rc;
	*total = db_step(st) ? db_i64(st, 0) : 0;
	db_done(&st);
	return ERR_OK;
}
