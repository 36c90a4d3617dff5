/*
 * #include "web/page.h"
 */
#include "base/banned.h"
#include "domain/contact_person.h" /* its own */

# include "base/db.h"
#include "domain/contact_person_sql.h"
#include "domain/audit.h"
#include "domain/outbox.h"
