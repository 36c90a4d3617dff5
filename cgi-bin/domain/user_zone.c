#include "base/banned.h"
#include "domain/user_zone.h"

#include "base/clock.h"
#include "domain/audit.h"

static const char SQL_SAVE[] =
	"UPDATE user SET time_zone = ? WHERE id = ?";

enum err
user_zone_save(struct context *cx, const char *zone, struct problems *p)
{
	struct audit event =
	    audit_begin("user.update", "user", cx->actor.user_id, cx->actor.user_name);
	enum err rc;

	if (zone[0] != '\0' && !clock_zone_exists(zone)) {
		problems_add(p, "time_zone",
		    "There is no time zone of that name. Write one like Asia/Tokyo: the region, a "
		    "slash, and its best known city in English.");
		return ERR_INVALID;
	}
	if ((rc = db_exec(cx->db, NULL, SQL_SAVE, zone[0] == '\0' ? db_null() : V(zone),
		 V(cx->actor.user_id))) != ERR_OK)
		return rc;
	audit_changed(&event, "time_zone", cx->actor.user_zone, zone);
	return audit_add(cx, &event);
}
