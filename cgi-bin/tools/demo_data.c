/*
 * demo-data: fills an empty database with the accounts, people and contact persons of a file, so
 * that somebody can look at the portal. The file (conf/demo.hdf in the source) is not installed.
 */
#include "base/banned.h"
#include "tools/tool.h"

#include <string.h>

#include "base/tree.h"
#include "domain/audit.h"
#include "domain/billing_change.h"
#include "domain/contact_person.h"
#include "tools/people.h"

#define ROWS_MAX	20	/* accounts, people or contact persons in one place of the file */

/* The event that says which data these are, whatever is made of them later. */
static const char ACTION[] = "demo.load";
static const char OBJECT[] = "demo";

static const struct tool_option options[] = {
	{ "file", "FILE", "the demo data: conf/demo.hdf of the source", true },
};

struct demo {
	struct mem	*mem;
	struct tree	*tree;		/* the file */
	struct problems	 problems;
	const char	*at;		/* what is being added, for messages */
};

/* The text at PLACE.KEY, "" where there is none. */
static const char *
get(const struct demo *d, const char *place, const char *key)
{
	const char *value = tree_get(d->tree, mem_fmt(d->mem, "%s.%s", place, key));

	return value == NULL ? "" : value;
}

static bool
is_yes(const struct demo *d, const char *place, const char *key)
{
	return strcmp(get(d, place, key), "yes") == 0;
}

static struct account
read_account(const struct demo *d, const char *place, const struct config *config)
{
	return (struct account){
		.business_name = get(d, place, "business_name"),
		.business_email = get(d, place, "business_email"),
		.trade_name = get(d, place, "trade_name"), .phone = get(d, place, "phone"),
		.website = get(d, place, "website"), .legal_name = get(d, place, "legal_name"),
		.address = "", .region = "IN", .time_zone = "Asia/Kolkata",
		.contact_limit = config->contact_limit,
	};
}

static struct person
read_person(const struct demo *d, const char *place)
{
	const char *password = tree_get(d->tree, "password");

	return (struct person){
		.name = get(d, place, "name"),
		.email = get(d, place, "email"),
		.password = password == NULL ? "" : password,
		.role = role_by_word(get(d, place, "role")),
		.extension = get(d, place, "extension"),
		.department = get(d, place, "department"),
		.takes_calls = is_yes(d, place, "takes_calls"),
	};
}

static struct contact_person
read_contact(const struct demo *d, const char *place)
{
	return (struct contact_person){
		.kind = get(d, place, "kind"),
		.name = get(d, place, "name"),
		.email = get(d, place, "email"),
		.phone = get(d, place, "phone"),
		.designation = get(d, place, "designation"),
		.is_monitored = is_yes(d, place, "monitored"),
		.has_consent = true,
		.is_vouched = true,
		.consent_by = "",
		.saved_by = "",
		.last_form = "",
	};
}

/* The owner has listed these people. The first one added becomes the Primary. */
static enum err
add_contacts(struct context *cx, struct demo *d, const char *account, const char *owner)
{
	const char *command = cx->actor.user_name;
	enum err rc = ERR_OK;
	int i;

	cx->actor.user_name = owner;
	for (i = 1; i <= ROWS_MAX && rc == ERR_OK; i++) {
		struct contact_person c;

		d->at = mem_fmt(d->mem, "%s.contacts.%d", account, i);
		if (get(d, d->at, "name")[0] == '\0')
			break;
		c = read_contact(d, d->at);
		rc = contact_person_save(cx, &c, &d->problems);
	}
	cx->actor.user_name = command;
	return rc;
}

static struct billing_details
read_billing(const struct demo *d, const char *place, const char *legal_name)
{
	return (struct billing_details){
		.version = 1,
		.legal_name = legal_name,
		.registration = get(d, place, "registration"),
		.gstin = get(d, place, "gstin"),
		.tax_id = get(d, place, "tax_id"),
		.pan = get(d, place, "pan"),
		.address = {
			.street = get(d, place, "street"),
			.area = get(d, place, "area"),
			.city = get(d, place, "city"),
			.state = get(d, place, "state"),
			.pin = get(d, place, "pin"),
			.country = get(d, place, "country"),
		},
		.po_reference = get(d, place, "po_reference"),
	};
}

/* The owner has said all this. */
static enum err
add_billing(struct context *cx, struct demo *d, const char *account, const char *owner)
{
	const char *command = cx->actor.user_name;
	struct billing_details b;
	enum err rc;

	d->at = mem_fmt(d->mem, "%s.billing", account);
	b = read_billing(d, d->at, get(d, account, "legal_name"));
	cx->actor.user_name = owner;
	rc = billing_change_save(cx, &b, &d->problems);
	cx->actor.user_name = command;
	return rc;
}

static enum err
add_account(struct context *cx, struct demo *d, const char *place)
{
	struct account a = read_account(d, place, cx->config);
	struct person owner;
	int64_t id;
	enum err rc;
	int i;

	d->at = mem_fmt(d->mem, "%s.users.1", place);
	owner = read_person(d, d->at);
	people_check(d->mem, &owner, &d->problems);
	cx->actor.account_id = 0;
	cx->actor.account_region = a.region;
	rc = people_add_account(cx, &a, &owner, &d->problems, &id);
	for (i = 2; i <= ROWS_MAX && rc == ERR_OK; i++) {
		struct person who;

		d->at = mem_fmt(d->mem, "%s.users.%d", place, i);
		if (get(d, d->at, "email")[0] == '\0')
			break;
		who = read_person(d, d->at);
		people_check(d->mem, &who, &d->problems);
		rc = people_add_member(cx, id, &who, &d->problems);
	}
	if (rc == ERR_OK)
		rc = add_billing(cx, d, place, owner.name);
	return rc == ERR_OK ? add_contacts(cx, d, place, owner.name) : rc;
}

static enum err
add_all(struct context *cx, void *closure)
{
	struct demo *d = closure;
	struct audit event;
	enum err rc = ERR_OK;
	int i;

	problems_init(&d->problems, d->mem);
	for (i = 1; i <= ROWS_MAX && rc == ERR_OK; i++) {
		const char *place = mem_fmt(d->mem, "account.%d", i);

		if (get(d, place, "business_name")[0] == '\0')
			break;
		rc = add_account(cx, d, place);
		if (rc == ERR_OK && cx->actor.account_id != i) {
			problems_add(&d->problems, "",
			    "the database has numbered accounts before; make it anew");
			rc = ERR_INVALID;
		}
	}
	if (rc != ERR_OK)
		return rc;
	cx->actor.account_id = 1;
	event = audit_begin(ACTION, OBJECT, 1, "demo data");
	return audit_add(cx, &event);
}

/* Are these data there? *is_empty: there is no account at all. */
static enum err
look(struct context *cx, bool *is_loaded, bool *is_empty)
{
	struct audit_entry entry;
	int64_t total;
	size_t count;
	enum err rc;

	cx->actor.account_id = 1;
	if ((rc = account_total(cx, &total)) != ERR_OK ||
	    (rc = audit_list(cx, OBJECT, 1, &entry, 1, &count)) != ERR_OK)
		return rc;
	*is_loaded = count > 0;
	*is_empty = total == 0;
	return ERR_OK;
}

static enum tool_exit
fail(struct context *cx, const struct demo *d, enum err rc)
{
	size_t i;

	if (rc != ERR_INVALID)
		tool_complain("nothing was added: %s", db_problem(cx->db));
	for (i = 0; rc == ERR_INVALID && i < d->problems.count; i++)
		tool_complain("%s: %s: %s", d->at, d->problems.list[i].field,
		    d->problems.list[i].text);
	return TOOL_FAILED;
}

static enum tool_exit
load(struct tool *t, struct demo *d)
{
	struct db *db = tool_application_db(t);
	struct context cx = tool_context(t, db);
	enum tool_exit status = TOOL_OK;
	bool is_loaded, is_empty;
	enum err rc;

	if ((rc = look(&cx, &is_loaded, &is_empty)) != ERR_OK) {
		status = fail(&cx, d, rc);
	} else if (is_loaded) {
		tool_say("The demo data are there already.");
	} else if (!is_empty) {
		tool_complain("there are accounts in this database: demo data want an empty one.");
		status = TOOL_FAILED;
	} else if ((rc = tool_transaction(&cx, add_all, d)) != ERR_OK) {
		status = fail(&cx, d, rc);
	} else {
		tool_say("The demo data were added.");
	}
	db_free(&db);
	return status;
}

static enum tool_exit
run(struct tool *t)
{
	struct demo d = { .mem = t->mem };
	const char *file = tool_value(t, "file");
	enum tool_exit status = TOOL_FAILED;
	const char *problem;

	if (!t->config.is_demo) {
		tool_complain("refused: %s does not say demo = yes, and a real site must not.",
		    t->settings_file);
		return TOOL_FAILED;
	}
	d.tree = tree_new();
	if (tree_read(d.tree, t->mem, file, &problem) == ERR_OK)
		status = load(t, &d);
	else
		tool_complain("%s. The demo data are not installed: they stand in conf/demo.hdf of "
		    "the source.", problem);
	tree_free(&d.tree);
	return status;
}

const struct tool_command tool_demo_data = {
	"demo-data",
	"Fills an empty database with made-up accounts, where the settings say demo = yes.",
	options, sizeof(options) / sizeof(options[0]), false, run, NULL
};
