/*
 * terminal: asks the person at the keyboard for a password, and makes one where nobody is there to
 * think of one.
 */
#ifndef POINTPERSON_TOOLS_TERMINAL_H
#define POINTPERSON_TOOLS_TERMINAL_H

#include "base/err.h"
#include "base/mem.h"

/*
 * Asks twice for a password on the terminal, which does not show it, or reads one line where
 * standard input is no terminal: then both are the same. Nothing is taken off them but the end of
 * the line; whether they are fit, domain/password.h says. ERR_INVALID, with a sentence in *problem:
 * no UTF-8, nothing typed.
 */
enum err terminal_password(struct mem *, const char *whose, const char **password,
    const char **again, const char **problem) MUST_CHECK;

/* Four groups of five letters and digits that are not mistaken for each other: 100 random bits. */
char *terminal_make_password(struct mem *);

#endif
