/*
 * Fuzz target of web/urlencoded: any bytes, within tight limits and within wide ones. Beside what
 * the sanitizers see, it checks what the rest of the portal builds on: within the limits, UTF-8, no
 * NUL, nothing decoded twice.
 */
#include "base/banned.h"
#include "web/urlencoded.h"

#include <stdint.h>

#include "base/mem.h"
#include "base/text.h"

/* Called by libFuzzer, or by standalone.c in builds without it. */
int	LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const struct urlencoded_limits tight = {
	.bytes_max = 64, .fields_max = 3, .name_max = 4, .value_max = 8
};
static const struct urlencoded_limits wide = {
	.bytes_max = 65536, .fields_max = 256, .name_max = 64, .value_max = 65536
};

static void
expect(bool is_so, const char *what)
{
	if (is_so)
		return;
	fprintf(stderr, "urlencoded: %s\n", what);
	abort();
}

static void
check_field(const struct urlencoded_field *field, const struct urlencoded_limits *limits)
{
	expect(strlen(field->name) <= limits->name_max, "name over its limit");
	expect(field->value_length <= limits->value_max, "value over its limit");
	expect(strlen(field->value) == field->value_length, "NUL in a value");
	expect(text_is_utf8(field->name, strlen(field->name)), "name is not UTF-8");
	expect(text_is_utf8(field->value, field->value_length), "value is not UTF-8");
}

static char *
encode(struct mem *m, const struct urlencoded *form)
{
	size_t room = 1;
	char *encoded;
	char *to;

	for (size_t i = 0; i < form->count; i++)
		room += 3 * (strlen(form->fields[i].name) + form->fields[i].value_length) + 2;
	to = encoded = mem_alloc(m, room);
	for (size_t i = 0; i < form->count; i++)
		to += snprintf(to, room - (size_t)(to - encoded), "%s%s=%s", i == 0 ? "" : "&",
		    text_percent_encode(m, form->fields[i].name),
		    text_percent_encode(m, form->fields[i].value));
	return encoded;
}

/* What was read, written again and read again, must be the same. */
static void
check_round_trip(struct mem *m, const struct urlencoded *form, const struct urlencoded_limits *as)
{
	struct urlencoded_limits limits = *as;
	char *encoded = encode(m, form);
	struct urlencoded again;

	limits.bytes_max = 4 * limits.bytes_max;
	expect(urlencoded_read(m, encoded, strlen(encoded), &limits, &again) == ERR_OK,
	    "own output refused");
	expect(again.count == form->count, "fields lost or made up");
	for (size_t i = 0; i < form->count; i++) {
		expect(strcmp(again.fields[i].name, form->fields[i].name) == 0, "name changed");
		expect(strcmp(again.fields[i].value, form->fields[i].value) == 0, "value changed");
	}
}

static void
try_limits(const char *bytes, size_t length, const struct urlencoded_limits *limits)
{
	struct mem *m = mem_new();
	struct urlencoded form;
	size_t times;
	enum err rc = urlencoded_read(m, bytes, length, limits, &form);

	expect(rc == ERR_OK || rc == ERR_MALFORMED || rc == ERR_TOO_LARGE, "unheard-of error");
	expect(rc == ERR_OK || form.count == 0, "fields in spite of an error");
	expect(rc == ERR_TOO_LARGE || length <= limits->bytes_max, "longer than its limit");
	expect(form.count <= limits->fields_max, "more fields than its limit");
	for (size_t i = 0; i < form.count; i++) {
		check_field(&form.fields[i], limits);
		expect(urlencoded_find(&form, form.fields[i].name, &times) <= &form.fields[i],
		    "found a later field than the first");
		expect(times > 0 && times <= form.count, "counted wrong");
	}
	if (rc == ERR_OK)
		check_round_trip(m, &form, limits);
	mem_free(&m);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	char *text = mem_keep(length + 1);

	try_limits((const char *)bytes, length, &tight);
	try_limits((const char *)bytes, length, &wide);
	if (length > 0)
		memcpy(text, bytes, length);
	(void)urlencoded_is_form(text);
	free(text);
	return 0;
}
