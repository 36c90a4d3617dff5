/*
 * user_language: the language in which a user reads texts; without one it is as the browser asks.
 */
#ifndef POINTPERSON_DOMAIN_USER_LANGUAGE_H
#define POINTPERSON_DOMAIN_USER_LANGUAGE_H

#include "domain/context.h"

/*
 * Saves the actor's own language, by its tag, or "" for what the browser asks for, and writes the
 * event. Texts are written in it from then on. ERR_MISSING: there is none of that tag.
 */
enum err	 user_language_save(struct context *, const char *tag) MUST_CHECK;

/* What the language of texts calls itself: "English", "हिन्दी". */
const char	*user_language_name(void);

#endif
