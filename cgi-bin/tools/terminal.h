/*
 * terminal: asks the person at the keyboard for a password, and makes one where nobody is there to
 * think of one.
 */
#ifndef POINTPERSON_TOOLS_TERMINAL_H
#define POINTPERSON_TOOLS_TERMINAL_H

#include "base/err.h"
#include "base/mem.h"

#define TERMINAL_PASSWORD_MIN	8	/* characters: OWASP ASVS 6.2.1 */

/*
 * Asks twice for a password on the terminal, which does not show it, or reads one line where
 * standard input is no terminal. Nothing is taken off it but the end of the line.
 * ERR_INVALID, with a sentence in *problem: too short, too long, no UTF-8, not the same twice,
 * nothing typed.
 */
enum err terminal_password(struct mem *, const char *whose, const char **password,
    const char **problem) MUST_CHECK;

/* Is it a password that somebody could be given? NULL, or a sentence saying what is wrong. */
const char *terminal_password_problem(struct mem *, const char *password);

/* Four groups of five letters and digits that are not mistaken for each other: 100 random bits. */
char *terminal_make_password(struct mem *);

#endif
