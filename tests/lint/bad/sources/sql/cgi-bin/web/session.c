static const char SQL_LOAD[] =
	"UPDATE session "
	"SET seen_at = ?";
