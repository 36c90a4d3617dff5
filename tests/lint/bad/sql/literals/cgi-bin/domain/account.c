static const char SQL_ADD[] =
	"INSERT INTO account (id) VALUES (?) "
	"RETURNING id";
static const char SQL_COUNT[] = "INSERT INTO counter (id, n) VALUES (?, 1) ON DUPLICATE KEY UPDATE n = VALUE(n)";
static const char SQL_JSON[] = "SELECT before_json->>'$.name' FROM audit WHERE id = ?";
