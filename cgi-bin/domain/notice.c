#include "base/banned.h"
#include "domain/notice.h"

#define MEMBERS_MAX	20	/* who are told; more than an account has in earnest */

static const char SQL_MEMBERS[] =
	"SELECT u.email, u.name FROM membership m JOIN user u ON u.id = m.user_id"
	" JOIN role r ON r.account_id = m.account_id AND r.id = m.role_id"
	" WHERE m.account_id = ? AND r.copied_from <= ? AND m.state = 'active'"
	" ORDER BY r.copied_from, u.id LIMIT ?";

enum err
notice_to_members(struct context *cx, const struct outbox_message *notice, enum role_id lowest)
{
	const char *emails[MEMBERS_MAX], *names[MEMBERS_MAX];
	struct outbox_message message = *notice;
	struct db_stmt *st;
	size_t i, count = 0;
	enum err rc;

	if ((rc = db_query(cx->db, &st, SQL_MEMBERS, V(cx->actor.account_id), V((int)lowest),
		 V(MEMBERS_MAX))) != ERR_OK)
		return rc;
	while (count < MEMBERS_MAX && db_step(st)) {
		emails[count] = db_str(st, cx->mem, 0);
		names[count++] = db_str(st, cx->mem, 1);
	}
	db_done(&st);
	message.channel = OUTBOX_MAIL;
	message.contact_person_id = 0;
	for (i = 0; i < count && rc == ERR_OK; i++) {
		message.recipient = emails[i];
		message.recipient_name = names[i];
		rc = outbox_add(cx, &message);
	}
	return rc;
}
