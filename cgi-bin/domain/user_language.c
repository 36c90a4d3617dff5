#include "base/banned.h"
#include "domain/user_language.h"

#include "base/language.h"
#include "domain/audit.h"

static const char SQL_SAVE[] =
	"UPDATE user SET language = ? WHERE id = ?";

enum err
user_language_save(struct context *cx, const char *tag)
{
	struct audit event =
	    audit_begin("user.update", "user", cx->actor.user_id, cx->actor.user_name);
	enum err rc;

	if (tag[0] != '\0' && language_find(tag) == NULL)
		return ERR_MISSING;
	if ((rc = db_exec(cx->db, NULL, SQL_SAVE, tag[0] == '\0' ? db_null() : V(tag),
		 V(cx->actor.user_id))) != ERR_OK)
		return rc;
	if (tag[0] != '\0')
		language_use(tag);
	audit_changed(&event, "language", cx->actor.user_language, tag);
	return audit_add(cx, &event);
}

const char *
user_language_name(void)
{
	return language_find(language_used())->name;
}
