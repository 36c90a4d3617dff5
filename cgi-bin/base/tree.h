/*
 * tree: named values in a tree (HDF) and the templates that print them: the one place that knows
 * ClearSilver.
 *
 * A tree is used for two things: a settings file, and the view of one page. Names are written
 * "Data.contact.name"; a name never comes from what a person typed.
 *
 * Templates are read from one folder, by names that we ship ("layout/frame.cs": lower case,
 * digits, "-", "/"), translated into the language chosen (language.h, segments.h), and kept parsed
 * for each language. Every value is printed HTML-escaped, unless they were made by
 * templates_new_text(). A parsed template is not safe between threads.
 */
#ifndef POINTPERSON_BASE_TREE_H
#define POINTPERSON_BASE_TREE_H

#include <stdbool.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

struct tree;
struct tree_node;
struct templates;

/*
 * A new, empty tree; never NULL. Ended by tree_free(), which sets the pointer to NULL and accepts
 * NULL in it. tree_new_in: in the arena, and gone with it; then tree_free() frees nothing.
 */
struct tree	*tree_new(void);
struct tree	*tree_new_in(struct mem *);
void		 tree_free(struct tree **);

/* Sets a value (copied). ERR_BUG, logged, where the name is not a name. */
enum err	 tree_set(struct tree *, const char *name, const char *value);

/*
 * Nodes: setting many values below one node spares the way from the root to it each time. They live
 * as long as their tree. Names are relative to the node. ERR_BUG, logged, where a name is not one.
 *
 * tree_below: the node of that name, made where it is missing.
 * tree_append: the next numbered child of a list, from 0.
 * tree_put: sets a value (copied).
 */
struct tree_node *tree_root(struct tree *);
enum err tree_below(struct tree *, struct tree_node *, const char *name, struct tree_node **);
enum err tree_append(struct tree *, struct tree_node *, const char *list, struct tree_node **);
enum err tree_put(struct tree *, struct tree_node *, const char *name, const char *value);

/* The value, or NULL where there is none. Valid until it is set again or the tree ends. */
const char	*tree_get(const struct tree *, const char *name);

/*
 * Reads a settings file into the tree. ERR_MISSING: cannot be opened. ERR_INVALID: *problem says
 * where and what.
 */
enum err	 tree_read(struct tree *, struct mem *, const char *file, const char **problem);

/*
 * Calls each() for every node that has a value, with its full name. each() must not change the
 * tree.
 */
void tree_walk(const struct tree *, void (*each)(void *, const char *name, const char *value),
    void *);

/* Templates below a folder (copied). Nothing is read yet. Ended by templates_free(). */
struct templates *templates_new(const char *folder);

/* The same for plain text, such as a mail without HTML: values are printed as they are. */
struct templates *templates_new_text(const char *folder);
void		 templates_free(struct templates **);

/*
 * Prints a template with the values of the tree into out (which is appended to).
 * ERR_MISSING: no such template. ERR_BUG, logged: it does not parse or render.
 */
enum err templates_render(struct templates *, const char *name, struct tree *, struct str *out);

#endif
