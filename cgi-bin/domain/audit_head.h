/*
 * audit_head: the newest seal of a chain, as a line to be kept where the database is not: whoever
 * removes the newest events cannot remove it there.
 */
#ifndef POINTPERSON_DOMAIN_AUDIT_HEAD_H
#define POINTPERSON_DOMAIN_AUDIT_HEAD_H

#include "domain/audit_verify.h"

/* "3:1204:" and the seal as base64url: chain, place, seal. In the arena. */
char	*audit_head_text(struct mem *, const struct audit_told *);

/*
 * Finds such words in a text, `most` at most, and answers how many it found. The text may be a mail
 * as it travels: its quoted-printable (RFC 2045, 6.7) is undone in place.
 */
size_t	 audit_head_find(char *text, struct audit_told *, size_t most);

#endif
