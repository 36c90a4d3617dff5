#include "base/banned.h"
#include "base/tree.h"

/* ClearSilver's header carries the names of its own package. */
#undef PACKAGE_BUGREPORT
#undef PACKAGE_NAME
#undef PACKAGE_STRING
#undef PACKAGE_TARNAME
#undef PACKAGE_URL
#undef PACKAGE_VERSION
#include <ClearSilver.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/language.h"
#include "base/log.h"
#include "base/translate.h"
#include "base/urls.h"

#define TEMPLATES_MAX	64		/* the largest program shows 12 in one language */
#define TEMPLATE_BYTES	(256 * 1024)	/* ours are below 20 KiB; a larger file is not a template */
#define NAME_BYTES	96		/* longest template name, with its folder */
#define TREE_NAME_BYTES	512		/* longest name of a node, with all its parents */

/*
 * Our nodes stand in an arena, texts as well: a page sets some two hundred values and forgets them
 * all at once, which the library would take and give back piece by piece. It only ever reads them.
 */
struct tree {
	HDF		*hdf;		/* the root */
	struct mem	*mem;		/* where the nodes are */
	bool		 owns_mem;	/* the arena ends with the tree */
};

struct kept {
	char	 name[NAME_BYTES];	/* as asked for */
	char	 language[LANGUAGE_MAX];	/* that it was parsed in */
	CSPARSE	*parse;			/* parsed once, rendered many times */
};

struct templates {
	char		*folder;		/* where the files stand, no slash at the end */
	HDF		*config;		/* Config.VarEscapeMode, which cs_init() reads */
	bool		 is_plain;		/* text without HTML */
	struct kept	 kept[TEMPLATES_MAX];	/* filled from the front, then the oldest goes */
	size_t		 count;			/* how many are kept */
	size_t		 oldest;		/* goes next, once all places are taken */
};

/* Logs and frees a ClearSilver error: one that is dropped keeps 640 bytes for ever. */
static enum err
swallow(NEOERR *error, const char *doing)
{
	STRING text;

	if (error == STATUS_OK)
		return ERR_OK;
	string_init(&text);
	nerr_error_string(error, &text);
	log_err("tree: %s: %s", doing, text.buf == NULL ? "no text" : text.buf);
	string_clear(&text);
	nerr_ignore(&error);
	return ERR_BUG;
}

struct tree *
tree_new_in(struct mem *m)
{
	struct tree *t = mem_alloc(m, sizeof(*t));

	t->mem = m;
	t->hdf = mem_alloc(m, sizeof(*t->hdf));
	t->hdf->top = t->hdf;
	return t;
}

struct tree *
tree_new(void)
{
	struct tree *t = tree_new_in(mem_new());

	t->owns_mem = true;
	return t;
}

void
tree_free(struct tree **t)
{
	struct mem *m;

	if (*t == NULL)
		return;
	m = (*t)->owns_mem ? (*t)->mem : NULL;
	*t = NULL;
	mem_free(&m);
}

/* A node is the library's own structure by another name, so that nobody else needs its header. */
static HDF *
hdf_of(struct tree_node *node)
{
	return (HDF *)node;
}

struct tree_node *
tree_root(struct tree *t)
{
	return (struct tree_node *)t->hdf;
}

/* Asked some hundred times a page: compared here, not looked up in a table of the locale. */
static bool
is_name_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	    c == '_';
}

static enum err
check_name(const char *name)
{
	const char *c;

	for (c = name; *c != '\0'; c++)
		if (!is_name_character(*c) && (*c != '.' || c == name || !is_name_character(c[1])))
			break;
	if (*c == '\0' && c != name)
		return ERR_OK;
	log_err("tree: \"%s\" is not a name", name);
	return ERR_BUG;
}

/* A new last child. */
static HDF *
add_child(struct tree *t, HDF *parent, const char *name, size_t length)
{
	HDF *node = mem_alloc(t->mem, sizeof(*node));

	node->top = t->hdf;
	node->name = mem_dup_bytes(t->mem, name, length);
	node->name_len = (int)length;
	if (parent->child == NULL)
		parent->child = node;
	else
		parent->last_child->next = node;
	parent->last_child = node;
	return node;
}

static HDF *
find_child(struct tree *t, HDF *parent, const char *name, size_t length)
{
	HDF *node;

	for (node = parent->child; node != NULL; node = node->next)
		if ((size_t)node->name_len == length && memcmp(node->name, name, length) == 0)
			return node;
	return add_child(t, parent, name, length);
}

static HDF *
find_below(struct tree *t, HDF *node, const char *name)
{
	size_t length;

	for (; *name != '\0'; name += length + (name[length] == '.')) {
		length = strcspn(name, ".");
		node = find_child(t, node, name, length);
	}
	return node;
}

static void
set_value(struct tree *t, HDF *node, const char *value)
{
	node->value = value == NULL ? NULL : mem_dup(t->mem, value);
}

enum err
tree_below(struct tree *t, struct tree_node *node, const char *name, struct tree_node **out)
{
	enum err rc;

	if ((rc = check_name(name)) == ERR_OK)
		*out = (struct tree_node *)find_below(t, hdf_of(node), name);
	return rc;
}

enum err
tree_append(struct tree *t, struct tree_node *node, const char *list, struct tree_node **out)
{
	char number[16];
	HDF *parent;
	long next;
	enum err rc;

	if ((rc = check_name(list)) != ERR_OK)
		return rc;
	parent = find_below(t, hdf_of(node), list);
	next = parent->child == NULL ? 0 : strtol(parent->last_child->name, NULL, 10) + 1;
	snprintf(number, sizeof(number), "%ld", next);
	*out = (struct tree_node *)add_child(t, parent, number, strlen(number));
	return ERR_OK;
}

enum err
tree_put(struct tree *t, struct tree_node *node, const char *name, const char *value)
{
	enum err rc;

	if ((rc = check_name(name)) == ERR_OK)
		set_value(t, find_below(t, hdf_of(node), name), value);
	return rc;
}

enum err
tree_set(struct tree *t, const char *name, const char *value)
{
	return tree_put(t, tree_root(t), name, value);
}

const char *
tree_get(const struct tree *t, const char *name)
{
	return hdf_get_value(t->hdf, name, NULL);
}

/* Brings what the library has read into our own nodes. */
static void
adopt(struct tree *t, HDF *to, HDF *from)
{
	HDF *node;

	if (hdf_obj_value(from) != NULL)
		set_value(t, to, hdf_obj_value(from));
	for (from = hdf_obj_child(from); from != NULL; from = hdf_obj_next(from)) {
		node = find_child(t, to, hdf_obj_name(from), strlen(hdf_obj_name(from)));
		adopt(t, node, from);
	}
}

enum err
tree_read(struct tree *t, struct mem *m, const char *file, const char **problem)
{
	NEOERR *error;
	STRING text;
	HDF *hdf = NULL;

	*problem = "";
	if (access(file, R_OK) != 0) {
		*problem = mem_fmt(m, "%s: %s", file, strerror(errno));
		return ERR_MISSING;
	}
	if ((error = hdf_init(&hdf)) == STATUS_OK &&
	    (error = hdf_read_file(hdf, file)) == STATUS_OK)
		adopt(t, t->hdf, hdf);
	hdf_destroy(&hdf);
	if (error == STATUS_OK)
		return ERR_OK;
	string_init(&text);
	nerr_error_string(error, &text);
	*problem = mem_fmt(m, "%s: %s", file, text.buf == NULL ? "cannot be read" : text.buf);
	string_clear(&text);
	nerr_ignore(&error);
	return ERR_INVALID;
}

static void
walk(HDF *node, const char *prefix, void (*each)(void *, const char *, const char *), void *closure)
{
	char name[TREE_NAME_BYTES];

	for (; node != NULL; node = hdf_obj_next(node)) {
		snprintf(name, sizeof(name), "%s%s%s", prefix, prefix[0] ? "." : "",
		    hdf_obj_name(node));
		if (hdf_obj_value(node) != NULL)
			each(closure, name, hdf_obj_value(node));
		walk(hdf_obj_child(node), name, each, closure);
	}
}

void
tree_walk(const struct tree *t, void (*each)(void *, const char *, const char *), void *closure)
{
	walk(hdf_obj_child(t->hdf), "", each, closure);
}

static struct templates *
make(const char *folder, const char *escape_mode)
{
	struct templates *ts = mem_keep(sizeof(*ts));

	ts->folder = mem_keep_text(folder);
	if (swallow(hdf_init(&ts->config), "templates") != ERR_OK ||
	    swallow(hdf_set_value(ts->config, "Config.VarEscapeMode", escape_mode), "templates") !=
		ERR_OK)
		_exit(70);
	return ts;
}

struct templates *
templates_new(const char *folder)
{
	return make(folder, "html");
}

struct templates *
templates_new_text(const char *folder)
{
	struct templates *ts = make(folder, "none");

	ts->is_plain = true;
	return ts;
}

void
templates_free(struct templates **ts)
{
	size_t i;

	if (*ts == NULL)
		return;
	for (i = 0; i < (*ts)->count; i++)
		cs_destroy(&(*ts)->kept[i].parse);
	hdf_destroy(&(*ts)->config);
	free((*ts)->folder);
	free(*ts);
	*ts = NULL;
}

/* Only names we ship: nothing with a dot but the ending can leave the folder. */
static bool
is_template_name(const char *name)
{
	size_t length = strlen(name);
	size_t i;

	if (length < 4 || length >= NAME_BYTES || strcmp(name + length - 3, ".cs") != 0 ||
	    name[0] == '/')
		return false;
	for (i = 0; i < length - 3; i++)
		if (!islower((unsigned char)name[i]) && !isdigit((unsigned char)name[i]) &&
		    name[i] != '-' && name[i] != '/')
			return false;
	return true;
}

/*
 * ClearSilver's callback for every file a template asks for; it frees the text. Not NERR_NOT_FOUND:
 * the engine passes over an include that answers so, and a part of the page would silently be gone.
 */
static NEOERR *
load(void *context, HDF *hdf, const char *name, char **contents)
{
	struct templates *ts = context;
	char path[1024];

	(void)hdf;
	if (!is_template_name(name))
		return nerr_raise(NERR_IO, "not a template name: %s", name);
	snprintf(path, sizeof(path), "%s/%s", ts->folder, name);
	if ((*contents = file_read(path, TEMPLATE_BYTES, NULL)) == NULL)
		return nerr_raise(NERR_IO, "no such template: %s", path);
	*contents = translate_template(*contents, ts->is_plain);
	return STATUS_OK;
}

static NEOERR *
escape_html(const char *text, char **out)
{
	*out = urls_escape_html(text);
	return STATUS_OK;
}

static NEOERR *
escape_url(const char *text, char **out)
{
	*out = urls_escape_component(text);
	return STATUS_OK;
}

static NEOERR *
validate_url(const char *text, char **out)
{
	*out = urls_safe_link(text);
	return STATUS_OK;
}

/* The library copies the name, but does not say so in its prototype. */
static NEOERR *
add_function(CSPARSE *cs, const char *name, CSSTRFUNC function)
{
	char copy[NAME_BYTES];

	snprintf(copy, sizeof(copy), "%s", name);
	return cs_register_esc_strfunc(cs, copy, function);
}

static enum err
parse(struct templates *ts, const char *name, CSPARSE **out)
{
	CSPARSE *cs = NULL;
	NEOERR *error;

	if ((error = cs_init(&cs, ts->config)) == STATUS_OK) {
		cs_register_fileload(cs, ts, load);
		if ((error = add_function(cs, "html_escape", escape_html)) == STATUS_OK &&
		    (error = add_function(cs, "url_escape", escape_url)) == STATUS_OK &&
		    (error = add_function(cs, "url_validate", validate_url)) == STATUS_OK)
			error = cs_parse_file(cs, name);
	}
	if (swallow(error, name) != ERR_OK) {
		cs_destroy(&cs);
		return ERR_BUG;
	}
	*out = cs;
	return ERR_OK;
}

/* A place among the kept ones for one more. */
static struct kept *
make_room(struct templates *ts)
{
	struct kept *place;

	if (ts->count < TEMPLATES_MAX)
		return &ts->kept[ts->count++];
	place = &ts->kept[ts->oldest];
	ts->oldest = (ts->oldest + 1) % TEMPLATES_MAX;
	cs_destroy(&place->parse);
	return place;
}

/* The parsed template, from the kept ones where it stands there. */
static enum err
find(struct templates *ts, const char *name, CSPARSE **out)
{
	struct kept *place;
	char path[1024];
	enum err rc;
	size_t i;

	for (i = 0; i < ts->count; i++)
		if (strcmp(ts->kept[i].name, name) == 0 &&
		    strcmp(ts->kept[i].language, language_used()) == 0) {
			*out = ts->kept[i].parse;
			return ERR_OK;
		}
	snprintf(path, sizeof(path), "%s/%s", ts->folder, name);
	if (!is_template_name(name) || access(path, R_OK) != 0)
		return ERR_MISSING;
	if ((rc = parse(ts, name, out)) != ERR_OK)
		return rc;
	place = make_room(ts);
	snprintf(place->name, sizeof(place->name), "%s", name);
	snprintf(place->language, sizeof(place->language), "%s", language_used());
	place->parse = *out;
	return ERR_OK;
}

static NEOERR *
append(void *context, char *text)
{
	str_add(context, text);
	return STATUS_OK;
}

enum err
templates_render(struct templates *ts, const char *name, struct tree *t, struct str *out)
{
	CSPARSE *cs;
	enum err rc;

	if ((rc = find(ts, name, &cs)) != ERR_OK)
		return rc;
	cs->hdf = t->hdf;
	rc = swallow(cs_render(cs, out, append), name);
	cs->hdf = ts->config;
	if (rc == ERR_OK && out->is_full) {
		log_err("templates: %s printed more than %zu bytes", name, out->max);
		rc = ERR_BUG;
	}
	return rc;
}
