/*
 * respond: renders the template and writes the answer. Private to web/.
 */
#ifndef POINTPERSON_WEB_RESPOND_H
#define POINTPERSON_WEB_RESPOND_H

#include "web/exchange.h"

/* Fills the frame and the form, and prints the template into answer.body. */
enum err	 respond_render(struct exchange *) MUST_CHECK;

/* Writes status, headers and body. */
void		 respond_write(struct exchange *);

#endif
