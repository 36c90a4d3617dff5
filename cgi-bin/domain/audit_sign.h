/*
 * audit_sign: the signature of an audit event, by which one that this portal wrote is told from one
 * that somebody wrote into the database. Knows nothing of where events stand.
 *
 * A signature is BLAKE2b keyed with the installation's key over the event in one form only: each
 * value as its length in bytes, ":", its bytes and ",", a number in decimal, and nothing between
 * ":" and "," of a number that is none. What personal data the event tells goes in as a hash, so
 * that it can be erased and the rest still be shown to be as it was written.
 */
#ifndef POINTPERSON_DOMAIN_AUDIT_SIGN_H
#define POINTPERSON_DOMAIN_AUDIT_SIGN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/crypt.h"
#include "domain/context.h"

#define AUDIT_NONCE_BYTES	16	/* random: no two events have the same signature */

/* An event with all that is signed. Numbers are 0 where there is none. */
struct audit_signed {
	int64_t		 id;		/* not signed: the database gives it. Seals hold it */
	int64_t		 account_id;
	int64_t		 at;		/* UTC seconds */
	const char	*action;
	int64_t		 actor_id;
	const char	*actor_name;
	const char	*object_type;
	int64_t		 object_id;
	const char	*object_name;	/* "" once erased */
	const char	*fields;
	const char	*client_ip;
	const char	*request_id;
	const char	*before_json;	/* "{}" where there is none, or once erased */
	const char	*after_json;
	unsigned char	 nonce[AUDIT_NONCE_BYTES];
	unsigned char	 told_hash[CRYPT_HASH_BYTES];	/* of what personal data is told */
	unsigned char	 mac[CRYPT_HASH_BYTES];
};

/* The columns of one, of audit_event as e and audit_values as v, for audit_signed_read(). */
#define AUDIT_SIGNED_COLUMNS                                                                       \
	"e.id, e.account_id, e.at, e.action, e.actor_id, e.actor_name, e.object_type,"             \
	" e.object_id, e.object_name, e.fields, e.client_ip, e.request_id,"                        \
	" COALESCE(v.before_json, '{}'), COALESCE(v.after_json, '{}'), e.nonce, e.told_hash,"      \
	" e.mac"

/* What joins the values to an event e. */
#define AUDIT_JOIN_VALUES " LEFT JOIN audit_values v ON v.event_id = e.id"

/* How an event stands to its signature. */
enum audit_signature {
	AUDIT_SIGNED = 0,	/* as this portal wrote it */
	AUDIT_SIGNED_ERASED,	/* the same, but what personal data it told was taken out */
	AUDIT_SIGNED_OTHER_VALUES,	/* what it tells is not what was written */
	AUDIT_NOT_SIGNED	/* this portal did not write it so */
};

/* Signs the event: fills in nonce, told_hash and mac. */
void audit_sign(const struct config *, struct audit_signed *);

enum audit_signature audit_signature(const struct config *, const struct audit_signed *);

/* Did this portal write it, whatever was erased of it since? */
bool audit_is_signed(const struct config *, const struct audit_signed *);

/*
 * Reads an event of a row that holds AUDIT_SIGNED_COLUMNS from the column `first` on. Text in the
 * arena. What is no signature at all is read as zeros.
 */
struct db_stmt;
void audit_signed_read(struct context *, struct db_stmt *, unsigned int first,
    struct audit_signed *);

/* The values of one form of signed bytes: see above. For seals. */
struct str;
void audit_sign_text(struct str *, const char *text);
void audit_sign_number(struct str *, int64_t number);
void audit_sign_bytes(struct str *, const void *bytes, size_t length);

/* Reads a column of exactly so many bytes; zeros where it holds another count. */
void audit_sign_read_bytes(struct context *, struct db_stmt *, unsigned int column, void *bytes,
    size_t length);

#endif
