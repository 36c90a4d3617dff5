/*
 * form: checks what was sent against the fields table of the route, and gives the template what it
 * needs to print each field. Private to web/.
 */
#ifndef POINTPERSON_WEB_FORM_H
#define POINTPERSON_WEB_FORM_H

#include "web/exchange.h"

/*
 * Checks the sent values. ERR_MALFORMED: a declared field twice, or a hidden one that no form of
 * ours sends. Values that a person can put right become problems; undeclared fields are dropped.
 */
enum err	 form_check(struct exchange *) MUST_CHECK;

/* The key of this submission: session, route, nonce and all values. Sets nonce and key_hash. */
void		 form_make_key(struct exchange *);

/* Puts the shown form's fields and the problems into the view. */
void		 form_show(struct exchange *);

/* A form that was packed, as it comes out again. */
struct packed_form {
	const char		*path;		/* where it was sent */
	int64_t			 account_id;	/* where it was opened */
	const char		*nonce;		/* of that form */
	struct urlencoded	 typed;		/* its values */
};

/*
 * The values of the route's form as text to be sealed, without secrets, bound to user, account
 * and path; and back. form_unpack(): ERR_FORGED where it is not such a text or not for this user.
 */
char		*form_pack(struct exchange *, int64_t user_id, int64_t account_id);
enum err form_unpack(struct exchange *, const char *sealed, int64_t user_id,
    struct packed_form *) MUST_CHECK;

/*
 * What the form of a row shows when it is opened, sealed into it; and back into `opened` when it
 * was sent: so a conflict can tell what the person touched. What is not ours, or did not come,
 * tells nothing.
 */
char		*form_seal_opened(struct exchange *);
void		 form_read_opened(struct exchange *);

/* Is what is typed here a secret: never sent back, kept or shown? */
bool		 form_is_secret(const struct field *);

/* What the handler gave the shown form for this field; "" nothing. */
const char	*form_filled(const struct exchange *, const char *name);

/*
 * A set of ticks (FIELD_TICKS) as one text in the arena, as it was sent; and whether it is at most
 * so many different words of our kind.
 */
char		*form_ticks(struct mem *, const struct urlencoded *sent, const char *name);
bool		 form_ticks_are_sound(const char *ticks, size_t most);

/* Is there a value for the field's name in the table? */
const struct field	*form_field(const struct field *, const char *name);

#endif
