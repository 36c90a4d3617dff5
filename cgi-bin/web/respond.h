/*
 * respond: renders the template and writes the answer. Private to web/.
 */
#ifndef POINTPERSON_WEB_RESPOND_H
#define POINTPERSON_WEB_RESPOND_H

#include "web/exchange.h"

/* Fills the frame and the form, and prints the template into answer.body. */
enum err	 respond_render(struct exchange *) MUST_CHECK;

/*
 * Writes status, headers and body. Another error than ERR_OK: not all of the body could be made,
 * which is logged; what was written is not complete.
 */
enum err	 respond_write(struct exchange *) MUST_CHECK;

#endif
