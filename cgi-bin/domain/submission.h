/*
 * submission: one press of Save is one change. Every write is remembered by a key over session,
 * route, form nonce and field values; the same again (a double click, a reload, a retry after a
 * lost reply) gets the first answer.
 */
#ifndef POINTPERSON_DOMAIN_SUBMISSION_H
#define POINTPERSON_DOMAIN_SUBMISSION_H

#include "base/crypt.h"
#include "domain/context.h"

/* The answer of a write that succeeded. */
struct submission {
	const char	*location;	/* where the browser was sent */
	const char	*flash;		/* the message shown there */
	const char	*flash_row;	/* the row marked there, "" none */
};

/*
 * Claims the key for the transaction that runs. Where another transaction holds it, waits for its
 * end. ERR_TAKEN: it was carried out before; *first is its answer.
 */
enum err	 submission_claim(struct context *, const unsigned char key_hash[CRYPT_HASH_BYTES],
		    struct submission *first) MUST_CHECK;

/* Keeps the answer with the claimed key. */
enum err	 submission_answer(struct context *, const unsigned char key_hash[CRYPT_HASH_BYTES],
		    const struct submission *) MUST_CHECK;

#endif
