#include "form/later/settings_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/later/look.h"

/* Values of a pack's files as texts. */

enum { NAMES_SHOWN = 6 }; /* of a list: what a reader takes in; of the others the number is told */

const char *
settings_level(const char *name)
{
	switch (division_level_named(name)) {
	case DIVISION_COUNTY:
		return _("county");
	case DIVISION_TOWNSHIP:
		return _("township");
	case DIVISION_VILLAGE:
		return _("village");
	default:
		return name;
	}
}

const char *
settings_level_shown(const struct node *node)
{
	return !node || node->type != NODE_SCALAR ? NULL : settings_level(node->text);
}

/* Breaks and runs of spaces become one space, as where expressions are compared. */
static void
add_scalar(const char *text, struct buf *out)
{
	for (const char *at = text; *at; at++)
		if (!isspace((unsigned char)*at))
			buf_char(out, *at);
		else if (at > text && !isspace((unsigned char)at[-1]))
			buf_char(out, ' ');
}

const char *
settings_words_of(const struct pack *pack, const char *name, const char *lang)
{
	const struct form *form = pack_form(pack, name);
	const struct field *field = pack_field(pack, name);
	const struct role *role = pack_role(pack, name);
	const struct chain *chain = pack_chain(pack, name);
	const struct report *report = pack_report(pack, name);
	const struct fact *fact = look_fact(pack, name);

	return fact	? label_text(&fact->label, lang)
	       : form	? label_text(&form->label, lang)
	       : field	? label_text(&field->label, lang)
	       : role	? label_text(&role->label, lang)
	       : chain	? label_text(&chain->label, lang)
	       : report ? label_text(&report->title, lang)
			: NULL;
}

static const struct deadline *
find_deadline(const struct pack *pack, const char *name)
{
	for (size_t i = 0; i < pack->deadline_count; i++)
		if (strcmp(pack->deadlines[i].name, name) == 0)
			return &pack->deadlines[i];
	return NULL;
}

bool
settings_is_query(const struct node *node)
{
	bool is = node && node->type == NODE_SCALAR && strstr(node->text, "SELECT ");

	for (size_t i = 0; node && node->type != NODE_SCALAR && i < node->count && !is; i++)
		is = settings_is_query(node->items[i]);
	return is;
}

/* pack: whose names become words; NULL: the text is for comparing, and stays as it is written. */
static void
add_value(const struct pack *pack, const struct node *node, const char *lang, struct buf *out)
{
	const struct deadline *deadline;
	const char *words;

	if (pack && settings_is_label(node))
		node = node_get(node, lang) ? node_get(node, lang) : node_get(node, "zh");
	if (node->type == NODE_SCALAR) {
		if (pack && settings_is_query(node)) {
			buf_text_add(out, _("a query"));
			return;
		}
		words = pack && !node->quoted ? settings_words_of(pack, node->text, lang) : NULL;
		deadline = pack && !words ? find_deadline(pack, node->text) : NULL;
		add_scalar(words ? words : deadline ? label_text(&deadline->label, lang) : node->text, out);
		if (deadline)
			buf_printf(out, " (%s)", deadline->date);
		return;
	}
	for (size_t i = 0; i < node->count; i++) {
		if (i)
			buf_text_add(out, _(", "));
		if (node->type == NODE_MAP)
			buf_printf(out, "%s: ", node->keys[i]);
		add_value(pack, node->items[i], lang, out);
	}
}

static bool
is_flag(const struct node *node)
{
	return node && node->type == NODE_SCALAR && !node->quoted && (strcmp(node->text, "true") == 0 || strcmp(node->text, "false") == 0);
}

bool
settings_is_label(const struct node *node)
{
	return node && node->type == NODE_MAP && node_get(node, "zh");
}

bool
settings_is_names(const struct node *node)
{
	bool names = node && node->type == NODE_LIST;

	for (size_t i = 0; names && i < node->count; i++)
		names = node->items[i]->type == NODE_SCALAR;
	return names;
}

char *
settings_written(const struct node *node)
{
	struct buf text = { 0 };

	if (!node || (is_flag(node) && *node->text == 'f'))
		return NULL;
	add_value(NULL, node, NULL, &text);
	return buf_detach(&text);
}

char *
settings_shown(const struct pack *pack, const struct node *node, const char *lang)
{
	struct buf text = { 0 };

	if (!node)
		return NULL;
	if (is_flag(node))
		return mem_strdup(*node->text == 't' ? _("yes") : _("no"));
	if (settings_is_label(node))
		node = node_get(node, lang) ? node_get(node, lang) : node_get(node, "zh");
	add_value(pack, node, lang, &text);
	return text.len ? buf_detach(&text) : NULL;
}

static bool
has_name(const struct node *names, const char *name)
{
	bool found = false;

	for (size_t i = 0; names && i < names->count && !found; i++)
		found = strcmp(names->items[i]->text, name) == 0;
	return found;
}

char *
settings_shown_beside(const struct pack *pack, const struct node *names, const struct node *other, const char *lang)
{
	struct buf text = { 0 };
	size_t count = 0;

	for (size_t i = 0; names && i < names->count; i++) {
		if (has_name(other, names->items[i]->text) || count++ >= NAMES_SHOWN)
			continue;
		if (text.len)
			buf_text_add(&text, _(", "));
		add_value(pack, names->items[i], lang, &text);
	}
	if (count > NAMES_SHOWN)
		buf_printf(&text, n_(" and %zu more", " and %zu more", count - NAMES_SHOWN), count - NAMES_SHOWN);
	return text.len ? buf_detach(&text) : NULL;
}

bool
settings_is_flat(const struct node *node)
{
	bool flat = node && node->type == NODE_MAP && !settings_is_label(node);

	for (size_t i = 0; flat && i < node->count; i++)
		flat = node->items[i]->type == NODE_SCALAR || settings_is_names(node->items[i]);
	return flat;
}

/* What a key is called where its value is told beside that of another. */
static const char *
key_words(const char *key)
{
	return strcmp(key, "forms") == 0 ? _("forms") : strcmp(key, "except") == 0 ? _("all but") : key;
}

char *
settings_map_beside(const struct pack *pack, const struct node *map, const struct node *other, const char *lang)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < map->count; i++) {
		const struct node *is = map->items[i], *was = node_get(other, map->keys[i]);
		char *words = settings_is_names(is) && (!was || settings_is_names(was)) ? settings_shown_beside(pack, is, was, lang)
			      : was && is->type == was->type && strcmp(is->text, was->text) == 0 ? NULL
												 : settings_shown(pack, is, lang);

		if (words)
			buf_printf(&text, _("%s%s: %s"), text.len ? _("; ") : "", key_words(map->keys[i]), words);
		free(words);
	}
	return text.len ? buf_detach(&text) : NULL;
}

struct tree
settings_tree(const struct pack *pack, const char *file)
{
	const char *text = value_get_text(&pack->files, file);
	struct tree tree = { 0 };
	struct err err = { 0 };

	if (text && yaml_parse(text, strlen(text), file, &tree, &err)) {
		tree_release(&tree);
		tree = (struct tree){ 0 };
	}
	return tree;
}

bool
settings_same_file(const struct pack *before, const struct pack *now, const char *file)
{
	return !look_texts_differ(value_get_text(&before->files, file), value_get_text(&now->files, file));
}
