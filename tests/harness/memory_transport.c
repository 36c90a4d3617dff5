#include "base/banned.h"
#include "harness/memory_transport.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ANSWER_MAX (8 * 1024 * 1024)	/* twice the most that a page may print */

static bool
take_no_more(struct transport *t)
{
	(void)t;
	return false;
}

static const char *
variable(struct transport *t, const char *name)
{
	struct memory_transport *m = (struct memory_transport *)t;
	size_t i;

	for (i = 0; i < m->variable_count; i++)
		if (strcmp(m->variables[i].name, name) == 0)
			return m->variables[i].value;
	return NULL;
}

static ssize_t
read_body(struct transport *t, char *bytes, size_t size)
{
	struct memory_transport *m = (struct memory_transport *)t;
	size_t n = size < m->body_left ? size : m->body_left;

	memcpy(bytes, m->body, n);
	m->body += n;
	m->body_left -= n;
	return (ssize_t)n;
}

static bool
write_answer(struct transport *t, const char *bytes, size_t length)
{
	struct memory_transport *m = (struct memory_transport *)t;

	str_add_bytes(&m->out, bytes, length);
	return m->reader == NULL || m->reader(m->reader_closure, m);
}

static void
finish(struct transport *t)
{
	(void)t;
}

static void
give_up(struct transport *t)
{
	((struct memory_transport *)t)->is_given_up = true;
}

void
memory_transport_init(struct memory_transport *m)
{
	m->transport = (struct transport){ take_no_more, variable, read_body, write_answer, finish,
		give_up };
	m->is_given_up = false;
	m->reader = NULL;
	m->reader_closure = NULL;
	m->variable_count = 0;
	m->body = "";
	m->body_left = 0;
	str_init(&m->out, ANSWER_MAX);
}

void
memory_transport_release(struct memory_transport *m)
{
	str_release(&m->out);
}

void
memory_transport_clear(struct memory_transport *m)
{
	m->variable_count = 0;
	m->body = "";
	m->body_left = 0;
	m->is_given_up = false;
	str_reset(&m->out);
}

void
memory_transport_set(struct memory_transport *m, const char *name, const char *value)
{
	size_t i;

	for (i = 0; i < m->variable_count; i++)
		if (strcmp(m->variables[i].name, name) == 0)
			break;
	if (value == NULL) {
		if (i < m->variable_count)
			m->variables[i] = m->variables[--m->variable_count];
		return;
	}
	assert(i < VARIABLES_MAX);
	snprintf(m->variables[i].name, sizeof(m->variables[i].name), "%s", name);
	snprintf(m->variables[i].value, sizeof(m->variables[i].value), "%s", value);
	if (i == m->variable_count)
		m->variable_count++;
}

void
memory_transport_set_body(struct memory_transport *m, const char *body, size_t length)
{
	char text[24];

	m->body = body;
	m->body_left = length;
	snprintf(text, sizeof(text), "%zu", length);
	memory_transport_set(m, "CONTENT_LENGTH", text);
}

int
memory_transport_status(const struct memory_transport *m)
{
	return strncmp(m->out.text, "Status: ", 8) == 0 ? (int)strtol(m->out.text + 8, NULL, 10) :
							  0;
}

const char *
memory_transport_header(const struct memory_transport *m, const char *name, char *value,
    size_t size)
{
	const char *line = m->out.text;
	const char *end = memory_transport_page(m);
	size_t length = strlen(name);

	value[0] = '\0';
	for (; line != NULL && line < end;
	     line = strstr(line, "\r\n"), line = line == NULL ? NULL : line + 2)
		if (strncmp(line, name, length) == 0 && line[length] == ':') {
			snprintf(value, size, "%.*s", (int)strcspn(line + length + 2, "\r"),
			    line + length + 2);
			break;
		}
	return value;
}

const char *
memory_transport_page(const struct memory_transport *m)
{
	const char *gap = strstr(m->out.text, "\r\n\r\n");

	return gap == NULL ? m->out.text + m->out.length : gap + 4;
}
