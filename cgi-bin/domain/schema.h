/*
 * schema: which migrations this program was written for.
 */
#ifndef POINTPERSON_DOMAIN_SCHEMA_H
#define POINTPERSON_DOMAIN_SCHEMA_H

#include "domain/context.h"

#define SCHEMA_NUMBER 33	/* of the newest file in sql/; a test holds the two together */

/* Is the newest migration of the database, finished, the one of this program? */
enum err	 schema_is_current(struct context *, bool *is_current) MUST_CHECK;

#endif
