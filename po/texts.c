/*
 * texts: prints the segments of templates (base/segments.h) as entries of a .po file, for
 * gather.sh. It cuts them as the portal does when it looks for their translations.
 *
 *	texts TEMPLATE...	references are the names as given
 */
#include "base/banned.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/segments.h"

#define TEMPLATE_BYTES	(256 * 1024)	/* as base/tree.c takes them */

static void
print_quoted(const char *text)
{
	fputs("msgid \"", stdout);
	for (; *text != '\0'; text++)
		if (*text == '\n')
			fputs("\\n\"\n\"", stdout);
		else if (*text == '"' || *text == '\\')
			printf("\\%c", *text);
		else
			putchar(*text);
	fputs("\"\nmsgstr \"\"\n\n", stdout);
}

static const char *
print_segment(void *closure, const char *segment)
{
	printf("#: %s\n", (const char *)closure);
	print_quoted(segment);
	return NULL;
}

/* As base/tree.h is asked to print it: a mail's .cs but html.cs has no tags. */
static bool
is_plain(const char *name)
{
	size_t length = strlen(name);

	if (strstr(name, "templates/mail/") == NULL)
		return false;
	if (strstr(name, "/layout/") != NULL)
		return strstr(name, "/text-") != NULL;
	return length < 8 || strcmp(name + length - 8, "/html.cs") != 0;
}

static bool
print_texts(char *name)
{
	struct mem *m = mem_new();
	char *source = file_read(name, TEMPLATE_BYTES, NULL);
	struct str out;

	if (source == NULL) {
		fprintf(stderr, "%s cannot be read\n", name);
		mem_free(&m);
		return false;
	}
	str_init(&out, 2 * TEMPLATE_BYTES);
	segments_translate(m, source, is_plain(name), print_segment, name, &out);
	str_release(&out);
	free(source);
	mem_free(&m);
	return true;
}

int
main(int argc, char **argv)
{
	int i;

	fputs("msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n", stdout);
	for (i = 1; i < argc; i++)
		if (!print_texts(argv[i]))
			return 1;
	return fflush(stdout) == 0 ? 0 : 1;
}
