#ifndef FORM_YAML_H
#define FORM_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/map.h"

/* A YAML document as a tree that remembers its lines. Only what a form pack needs: maps, lists, scalars; anchors, aliases,
 * tags and several documents are refused, and so is a key twice. Internal to the floor. */

enum node_type { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
	enum node_type type;
	int line;	  /* from 1 */
	const char *text; /* scalar */
	bool quoted;
	struct node **items; /* list; map: values */
	const char **keys;   /* map */
	int *key_lines;
	size_t count, cap;
	struct textmap places; /* map of many keys: where each stands */
	struct node *next;     /* the map of many keys before this one */
};

/* All of a document lies in one arena. */
struct tree {
	struct arena arena;
	struct node *root;
	struct node *wide; /* the last map of many keys */
};

/* Zero-initialise `out`; release it after a failure, too. */
MUST_CHECK enum status yaml_parse(const char *text, size_t len, const char *file, struct tree *out, struct err *err);
void tree_release(struct tree *tree);
const struct node *node_get(const struct node *map, const char *key); /* NULL: none */
int node_key_line(const struct node *map, const char *key); /* the line of the key; of the map where that has none, or is no map */

#endif
