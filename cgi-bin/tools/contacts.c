/*
 * contacts: `contacts`: whom the provider's support finds listed for an account, how each is
 * reached, and who may speak for it.
 */
#include "base/banned.h"
#include "tools/tool.h"

#include "base/str.h"
#include "base/valid.h"
#include "domain/account.h"
#include "domain/category.h"
#include "domain/contact_person.h"

#define LINE_BYTES	400	/* the names of all categories, and more */

static const struct tool_option options[] = {
	{ "account", "NUMBER", "the account whose contact persons are listed", true },
};

/* What is known of an address, as the portal says it, and why. */
static const char *
state_of(const struct context *cx, const struct contact_address *a)
{
	const char *text = contact_address_state_text(cx, a);

	return a->state == ADDRESS_BOUNCING || a->state == ADDRESS_UNREACHABLE ?
	    mem_fmt(cx->mem, "%s: %s", text, a->reason) : text;
}

/* The address in use, and below it the one that receives in its place. */
static void
show_address(const struct context *cx, const struct contact_person *c, enum outbox_channel channel,
    const char *label)
{
	const struct contact_address *wanted = contact_address_wanted(c->addresses, channel);
	const struct contact_address *now = contact_address_receiver(c->addresses, channel);

	if (wanted == NULL)
		return;
	tool_say("  %-10s%s (%s)", label, wanted->address, state_of(cx, wanted));
	if (now != wanted)
		tool_say("  %-10suntil then: %s (%s)", "", now->address, state_of(cx, now));
}

static const char *
categories_of(struct mem *m, const struct contact_person *c)
{
	struct str names;
	const char *text;
	enum category i;

	str_init(&names, LINE_BYTES);
	for (i = 0; i < CATEGORY__MAX; i++)
		if ((c->category_bits & CATEGORY_BIT(i)) != 0)
			str_add_fmt(&names, "%s%s", names.length == 0 ? "" : ", ",
			    category_text(i));
	text = names.length == 0 ? "nothing" : mem_dup(m, names.text);
	str_release(&names);
	return text;
}

static void
show_person(const struct context *cx, const struct contact_person *c)
{
	tool_say("\n%s (%s%s)%s", c->name, c->is_primary ? "Primary, " : "", c->kind,
	    c->withdrawn_at != 0 ? ": wants to be contacted no more" : "");
	show_address(cx, c, OUTBOX_MAIL, "email");
	show_address(cx, c, OUTBOX_SMS, "phone");
	tool_say("  %-10s%s", "receives", categories_of(cx->mem, c));
	tool_say("  may speak for the account: %s", c->is_authorised ? "yes" : "no");
}

static enum tool_exit
show(struct context *cx)
{
	struct contact_person *list = mem_array(cx->mem, CONTACT_LIST_MAX, sizeof(*list));
	struct account a;
	size_t i, count = 0;
	enum err rc;

	if ((rc = account_load(cx, &a)) == ERR_OK)
		rc = contact_person_list(cx, list, CONTACT_LIST_MAX, &count);
	if (rc == ERR_MISSING) {
		tool_complain("there is no account %lld.", (long long)cx->actor.account_id);
		return TOOL_FAILED;
	}
	if (rc != ERR_OK) {
		tool_complain("nothing could be read: %s", db_problem(cx->db));
		return TOOL_FAILED;
	}
	tool_say("Account %lld, %s: %zu contact person%s.", (long long)cx->actor.account_id,
	    a.business_name, count, count == 1 ? "" : "s");
	for (i = 0; i < count; i++)
		show_person(cx, &list[i]);
	return TOOL_OK;
}

static enum tool_exit
run(struct tool *t)
{
	enum tool_exit status;
	struct context cx;
	struct db *db;
	int64_t account;

	if (!valid_id(tool_value(t, "account"), &account)) {
		tool_complain("--account: Write the account's number.");
		return TOOL_USAGE;
	}
	db = tool_application_db(t);
	cx = tool_context(t, db);
	cx.actor.account_id = account;
	status = show(&cx);
	db_free(&db);
	return status;
}

const struct tool_command tool_contacts = {
	"contacts", "Lists an account's contact persons, and who may speak for it.",
	options, sizeof(options) / sizeof(options[0]), false, run, NULL
};
