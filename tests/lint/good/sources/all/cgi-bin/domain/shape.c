/*
 * shape: what the lint must let pass.
 *   indented prose in a comment, "a string that is not closed, and // slashes
 */
#include "base/banned.h"

#define DOUBLE(x)	((x) * 2)	/* returning nothing: return is only in the comment */
#define ONCE(x)		do { (x)++; } while (0)

static const char address[] = "https://example.org/";	/* not a comment */
static const char pattern[] = "/tmp/mailXXXXXX";
static const char devanagari[] = "आशा ट्रेडर्स आशा ट्रेडर्स आशा ट्रेडर्स आशा ट्रेडर्स";
static const char quote = '"';
static const char SQL_LOAD[] =
	"SELECT id, COUNT(*) FROM contact_person "
	"WHERE account_id = ? LIMIT ?";
static const struct verb verbs[] = { { "DELETE", 1 }, { "UPDATE", 2 } };
_Static_assert(sizeof(quote) == 1, "one byte");

static enum err (*const steps[])(struct request *) = {
	first,
	second
};

struct pair {
	int	(*compare)(const char *, const char *);	/* negative, 0, positive */
};

int	 declared_here(int a);

static struct thing *
wrapped(struct thing *a,
    int b, const char *text)
{
	if (a == NULL)
		goto out;
	log_err("update failed: %d%%, select another", b);
	str_add(a, text, "Select a person from the list");
	if (db_exec(a, SQL_LOAD, b,
		    "DELETE FROM contact_person WHERE id = ?") != 0)
		return NULL;
out:
	return a;
}

static int
just_fits(int a)
{
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	return a;
}
