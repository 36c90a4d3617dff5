#include "base/banned.h"
#include "base/db.h"

#include <string.h>

struct db_val
db_text(const char *text)
{
	return (struct db_val){ .kind = DB_TEXT, .bytes = text, .length = strlen(text) };
}

struct db_val
db_blob(const void *bytes, size_t length)
{
	return (struct db_val){ .kind = DB_BLOB, .bytes = bytes, .length = length };
}

struct db_val
db_null(void)
{
	return (struct db_val){ .kind = DB_NULL };
}
