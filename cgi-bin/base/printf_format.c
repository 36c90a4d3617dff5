#include "base/banned.h"
#include "base/printf_format.h"

#include <string.h>

#define VALUES_MAX 8	/* values of one format; the longest of ours has six */
#define TYPE_BYTES 4	/* "lld" and a NUL */

struct values {
	char	 types[VALUES_MAX][TYPE_BYTES];	/* by place: length modifier and conversion */
	size_t	 count;				/* how many */
};

/* The place that "%2$s" names; 0 where it names none. *at moves behind it. */
static size_t
named_place(const char **at)
{
	const char *c = *at;

	if (*c < '1' || *c > '0' + VALUES_MAX || c[1] != '$')
		return 0;
	*at += 2;
	return (size_t)(*c - '0');
}

/* One conversion behind its "%"; false where it is none of those that are taken. */
static bool
read_value(struct values *v, const char **at)
{
	size_t place = named_place(at), modifier;
	char *type;

	place = place == 0 ? v->count : place - 1;
	*at += strspn(*at, "-+ #0123456789.");
	modifier = strspn(*at, "hlzj");
	if (place >= VALUES_MAX || modifier + 2 > TYPE_BYTES || (*at)[modifier] == '\0' ||
	    strchr("diuxXcs", (*at)[modifier]) == NULL)
		return false;
	type = v->types[place];
	if (type[0] != '\0')
		return false;
	memcpy(type, *at, modifier + 1);
	*at += modifier + 1;
	v->count++;
	return true;
}

static bool
read_format(struct values *v, const char *format)
{
	*v = (struct values){ .count = 0 };
	while ((format = strchr(format, '%')) != NULL) {
		format++;
		if (*format == '%')
			format++;
		else if (!read_value(v, &format))
			return false;
	}
	return true;
}

bool
printf_format_is_same(const char *format, const char *translated)
{
	struct values a, b;

	return read_format(&a, format) && read_format(&b, translated) && a.count == b.count &&
	    memcmp(a.types, b.types, sizeof(a.types)) == 0;
}
