#include "form/library.h"
#include "form/yaml.h"

#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/text_rule.h"

#define DEPTH_MAX 16

struct source {
	yaml_parser_t parser;
	const char *file;
	struct err *err;
};

void
node_free(struct node *node)
{
	if (!node)
		return;
	for (size_t i = 0; i < node->count; i++) {
		node_free(node->items[i]);
		if (node->keys)
			free(node->keys[i]);
	}
	free(node->items);
	free(node->keys);
	free(node->key_lines);
	textmap_release(&node->places);
	free(node->text);
	free(node);
}

const struct node *
node_get(const struct node *map, const char *key)
{
	size_t at = map && map->type == NODE_MAP ? textmap_get(&map->places, key) : IDMAP_NONE;

	return at == IDMAP_NONE ? NULL : map->items[at];
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

static enum status read_node(struct source *source, yaml_event_t *event, int depth, struct node **out);

static void
add_item(struct node *node, struct node *item, char *key, int key_line)
{
	if (node->count == node->cap) {
		node->cap = node->cap ? node->cap * 2 : 8;
		node->items = mem_resize(node->items, node->cap, sizeof(*node->items));
		if (node->type == NODE_MAP) {
			node->keys = mem_resize(node->keys, node->cap, sizeof(*node->keys));
			node->key_lines = mem_resize(node->key_lines, node->cap, sizeof(*node->key_lines));
		}
	}
	node->items[node->count] = item;
	if (node->type == NODE_MAP) {
		node->keys[node->count] = key;
		node->key_lines[node->count] = key_line;
		textmap_add(&node->places, key, node->count);
	}
	node->count++;
}

static enum status
read_children(struct source *source, struct node *node, int depth)
{
	yaml_event_type_t end = node->type == NODE_MAP ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;

	for (;;) {
		struct node *item = NULL, *key = NULL;
		enum status status;
		yaml_event_t event;

		status = next(source, &event);
		if (status)
			return status;
		if (event.type == end) {
			yaml_event_delete(&event);
			return STATUS_OK;
		}
		if (node->type == NODE_MAP) {
			status = read_node(source, &event, depth, &key);
			if (!status && key->type != NODE_SCALAR)
				status = refuse(source, (size_t)key->line - 1, _("a key must be a plain name"));
			if (!status && node_get(node, key->text))
				status = refuse(source, (size_t)key->line - 1, _("the key stands twice in this map"));
			if (!status)
				status = next(source, &event);
			if (status) {
				node_free(key);
				return status;
			}
		}
		status = read_node(source, &event, depth, &item);
		if (status) {
			node_free(key);
			return status;
		}
		add_item(node, item, key ? mem_strdup(key->text) : NULL, key ? key->line : 0);
		node_free(key);
	}
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
	if (event->type == YAML_ALIAS_EVENT ||
	    (event->type == YAML_SCALAR_EVENT && (event->data.scalar.anchor || event->data.scalar.tag)) ||
	    (event->type == YAML_MAPPING_START_EVENT && (event->data.mapping_start.anchor || event->data.mapping_start.tag)) ||
	    (event->type == YAML_SEQUENCE_START_EVENT && (event->data.sequence_start.anchor || event->data.sequence_start.tag))) {
		status = refuse(source, line, _("anchors, aliases and tags are not used in a form pack; write it out"));
		goto out;
	}
	node = mem_alloc(sizeof(*node));
	node->line = (int)line + 1;
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		node->type = NODE_SCALAR;
		node->text = mem_strndup((const char *)event->data.scalar.value, event->data.scalar.length);
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
	if (status)
		node_free(node);
	else
		*out = node;
	return status;
}

enum status
yaml_parse(const char *text, size_t len, const char *file, struct node **out, struct err *err)
{
	struct source source = { .file = file, .err = err };
	struct node *root = NULL;
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
			if (!root)
				status = err_set(err, STATUS_INVALID, _("%s:1: the file is empty"), file);
			break;
		}
		if (event.type == YAML_STREAM_START_EVENT || event.type == YAML_DOCUMENT_START_EVENT ||
		    event.type == YAML_DOCUMENT_END_EVENT) {
			yaml_event_delete(&event);
			continue;
		}
		if (root) {
			status = refuse(&source, event.start_mark.line, _("a file holds one document"));
			yaml_event_delete(&event);
			break;
		}
		status = read_node(&source, &event, 0, &root);
		if (status)
			break;
	}
	yaml_parser_delete(&source.parser);
	if (status)
		node_free(root);
	else
		*out = root;
	return status;
}

const char *
pack_yaml_version(void)
{
	return yaml_get_version_string();
}
