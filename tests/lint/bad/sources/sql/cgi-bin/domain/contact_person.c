static const char SQL_LIKE[] =
	"SELECT id FROM contact_person "
	"WHERE name LIKE '%x'";
static const char SQL_ALL[] = "SELECT * FROM contact_person LIMIT ?";
static const char SQL_EACH[] = "SELECT c.id, a.* FROM contact_person c JOIN account a LIMIT ?";
static const char SQL_PAGE[] = "SELECT id FROM contact_person LIMIT ? OFFSET ?";
static const char SQL_COMMA[] = "SELECT id FROM contact_person LIMIT ?, 20";
static const char SQL_LOWER[] = "delete from contact_person where id = %d";

static void
build(struct mem *m, struct str *s)
{
	snprintf(buffer, sizeof(buffer), "DELETE FROM contact_person WHERE id = 1");
	mem_fmt(m, "REPLACE INTO contact_person VALUES (%d)", 1);
	str_add(s, "INSERT INTO contact_person (id) VALUES (1)");
	str_add_fmt(s,
	    SQL_ALL, 1);
}
