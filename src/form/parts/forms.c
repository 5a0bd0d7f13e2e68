#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/number/number.h"
#include "form/yaml/read.h"

/* A form's file: its fields, groups and repeats. */

static const char *const type_names[FIELD_TYPE_COUNT] = {
	[FIELD_TEXT] = "text",
	[FIELD_INTEGER] = "integer",
	[FIELD_DECIMAL] = "decimal",
	[FIELD_DATE] = "date",
	[FIELD_YEAR] = "year",
	[FIELD_SELECT_ONE] = "select_one",
	[FIELD_SELECT_MULTIPLE] = "select_multiple",
	[FIELD_BOOLEAN] = "boolean",
	[FIELD_PHOTO] = "photo",
	[FIELD_GEOPOINT] = "geopoint",
	[FIELD_DIVISION] = "division",
	[FIELD_PERSON] = "person",
	[FIELD_ID_NUMBER] = "id_number",
	[FIELD_PHONE] = "phone",
	[FIELD_NOTE] = "note",
	[FIELD_GROUP] = "group",
	[FIELD_REPEAT] = "repeat",
};

bool
field_is_covered(const struct field *field)
{
	return field->is_private && !field->calls_house;
}

bool
field_type_has_value(enum field_type type)
{
	return type != FIELD_NOTE && type != FIELD_GROUP && type != FIELD_REPEAT && type != FIELD_PHOTO;
}

static const struct key field_keys[] = {
	{ "name", KEY_NAME, offsetof(struct field, name), true },
	{ "type", KEY_OTHER, 0, true },
	{ "label", KEY_LABEL, offsetof(struct field, label), true },
	{ "hint", KEY_LABEL, offsetof(struct field, hint), false },
	{ "relevant", KEY_EXPR, offsetof(struct field, relevant), false },
	{ "default", KEY_EXPR, offsetof(struct field, initial), false },
	{ "choices", KEY_EXPR, offsetof(struct field, choices), false },
	{ "people", KEY_NAMES, offsetof(struct field, people), false },
	{ "from", KEY_NAME, offsetof(struct field, from_name), false },
	{ "optional", KEY_FLAG, offsetof(struct field, optional), false },
	{ "required", KEY_FLAG, offsetof(struct field, required), false },
	{ "due", KEY_NAME, offsetof(struct field, due_name), false },
	{ "constraint", KEY_EXPR, offsetof(struct field, constraint), false },
	{ "constraint_message", KEY_LABEL, offsetof(struct field, constraint_message), false },
	{ "calculation", KEY_EXPR, offsetof(struct field, calculation), false },
	{ "range", KEY_OTHER, 0, false },
	{ "max_chars", KEY_INTEGER, offsetof(struct field, max_chars), false },
	{ "asked_from", KEY_INTEGER, offsetof(struct field, asked_from), false },
	{ "suffixes", KEY_NAMES, offsetof(struct field, suffixes), false },
	{ "whole", KEY_NAMES, offsetof(struct field, whole), false },
	{ "none", KEY_NAMES, offsetof(struct field, none), false },
	{ "headers", KEY_NAMES, offsetof(struct field, headers), false },
	{ "within", KEY_NAMES, offsetof(struct field, within), false },
	{ "address", KEY_NAMES, offsetof(struct field, address), false },
	{ "lacking", KEY_TEXT, offsetof(struct field, lacking), false },
	{ "carry", KEY_FLAG, offsetof(struct field, carry), false },
	{ "complete", KEY_FLAG, offsetof(struct field, complete), false },
	{ "staff", KEY_FLAG, offsetof(struct field, staff), false },
	{ "code", KEY_FLAG, offsetof(struct field, is_code), false },
	{ "shared", KEY_FLAG, offsetof(struct field, is_shared), false },
	{ "private", KEY_FLAG, offsetof(struct field, is_private), false },
	{ "kind", KEY_INTEGER, offsetof(struct field, kind), false },
	{ "source", KEY_SOURCE, offsetof(struct field, source), false },
	{ "fields", KEY_OTHER, 0, false },
};

static const struct key form_keys[] = {
	{ "form", KEY_NAME, offsetof(struct form, name), true },
	{ "label", KEY_LABEL, offsetof(struct form, label), true },
	{ "by", KEY_NAMES, offsetof(struct form, by), true },
	{ "after", KEY_NAMES, offsetof(struct form, after), false },
	{ "distinct_from", KEY_NAMES, offsetof(struct form, distinct_from), false },
	{ "blind", KEY_NAMES, offsetof(struct form, blind), false },
	{ "shows", KEY_NAMES, offsetof(struct form, shows), false },
	{ "depends", KEY_NAMES, offsetof(struct form, depends), false },
	{ "relevant", KEY_EXPR, offsetof(struct form, relevant), false },
	{ "due", KEY_EXPR, offsetof(struct form, due), false },
	{ "again", KEY_EXPR, offsetof(struct form, again), false },
	{ "batch", KEY_NAME, offsetof(struct form, batch_name), false },
	{ "gone", KEY_NAME, offsetof(struct form, gone_name), false },
	{ "repeat", KEY_FLAG, offsetof(struct form, repeat), false },
	{ "always", KEY_FLAG, offsetof(struct form, always), false },
	{ "asked_only", KEY_FLAG, offsetof(struct form, asked_only), false },
	{ "order", KEY_NAME, offsetof(struct form, order_name), false },
	{ "about", KEY_OTHER, 0, false },
	{ "copy_of", KEY_OTHER, 0, false },
	{ "offices", KEY_OTHER, 0, false },
	{ "opens", KEY_OTHER, 0, false },
	{ "fields", KEY_OTHER, 0, false },
};

static const struct key office_keys[] = {
	{ "field", KEY_NAME, offsetof(struct form_offices, field_name), true },
	{ "owe", KEY_NAME, offsetof(struct form_offices, owe_name), false },
	{ "keyed", KEY_NAME, offsetof(struct form_offices, keyed_name), false },
};

static const struct key opens_keys[] = {
	{ "to", KEY_NAME, offsetof(struct form_opens, to_name), true },
	{ "where", KEY_NAME, offsetof(struct form_opens, place_name), false },
};

static const struct key copy_keys[] = {
	{ "forms", KEY_NAMES, offsetof(struct form_copy, forms), true },
	{ "prefix", KEY_NAME, offsetof(struct form_copy, prefix), true },
	{ "except", KEY_NAMES, offsetof(struct form_copy, except), false },
	{ "record", KEY_FLAG, offsetof(struct form_copy, record), false },
	{ "codes", KEY_NAME, offsetof(struct form_copy, codes), false },
};

static void
read_type(struct reader *reader, const struct node *node, struct field *out)
{
	const char *space;
	size_t len;

	if (!node || node->type != NODE_SCALAR)
		return;
	space = strchr(node->text, ' ');
	len = space ? (size_t)(space - node->text) : strlen(node->text);
	for (int i = 0; i < FIELD_TYPE_COUNT; i++) {
		if (strlen(type_names[i]) != len || strncmp(type_names[i], node->text, len) != 0)
			continue;
		out->type = (enum field_type)i;
		if (out->type == FIELD_SELECT_ONE || out->type == FIELD_SELECT_MULTIPLE) {
			if (!space)
				problem(reader, reader->file, node_key_line(node, "type"), "type",
					_("the list to choose from is missing: %s LIST"), node->text);
			else
				out->list_name = mem_strdup(space + 1);
		} else if (space) {
			problem(reader, reader->file, node_key_line(node, "type"), "type",
				_("only select_one and select_multiple name a list"));
		}
		return;
	}
	problem(reader, reader->file, node_key_line(node, "type"), "type", _("the type \"%s\" is not known"), node->text);
}

static void
read_range(struct reader *reader, const struct node *node, struct field *out)
{
	if (!node)
		return;
	if (node->type == NODE_LIST && node->count == 2 && node->items[0]->type == NODE_SCALAR && node->items[1]->type == NODE_SCALAR) {
		out->has_range = number_read(node->items[0]->text, &out->least) && number_read(node->items[1]->text, &out->greatest) &&
				 out->least <= out->greatest;
	}
	if (!out->has_range)
		problem(reader, reader->file, node_key_line(node, "range"), "range",
			_("two numbers are expected, the smaller first: [1, 15]"));
	if (out->type != FIELD_INTEGER && out->type != FIELD_DECIMAL && out->type != FIELD_YEAR)
		problem(reader, reader->file, node_key_line(node, "range"), "range", _("only integer, decimal and year have a range"));
}

/* Keys that say how a field is filled go with some types, and not with each other. */
static void
check_filling(struct reader *reader, const struct node *node, const struct field *field)
{
	bool chosen = field->type == FIELD_SELECT_ONE || field->type == FIELD_SELECT_MULTIPLE;
	const struct place *at = &field->initial.place;

	if (field->initial.sql && !field_type_has_value(field->type))
		problem(reader, at->file, at->line, "default", _("this type holds no value"));
	else if (field->initial.sql && field->calculation.sql)
		problem(reader, at->file, at->line, "default", _("what is calculated has no default"));
	else if (field->initial.sql && field->carry &&
		 field->type != FIELD_ID_NUMBER) /* whose region alone is carried, into an empty field */
		problem(reader, at->file, at->line, "default", _("what is carried over has no default"));
	else if (field->initial.sql && field->parent && field->parent->type == FIELD_REPEAT)
		problem(reader, at->file, at->line, "default", _("a row of a repeat begins empty"));
	if (field->choices.sql && !chosen)
		problem(reader, field->choices.place.file, field->choices.place.line, "choices",
			_("only select_one and select_multiple choose from a list"));
	if (field->people.count &&
	    ((field->type != FIELD_PERSON && field->type != FIELD_TEXT) || (field->parent && field->parent->type == FIELD_REPEAT)))
		problem(reader, field->people.place.file, field->people.place.line, "people",
			_("only a person or a text, outside of a repeat, is picked from the people"));
	if (field->optional && (field->required || field->type == FIELD_GROUP || field->type == FIELD_NOTE))
		problem(reader, reader->file, node_key_line(node, "optional"), "optional",
			_("what must be filled, a group and a note cannot be optional"));
	if (field->due_name && !field->required)
		problem(reader, reader->file, node_key_line(node, "due"), "due",
			_("only a question that must be answered is due by a day"));
}

static void read_fields(struct reader *reader, const struct node *node, const struct field *parent, struct field **fields, size_t *count);

static void
read_field(struct reader *reader, const struct node *node, struct field *out)
{
	const struct node *children = node_get(node, "fields");
	bool holds_fields;

	out->place = (struct place){ reader->file, node_key_line(node, "name"), "name" };
	if (!read_map(reader, node, field_keys, ARRAY_LEN(field_keys), out))
		return;
	read_type(reader, node_get(node, "type"), out);
	read_range(reader, node_get(node, "range"), out);
	/* It would hide nothing: a group has no value of its own. */
	if (out->is_private && (out->type == FIELD_GROUP || out->type == FIELD_NOTE))
		problem(reader, reader->file, node_key_line(node, "private"), "private",
			_("a group or note holds no value; write it on each field"));
	if (!out->max_chars)
		out->max_chars = 200;
	if (node_get(node, "kind") && (out->kind < 1 || out->kind > 6 || out->is_private || !field_type_has_value(out->type) ||
				       (out->parent && out->parent->type == FIELD_REPEAT)))
		problem(reader, reader->file, node_key_line(node, "kind"), "kind",
			_("the kind of an error is a number from 1 to 6, at a single value that is not private"));
	if (node_get(node, "asked_from") &&
	    (out->asked_from < 2 || (out->type != FIELD_TEXT && out->type != FIELD_ID_NUMBER && out->type != FIELD_PHONE) ||
	     (out->parent && out->parent->type == FIELD_REPEAT)))
		problem(reader, reader->file, node_key_line(node, "asked_from"), "asked_from",
			_("a number of houses, 2 at least, at a text, phone or ID number outside of a repeat"));
	if (out->is_shared && out->type != FIELD_PHOTO)
		problem(reader, reader->file, node_key_line(node, "shared"), "shared", _("only a photo can stand at several houses"));
	holds_fields = out->type == FIELD_GROUP || out->type == FIELD_REPEAT;
	if (holds_fields != (children != NULL))
		problem(reader, reader->file, node_key_line(node, "fields"), "fields",
			holds_fields ? _("a group or repeat needs its fields") : _("only a group or repeat holds fields"));
	if (holds_fields && out->parent && (out->type == FIELD_REPEAT ? out->parent->type == FIELD_REPEAT : true))
		problem(reader, reader->file, node_key_line(node, "type"), "type",
			_("a repeat stands at the top or in a group, and a group at the top"));
	check_filling(reader, node, out);
	if (out->calculation.sql && !field_type_has_value(out->type))
		problem(reader, reader->file, out->calculation.place.line, "calculation", _("this type holds no value"));
	if (children && holds_fields)
		read_fields(reader, children, out, &out->fields, &out->field_count);
}

static void
read_fields(struct reader *reader, const struct node *node, const struct field *parent, struct field **fields, size_t *count)
{
	if (!is_list(reader, node, "fields"))
		return;
	*fields = mem_array(node->count, sizeof(**fields));
	for (size_t i = 0; i < node->count; i++) {
		struct field *field = &(*fields)[(*count)++];

		field->parent = parent;
		read_field(reader, node->items[i], field);
	}
}

static void
read_about(struct reader *reader, const struct node *node, struct form *out)
{
	static const struct {
		const char *word;
		enum division_level level;
	} levels[] = { { "village", DIVISION_VILLAGE }, { "township", DIVISION_TOWNSHIP }, { "county", DIVISION_COUNTY } };

	if (!node)
		return;
	out->of_division = true;
	for (size_t i = 0; i < ARRAY_LEN(levels); i++)
		if (node->type == NODE_SCALAR && strcmp(node->text, levels[i].word) == 0) {
			out->about = levels[i].level;
			return;
		}
	problem(reader, reader->file, node_key_line(node, "about"), "about", _("this is none of the words that may stand here"));
}

void
read_form(struct reader *reader, const struct node *root, struct form *out)
{
	const struct node *fields = node_get(root, "fields"), *copy = node_get(root, "copy_of"), *offices = node_get(root, "offices"),
			  *opens = node_get(root, "opens");

	out->place = (struct place){ reader->file, node_key_line(root, "form"), "form" };
	if (!read_map(reader, root, form_keys, ARRAY_LEN(form_keys), out))
		return;
	read_about(reader, node_get(root, "about"), out);
	if (offices) {
		out->offices.place = (struct place){ reader->file, node_key_line(offices, "offices"), "offices" };
		read_map(reader, offices, office_keys, ARRAY_LEN(office_keys), &out->offices);
	}
	if (opens) {
		out->opens.where = (struct place){ reader->file, node_key_line(opens, "opens"), "opens" };
		read_map(reader, opens, opens_keys, ARRAY_LEN(opens_keys), &out->opens);
	}
	if (copy) {
		out->copy.place = (struct place){ reader->file, node_key_line(copy, "copy_of"), "copy_of" };
		read_map(reader, copy, copy_keys, ARRAY_LEN(copy_keys), &out->copy);
	} else if (!fields) {
		problem(reader, reader->file, node_key_line(root, "fields"), "fields", _("this key is missing"));
	}
	if (fields)
		read_fields(reader, fields, NULL, &out->fields, &out->field_count);
}
