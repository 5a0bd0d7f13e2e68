#include "form/yaml/library.h"
#include "form/yaml/yaml.h"

#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/text/text_rule.h"

#define DEPTH_MAX 16
#define WIDE_FROM 9 /* keys of a map that are looked up instead of walked through */

struct source {
	yaml_parser_t parser;
	const char *file;
	struct tree *tree;
	struct err *err;
};

void
tree_release(struct tree *tree)
{
	for (struct node *wide = tree->wide; wide; wide = wide->next)
		textmap_release(&wide->places);
	arena_release(&tree->arena);
	*tree = (struct tree){ 0 };
}

static size_t
place_of(const struct node *map, const char *key)
{
	if (map->count >= WIDE_FROM)
		return textmap_get(&map->places, key);
	for (size_t i = 0; i < map->count; i++)
		if (strcmp(map->keys[i], key) == 0)
			return i;
	return IDMAP_NONE;
}

const struct node *
node_get(const struct node *map, const char *key)
{
	size_t at = map && map->type == NODE_MAP ? place_of(map, key) : IDMAP_NONE;

	return at == IDMAP_NONE ? NULL : map->items[at];
}

int
node_key_line(const struct node *map, const char *key)
{
	size_t at = map->type == NODE_MAP ? place_of(map, key) : IDMAP_NONE;

	return at == IDMAP_NONE ? map->line : map->key_lines[at];
}

static enum status
refuse(struct source *source, size_t line, const char *why)
{
	return err_set(source->err, STATUS_INVALID, "%s:%zu: %s", source->file, line + 1, why);
}

/* Escapes of YAML can put into a scalar what the file itself may not hold. */
static enum status
scalar_fits(struct source *source, size_t line, const yaml_event_t *event)
{
	const char *text = (const char *)event->data.scalar.value;
	struct text_flaw flaw;
	enum status status;
	char *why;

	if (!text_has_flaw(text, event->data.scalar.length, &flaw))
		return STATUS_OK;
	why = text_flaw_sentence(&flaw);
	status = refuse(source, line, why);
	free(why);
	return status;
}

static enum status
next(struct source *source, yaml_event_t *event)
{
	if (yaml_parser_parse(&source->parser, event))
		return STATUS_OK;
	if (source->parser.error == YAML_MEMORY_ERROR) /* says nothing about the file */
		mem_exhausted();
	return err_set(source->err, STATUS_INVALID, _("%s:%zu: this is not YAML: %s"), source->file, source->parser.problem_mark.line + 1,
		       source->parser.problem ? source->parser.problem : _("unreadable"));
}

/* Room for twice as many, with what stands already; the old room stays with the arena. */
static void *
grown(struct arena *arena, const void *items, size_t count, size_t cap, size_t size)
{
	void *room = arena_take(arena, cap * size);

	if (count)
		memcpy(room, items, count * size);
	return room;
}

static void
note_key(struct tree *tree, struct node *map, size_t at)
{
	if (at + 1 < WIDE_FROM)
		return;
	if (at + 1 == WIDE_FROM) {
		map->next = tree->wide;
		tree->wide = map;
		for (size_t i = 0; i < at; i++)
			textmap_add(&map->places, map->keys[i], i);
	}
	textmap_add(&map->places, map->keys[at], at);
}

/* key: NULL for an item of a list. */
static void
add_item(struct tree *tree, struct node *node, struct node *item, const struct node *key)
{
	if (node->count == node->cap) {
		size_t cap = node->cap ? node->cap * 2 : 8;

		node->items = grown(&tree->arena, node->items, node->count, cap, sizeof(*node->items));
		if (key) {
			node->keys = grown(&tree->arena, node->keys, node->count, cap, sizeof(*node->keys));
			node->key_lines = grown(&tree->arena, node->key_lines, node->count, cap, sizeof(*node->key_lines));
		}
		node->cap = cap;
	}
	node->items[node->count] = item;
	if (key) {
		node->keys[node->count] = key->text;
		node->key_lines[node->count] = key->line;
		note_key(tree, node, node->count);
	}
	node->count++;
}

static enum status read_node(struct source *source, yaml_event_t *event, int depth, struct node **out);

/* The key that begins at the event, and the event after it. */
static enum status
read_key(struct source *source, const struct node *map, yaml_event_t *event, int depth, struct node **out)
{
	enum status status = read_node(source, event, depth, out);
	const struct node *key = *out;

	if (status)
		return status;
	if (key->type != NODE_SCALAR)
		return refuse(source, (size_t)key->line - 1, _("a key must be a plain name"));
	if (node_get(map, key->text))
		return refuse(source, (size_t)key->line - 1, _("the key stands twice in this map"));
	return next(source, event);
}

static enum status
read_children(struct source *source, struct node *node, int depth)
{
	yaml_event_type_t end = node->type == NODE_MAP ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;

	for (;;) {
		struct node *item = NULL, *key = NULL;
		yaml_event_t event;
		enum status status = next(source, &event);

		if (status)
			return status;
		if (event.type == end) {
			yaml_event_delete(&event);
			return STATUS_OK;
		}
		if (node->type == NODE_MAP)
			status = read_key(source, node, &event, depth, &key);
		if (!status)
			status = read_node(source, &event, depth, &item);
		if (status)
			return status;
		add_item(source->tree, node, item, key);
	}
}

static bool
is_plain(const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_ALIAS_EVENT:
		return false;
	case YAML_SCALAR_EVENT:
		return !event->data.scalar.anchor && !event->data.scalar.tag;
	case YAML_MAPPING_START_EVENT:
		return !event->data.mapping_start.anchor && !event->data.mapping_start.tag;
	case YAML_SEQUENCE_START_EVENT:
		return !event->data.sequence_start.anchor && !event->data.sequence_start.tag;
	default:
		return true;
	}
}

static const char *
keep_scalar(struct arena *arena, const yaml_event_t *event)
{
	size_t len = event->data.scalar.length;
	char *text = arena_take(arena, len + 1);

	memcpy(text, event->data.scalar.value, len);
	text[len] = '\0';
	return text;
}

/* Makes the node of an event, and releases the event. */
static enum status
read_node(struct source *source, yaml_event_t *event, int depth, struct node **out)
{
	size_t line = event->start_mark.line;
	enum status status = STATUS_OK;
	struct node *node = NULL;

	if (depth > DEPTH_MAX) {
		status = refuse(source, line, _("maps and lists are nested too deep"));
		goto out;
	}
	if (!is_plain(event)) {
		status = refuse(source, line, _("anchors, aliases and tags are not used in a form pack; write it out"));
		goto out;
	}
	node = arena_take(&source->tree->arena, sizeof(*node));
	*node = (struct node){ .line = (int)line + 1 };
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		node->type = NODE_SCALAR;
		node->text = keep_scalar(&source->tree->arena, event);
		node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
		status = scalar_fits(source, line, event);
		break;
	case YAML_MAPPING_START_EVENT:
		node->type = NODE_MAP;
		status = read_children(source, node, depth + 1);
		break;
	case YAML_SEQUENCE_START_EVENT:
		node->type = NODE_LIST;
		status = read_children(source, node, depth + 1);
		break;
	default:
		status = refuse(source, line, _("a value is missing"));
	}
out:
	yaml_event_delete(event);
	*out = node;
	return status;
}

enum status
yaml_parse(const char *text, size_t len, const char *file, struct tree *out, struct err *err)
{
	struct source source = { .file = file, .tree = out, .err = err };
	enum status status;
	yaml_event_t event;

	if (!text_is_utf8(text, len))
		return err_set(err, STATUS_INVALID, _("%s:1: the file is not UTF-8"), file);
	if (!yaml_parser_initialize(&source.parser))
		mem_exhausted();
	yaml_parser_set_input_string(&source.parser, (const unsigned char *)text, len);
	yaml_parser_set_encoding(&source.parser, YAML_UTF8_ENCODING);
	for (;;) {
		status = next(&source, &event);
		if (status)
			break;
		if (event.type == YAML_STREAM_END_EVENT) {
			yaml_event_delete(&event);
			if (!out->root)
				status = err_set(err, STATUS_INVALID, _("%s:1: the file is empty"), file);
			break;
		}
		if (event.type == YAML_STREAM_START_EVENT || event.type == YAML_DOCUMENT_START_EVENT ||
		    event.type == YAML_DOCUMENT_END_EVENT) {
			yaml_event_delete(&event);
			continue;
		}
		if (out->root) {
			status = refuse(&source, event.start_mark.line, _("a file holds one document"));
			yaml_event_delete(&event);
			break;
		}
		status = read_node(&source, &event, 0, &out->root);
		if (status)
			break;
	}
	yaml_parser_delete(&source.parser);
	return status;
}

const char *
pack_yaml_version(void)
{
	return yaml_get_version_string();
}
