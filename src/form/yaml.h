#ifndef FORM_YAML_H
#define FORM_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/map.h"

/* A YAML document as a tree that remembers its lines. Only what a form pack needs: maps, lists, scalars; anchors, aliases,
 * tags and several documents are refused, and so is a key twice. Internal to the floor. */

enum node_type { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
	enum node_type type;
	int line;   /* from 1 */
	char *text; /* scalar */
	bool quoted;
	struct node **items; /* list; map: values */
	char **keys;	     /* map */
	int *key_lines;
	size_t count, cap;
	struct textmap places; /* map: where each key stands */
};

MUST_CHECK enum status yaml_parse(const char *text, size_t len, const char *file, struct node **out, struct err *err);
void node_free(struct node *node);
const struct node *node_get(const struct node *map, const char *key); /* NULL: none */

#endif
