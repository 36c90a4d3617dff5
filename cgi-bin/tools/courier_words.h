/*
 * courier_words: what of a mail server's words may be shown to the people of an account.
 */
#ifndef POINTPERSON_TOOLS_COURIER_WORDS_H
#define POINTPERSON_TOOLS_COURIER_WORDS_H

#include "base/mem.h"

/*
 * The words of people in a server's text, one space between them. What is made of digits and signs
 * (codes, addresses of machines), a link, an address, or long goes: a server may repeat what our
 * message said. "" where nothing is left. In the arena.
 */
const char	*courier_words(struct mem *, const char *said);

#endif
