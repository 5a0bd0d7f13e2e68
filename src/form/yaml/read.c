#include "form/yaml/read.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/place.h"
#include "base/visible.h"

void
problem(struct reader *reader, const char *file, int line, const char *key, const char *fmt, ...)
{
	char text[400];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (reader->count++ == 0)
		err_set(reader->err, STATUS_INVALID, "%s:%d: %s: %s", file, line, key, text);
	if (reader->problems)
		visible_printf(reader->problems, "%s:%d: %s: %s\n", file, line, key, text);
}

bool
is_name(const char *text, const char *extra, size_t max)
{
	size_t len = strlen(text);

	return len <= max && name_is_plain(text, len, extra);
}

static bool
is_scalar(struct reader *reader, const struct node *node, const char *key)
{
	if (node->type == NODE_SCALAR)
		return true;
	problem(reader, reader->file, node->line, key, _("a single value is expected here"));
	return false;
}

bool
is_list(struct reader *reader, const struct node *node, const char *key)
{
	if (node->type == NODE_LIST)
		return true;
	problem(reader, reader->file, node->line, key, _("a list is expected here"));
	return false;
}

bool
read_label(struct reader *reader, const struct node *node, const char *key, struct label *out)
{
	if (node->type != NODE_MAP) {
		problem(reader, reader->file, node->line, key, _("a text in each language is expected: {zh: ..., en: ...}"));
		return false;
	}
	for (size_t i = 0; i < node->count; i++) {
		char **to = strcmp(node->keys[i], "zh") == 0 ? &out->zh : strcmp(node->keys[i], "en") == 0 ? &out->en : NULL;

		if (!to)
			problem(reader, reader->file, node->key_lines[i], node->keys[i], _("this language is not known; zh and en are"));
		else if (is_scalar(reader, node->items[i], key)) {
			free(*to);
			*to = mem_strdup(node->items[i]->text);
		}
	}
	if (!out->zh)
		problem(reader, reader->file, node->line, key, _("the Chinese text (zh) is missing"));
	return out->zh != NULL;
}

static void
read_names(struct reader *reader, const struct node *node, const char *key, struct names *out)
{
	out->place = (struct place){ reader->file, node->line, key };
	if (!is_list(reader, node, key))
		return;
	out->items = mem_array(node->count, sizeof(*out->items));
	for (size_t i = 0; i < node->count; i++)
		if (is_scalar(reader, node->items[i], key))
			out->items[out->count++] = mem_strdup(node->items[i]->text);
}

static void
read_integer(struct reader *reader, const struct node *node, const char *key, int64_t *out)
{
	char *end;
	long long value;

	errno = 0;
	value = strtoll(node->text, &end, 10);
	if (errno || *end || end == node->text || value < 0 || value > 1000000000)
		problem(reader, reader->file, node->line, key, _("a whole number is expected here"));
	else
		*out = value;
}

static void
read_flag(struct reader *reader, const struct node *node, const char *key, bool *out)
{
	if (strcmp(node->text, "true") == 0)
		*out = true;
	else if (strcmp(node->text, "false") == 0)
		*out = false;
	else
		problem(reader, reader->file, node->line, key, _("true or false is expected here"));
}

/* What names sources is kept with its place: whether there are such is checked when the pack is (form/sources.h). */
static const char *
keep_citation(struct reader *reader, const struct node *node, const char *key)
{
	struct pack *pack = reader->pack;

	MEM_GROW(pack->citations, pack->citation_count, pack->citation_cap);
	pack->citations[pack->citation_count] = (struct citation){ .names = mem_strdup(node->text),
								   .place = { reader->file, node->line, key } };
	return pack->citations[pack->citation_count++].names;
}

static void
read_value(struct reader *reader, const struct node *node, const struct key *key, void *base)
{
	void *at = (char *)base + key->offset;
	int64_t integer = 0;

	if (key->kind == KEY_OTHER)
		return;
	if (key->kind == KEY_LABEL) {
		read_label(reader, node, key->name, at);
		return;
	}
	if (key->kind == KEY_NAMES) {
		read_names(reader, node, key->name, at);
		return;
	}
	if (!is_scalar(reader, node, key->name))
		return;
	switch (key->kind) {
	case KEY_NAME:
		if (!is_name(node->text, "", 48))
			problem(reader, reader->file, node->line, key->name,
				_("\"%s\" must begin with a small letter and hold small letters, digits and _ only"), node->text);
		*(char **)at = mem_strdup(node->text);
		break;
	case KEY_TEXT:
		*(char **)at = mem_strdup(node->text);
		break;
	case KEY_INTEGER:
		read_integer(reader, node, key->name, &integer);
		*(int *)at = (int)integer;
		break;
	case KEY_INTEGER64:
		read_integer(reader, node, key->name, (int64_t *)at);
		break;
	case KEY_SOURCE:
		*(const char **)at = keep_citation(reader, node, key->name);
		break;
	case KEY_CITED:
		(void)keep_citation(reader, node, key->name);
		break;
	case KEY_FLAG:
		read_flag(reader, node, key->name, (bool *)at);
		break;
	default:
		*(struct expr *)at = (struct expr){ mem_strdup(node->text), { reader->file, node->line, key->name } };
	}
}

bool
read_map(struct reader *reader, const struct node *node, const struct key *keys, size_t key_count, void *base)
{
	if (node->type != NODE_MAP) {
		problem(reader, reader->file, node->line, keys[0].name, _("a map of keys is expected here"));
		return false;
	}
	for (size_t i = 0; i < node->count; i++) {
		size_t k = 0;

		while (k < key_count && strcmp(keys[k].name, node->keys[i]) != 0)
			k++;
		if (k == key_count)
			problem(reader, reader->file, node->key_lines[i], node->keys[i], _("this key is not known here"));
		else
			read_value(reader, node->items[i], &keys[k], base);
	}
	for (size_t k = 0; k < key_count; k++)
		if (keys[k].required && !node_get(node, keys[k].name))
			problem(reader, reader->file, node->line, keys[k].name, _("this key is missing"));
	return true;
}

int
read_word(struct reader *reader, const struct node *map, const char *key, const char *const *words, size_t count, int otherwise)
{
	const struct node *node = node_get(map, key);

	if (!node)
		return otherwise;
	for (size_t i = 0; node->type == NODE_SCALAR && i < count; i++)
		if (strcmp(node->text, words[i]) == 0)
			return (int)i;
	problem(reader, reader->file, node->line, key, _("this is none of the words that may stand here"));
	return otherwise < 0 ? 0 : otherwise;
}

void *
read_items(struct reader *reader, const struct node *map, const char *key, size_t size, size_t *count)
{
	const struct node *list = node_get(map, key);

	*count = 0;
	if (!list || !is_list(reader, list, key))
		return NULL;
	*count = list->count;
	return mem_array(list->count, size);
}
