#include "base/banned.h"
#include "domain/contact_proof.h"

#include "domain/audit.h"
#include "domain/link.h"
#include "domain/otp.h"
#include "domain/session.h"

static const char SQL_LOAD[] =
	"SELECT " CONTACT_ADDRESS_COLUMNS ", p.id, p.name, p.is_primary, p.withdrawn_at"
	" FROM contact_person p JOIN contact_address a"
	" ON a.account_id = p.account_id AND a.contact_person_id = p.id"
	" WHERE a.account_id = ? AND a.id = ? FOR UPDATE";

static const char SQL_COUNT_PROOF[] =
	"UPDATE contact_address SET proof_serial = proof_serial + 1, proof_at = ?"
	" WHERE account_id = ? AND id = ?";

static const char SQL_ACCEPT[] =
	"UPDATE contact_address SET state = 'verified', state_at = ?, proven_at = ?, reason = '',"
	" failures = 0, failing_since = 0, failed_at = 0 WHERE account_id = ? AND id = ?";

static const char SQL_DROP_REPLACED[] =
	"DELETE FROM contact_address WHERE account_id = ? AND contact_person_id = ? AND channel = ?"
	" AND part = 'replaced'";

static const char SQL_STAND_DOWN[] =
	"UPDATE contact_address SET stands_in = 0 WHERE account_id = ? AND contact_person_id = ?"
	" AND channel = ? AND stands_in = 1";

static const char SQL_STAND_IN[] =
	"SELECT id FROM contact_address WHERE account_id = ? AND contact_person_id = ?"
	" AND channel = ? AND stands_in = 1";

static const char SQL_DROP[] =
	"DELETE FROM contact_address WHERE account_id = ? AND id = ?";

static const char SQL_BRING_BACK[] =
	"UPDATE contact_address SET part = 'wanted', stands_in = 0"
	" WHERE account_id = ? AND id = ?";

enum err
contact_proof_load(struct context *cx, int64_t address_id, struct contact_proof *proof)
{
	const unsigned int person = CONTACT_ADDRESS_COLUMN_COUNT;
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_LOAD, V(cx->actor.account_id), V(address_id))) !=
	    ERR_OK)
		return rc;
	contact_address_read(cx, st, 0, &proof->address);
	proof->whom = (struct contact_whom){ .id = db_i64(st, person),
		.name = db_str(st, cx->mem, person + 1),
		.is_withdrawn = !db_is_null(st, person + 3) };
	proof->is_primary = db_i64(st, person + 2) == 1;
	db_done(&st);
	return ERR_OK;
}

static struct otp
code_of(int64_t address_id, int64_t person_id)
{
	return (struct otp){ PROOF_PURPOSE, address_id, person_id, "" };
}

/* The field of an event that tells it. */
static const char *
field_of(const struct contact_address *a)
{
	return a->channel == OUTBOX_MAIL ? "email" : "phone";
}

/* A code in mail may be typed as long as its link may be followed (DOMAIN.md 5). */
static int64_t
life_of(const struct context *cx, const struct contact_address *a)
{
	return a->channel == OUTBOX_MAIL ? cx->config->proof_life_sec : cx->config->code_life_sec;
}

static enum err
send(struct context *cx, const struct contact_whom *whom, const struct contact_address *a,
    int64_t *wait_sec)
{
	struct otp otp = code_of(a->id, whom->id);
	int64_t life_sec = life_of(cx, a);
	struct outbox_message message;
	struct otp_code code;
	enum err rc;

	*wait_sec = 0;
	if (whom->is_withdrawn || !contact_address_can_be_checked(cx, a))
		return ERR_INVALID;
	if ((rc = otp_may_send(cx, a->address, OTP_SEND_PROOF, wait_sec)) != ERR_OK ||
	    (rc = otp_make(cx, &otp, life_sec, &code)) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_COUNT_PROOF, V(cx->now), V(cx->actor.account_id),
		 V(a->id))) != ERR_OK)
		return rc;
	message = (struct outbox_message){
		.contact_person_id = whom->id,
		.event = mem_fmt(cx->mem, "address.proof %lld %lld", (long long)a->id,
		    (long long)a->proof_serial + 1),
		.channel = a->channel,
		.recipient = a->address,
		.recipient_name = whom->name,
		.category = "codes",
		.template = "prove-address",
		.life_sec = cx->config->courier_every_sec + life_sec,
		.values = {
			{ "code_id", mem_fmt(cx->mem, "%lld", (long long)code.id), false },
			{ "code_serial", mem_fmt(cx->mem, "%lld", (long long)code.serial), false },
			{ "address", a->address, false },
			{ "who", cx->actor.user_name, false },
			{ "life_sec", mem_fmt(cx->mem, "%lld", (long long)life_sec), false },
			{ "code", code.digits, true },
			{ "link", link_make(cx, LINK_PROVE, a->id, a->proof_serial + 1), true },
			{ "agreement", link_make(cx, LINK_AGREEMENT, whom->id, a->id), true },
		},
	};
	return outbox_add(cx, &message);
}

enum err
contact_proof_send(struct context *cx, const struct contact_whom *whom,
    const struct contact_address *a, int64_t *wait_sec)
{
	struct audit event =
	    audit_begin("contact.send_code", "contact_person", whom->id, whom->name);
	enum err rc;

	if ((rc = send(cx, whom, a, wait_sec)) != ERR_OK)
		return rc;
	audit_changed(&event, field_of(a), NULL, a->address);
	return audit_add(cx, &event);
}

/* Tells the address that received until now that another is wanted in its place. */
static enum err
tell_old(struct context *cx, const struct contact_whom *whom, const struct contact_address *old,
    const struct contact_address *new)
{
	struct outbox_message message = {
		.contact_person_id = whom->id,
		.event = mem_fmt(cx->mem, "address.changing %lld %lld", (long long)new->id,
		    (long long)cx->now),
		.channel = old->channel,
		.recipient = old->address,
		.recipient_name = whom->name,
		.category = "critical",
		.template = "address-changing",
		.values = {
			{ "person", whom->name, false },
			{ "who", cx->actor.user_name, false },
			{ "old", old->address, false },
			{ "new", new->address, false },
			{ "link", link_make(cx, LINK_NOT_ME, new->id, 0), true },
		},
	};

	if (!contact_address_can_be_checked(cx, old))
		return ERR_OK;
	return outbox_add(cx, &message);
}

enum err
contact_proof_ask(struct context *cx, const struct contact_whom *whom,
    const struct contact_address *a, const struct contact_address *stays)
{
	int64_t wait_sec;
	enum err rc = ERR_OK;

	if (!whom->is_vouched && !whom->is_withdrawn && !contact_address_is_proven(a) &&
	    contact_address_can_be_checked(cx, a))
		rc = send(cx, whom, a, &wait_sec);
	if (rc != ERR_OK && rc != ERR_THROTTLED)
		return rc;
	return stays == NULL ? ERR_OK : tell_old(cx, whom, stays, a);
}

static enum err
add_event(struct context *cx, const struct contact_proof *proof, const char *action,
    const char *state)
{
	struct audit event =
	    audit_begin(action, "contact_person", proof->whom.id, proof->whom.name);

	audit_changed(&event, field_of(&proof->address),
	    state == NULL ? proof->address.address : NULL,
	    state == NULL ? NULL : proof->address.address);
	audit_changed(&event, "state", contact_address_state_name(proof->address.state), state);
	return audit_add(cx, &event);
}

/* What stood in for it does so no longer. */
static enum err
end_stand_in(struct context *cx, const struct contact_proof *proof)
{
	const char *channel = outbox_channel_name(proof->address.channel);
	enum err rc;

	if ((rc = db_exec(cx->db, NULL, SQL_DROP_REPLACED, V(cx->actor.account_id),
		 V(proof->whom.id), V(channel))) != ERR_OK)
		return rc;
	return db_exec(cx->db, NULL, SQL_STAND_DOWN, V(cx->actor.account_id), V(proof->whom.id),
	    V(channel));
}

enum err
contact_proof_accept(struct context *cx, const struct contact_proof *proof)
{
	enum err rc;

	if (proof->address.state == ADDRESS_VERIFIED)
		return ERR_OK;
	if ((rc = db_exec(cx->db, NULL, SQL_ACCEPT, V(cx->now), V(cx->now),
		 V(cx->actor.account_id), V(proof->address.id))) != ERR_OK)
		return rc;
	if (proof->address.part == ADDRESS_WANTED && (rc = end_stand_in(cx, proof)) != ERR_OK)
		return rc;
	return add_event(cx, proof, "contact.verify", "verified");
}

enum err
contact_proof_by_code(struct context *cx, int64_t address_id, const char *typed)
{
	struct contact_proof proof;
	struct otp otp;
	enum err rc;

	if ((rc = contact_proof_load(cx, address_id, &proof)) != ERR_OK)
		return rc;
	if (proof.whom.is_withdrawn)
		return ERR_INVALID;
	otp = code_of(address_id, proof.whom.id);
	if ((rc = otp_spend(cx, &otp, typed)) != ERR_OK)
		return rc;
	return contact_proof_accept(cx, &proof);
}

/* The address that stands in for this one; ERR_MISSING none. */
static enum err
find_stand_in(struct context *cx, const struct contact_proof *proof, int64_t *id)
{
	struct db_stmt *st;
	enum err rc;

	if ((rc = db_load(cx->db, &st, SQL_STAND_IN, V(cx->actor.account_id), V(proof->whom.id),
		 V(outbox_channel_name(proof->address.channel)))) != ERR_OK)
		return rc;
	*id = db_i64(st, 0);
	db_done(&st);
	return ERR_OK;
}

enum err
contact_proof_cancel(struct context *cx, const struct contact_proof *proof)
{
	int64_t old_id;
	enum err rc;

	if (proof->address.part != ADDRESS_WANTED || contact_address_is_proven(&proof->address))
		return ERR_MISSING;
	if ((rc = find_stand_in(cx, proof, &old_id)) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_DROP, V(cx->actor.account_id),
		 V(proof->address.id))) != ERR_OK ||
	    (rc = db_exec(cx->db, NULL, SQL_BRING_BACK, V(cx->actor.account_id), V(old_id))) !=
		ERR_OK ||
	    (rc = session_end_other(cx, proof->address.asked_session_id)) != ERR_OK)
		return rc;
	return add_event(cx, proof, "contact.not_me", NULL);
}
