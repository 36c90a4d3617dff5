#include "base/banned.h"
#include "base/urls.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/str.h"

static const char *
entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

char *
urls_escape_html(const char *text)
{
	struct str out;
	const char *e;

	str_init(&out, SIZE_MAX / 2);
	for (; *text != '\0'; text++)
		if ((e = entity(*text)) != NULL)
			str_add(&out, e);
		else
			str_add_char(&out, *text);
	return out.size > 0 ? out.text : mem_keep_text("");
}

char *
urls_escape_component(const char *text)
{
	struct str out;

	str_init(&out, SIZE_MAX / 2);
	for (; *text != '\0'; text++)
		if (isalnum((unsigned char)*text) || strchr("-._~", *text) != NULL)
			str_add_char(&out, *text);
		else
			str_add_fmt(&out, "%%%02X", (unsigned int)(unsigned char)*text);
	return out.size > 0 ? out.text : mem_keep_text("");
}

/*
 * A browser drops tabs and line ends inside a scheme, so any control character makes a link
 * unsafe.
 */
static bool
has_control(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f || *text == '\\')
			return true;
	return false;
}

static bool
is_safe(const char *text)
{
	static const char *const schemes[] = { "https://", "http://", "mailto:", "tel:" };
	size_t i;

	if (has_control(text))
		return false;
	if (text[0] == '#' || text[0] == '?')
		return true;
	if (text[0] == '/')
		return text[1] != '/';
	for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strncasecmp(text, schemes[i], strlen(schemes[i])) == 0)
			return true;
	return false;
}

char *
urls_safe_link(const char *text)
{
	return is_safe(text) ? urls_escape_html(text) : mem_keep_text("#");
}
