#include "base/banned.h"
#include "domain/submission.h"

static const char SQL_CLAIM[] =
	"INSERT INTO submission (key_hash, session_id, created_at) VALUES (?, ?, ?)";

static const char SQL_FIRST[] =
	"SELECT location, flash, flash_row FROM submission WHERE key_hash = ? AND session_id = ?";

static const char SQL_ANSWER[] =
	"UPDATE submission SET location = ?, flash = ?, flash_row = ? WHERE key_hash = ?";

enum err
submission_claim(struct context *cx, const unsigned char key_hash[CRYPT_HASH_BYTES],
    struct submission *first)
{
	struct db_val key = db_blob(key_hash, CRYPT_HASH_BYTES);
	struct db_stmt *st;
	enum err rc;

	rc = db_exec(cx->db, NULL, SQL_CLAIM, key, V(cx->actor.session_id), V(cx->now));
	if (rc != ERR_TAKEN)
		return rc;
	if ((rc = db_query(cx->db, &st, SQL_FIRST, key, V(cx->actor.session_id))) != ERR_OK)
		return rc;
	if (db_step(st)) {
		first->location = db_str(st, cx->mem, 0);
		first->flash = db_str(st, cx->mem, 1);
		first->flash_row = db_str(st, cx->mem, 2);
		rc = ERR_TAKEN;
	} else {
		rc = ERR_RETRY;		/* it was rolled back in between */
	}
	db_done(&st);
	return rc;
}

enum err
submission_answer(struct context *cx, const unsigned char key_hash[CRYPT_HASH_BYTES],
    const struct submission *answer)
{
	return db_exec(cx->db, NULL, SQL_ANSWER, V(answer->location), V(answer->flash),
	    V(answer->flash_row), db_blob(key_hash, CRYPT_HASH_BYTES));
}
