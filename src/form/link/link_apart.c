#include <string.h>

#include "base/attr.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/parts/register_names.h"
#include "form/yaml/read.h"

/* Forms that do not stand once in a building, those about a division and those that repeat; and what a manifest tells of houses. */

/* What is private is sealed for the people of a village, and photos stand beside a house. */
static bool
link_open(const struct field *field, void *ctx)
{
	struct reader *reader = ctx;

	if (field->is_private)
		problem(reader, field->place.file, field->place.line, "private", _("in a form about a division nothing is private"));
	if (field->type == FIELD_PHOTO)
		problem(reader, field->place.file, field->place.line, "type", _("a form about a division holds no photos"));
	return true;
}

/* A form about a division stands by itself: no other form comes before it or is signed with it. */
void
link_about(struct reader *reader, const struct form *form)
{
	const struct names *none[] = { &form->after, &form->depends, &form->blind };
	const struct pack *pack = reader->pack;

	for (size_t i = 0; i < pack->form_count; i++)
		if (form->of_division && names_has(&pack->forms[i].after, form->name))
			problem(reader, pack->forms[i].after.place.file, pack->forms[i].after.place.line, "after",
				_("the form \"%s\" is about a division"), form->name);
	for (size_t i = 0; i < ARRAY_LEN(none); i++)
		if (form->of_division && none[i]->count)
			problem(reader, none[i]->place.file, none[i]->place.line, none[i]->place.key,
				_("a form about a division comes after no other, depends on none and hides none"));
	if (form->of_division)
		form_each_field(form, link_open, reader);
	if (form->of_division && form->copy.prefix)
		problem(reader, form->copy.place.file, form->copy.place.line, "copy_of",
			_("a form about a division copies none of a building"));
	for (size_t c = 0; c < pack->chain_count; c++)
		if (form->of_division && (names_has(&pack->chains[c].covers, form->name) ||
					  (pack->chains[c].each_name && strcmp(pack->chains[c].each_name, form->name) == 0)))
			problem(reader, pack->chains[c].place.file, pack->chains[c].place.line, "covers",
				_("the form \"%s\" is about a division"), form->name);
}

/* ---- rows from a report */

static bool
report_has(const struct report *report, const char *column)
{
	for (size_t i = 0; i < report->column_count; i++)
		if (strcmp(report->columns[i].name, column) == 0)
			return true;
	return false;
}

/* Each field of a row is a column of the report, that everybody who may fill the form may read. */
static void
link_rows(struct reader *reader, const struct form *form, struct field *field)
{
	const struct place *place = &field->place;

	field->from = pack_report(reader->pack, field->from_name);
	if (field->type != FIELD_REPEAT || !form->of_division)
		problem(reader, place->file, place->line, "from", _("only a repeat of a form about a division has the rows of a report"));
	else if (!field->from || report_is_private(field->from))
		problem(reader, place->file, place->line, "from", _("there is no report \"%s\" that shows nothing private"),
			field->from_name);
	for (size_t i = 0; field->from && i < field->field_count; i++) {
		const struct field *cell = &field->fields[i];

		if (!report_has(field->from, cell->name) || !field_type_has_value(cell->type) || cell->calculation.sql ||
		    cell->relevant.sql)
			problem(reader, cell->place.file, cell->place.line, "name",
				_("\"%s\" is no column of the report \"%s\", or is more than its value"), cell->name, field->from_name);
	}
}

static void
link_rows_of(struct reader *reader, const struct form *form, struct field *fields, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (fields[i].from_name)
			link_rows(reader, form, &fields[i]);
		link_rows_of(reader, form, fields[i].fields, fields[i].field_count);
	}
}

void
link_from(struct reader *reader)
{
	for (size_t i = 0; i < reader->pack->form_count; i++)
		link_rows_of(reader, &reader->pack->forms[i], reader->pack->forms[i].fields, reader->pack->forms[i].field_count);
}

/* ---- divisions that changed */

/* The division above that became another, while this one is there still: reports have no row for its houses then. NULL: none. */
static const struct division *
find_changed_above(const struct pack *pack, const struct division *division)
{
	const struct division *above = pack_division(pack, division->parent);

	for (int level = DIVISION_PROVINCE; level < (int)division->level && !(above && *above->became); level++) {
		char code[DIVISION_CODE_LEN + 1], area[DIVISION_CODE_LEN + 1];

		division_area(division->code, (enum division_level)level, area);
		division_code(area, code);
		above = pack_division(pack, code);
	}
	return above && *above->became ? above : NULL;
}

/* What a division became is one of its level, that is there still or became another one, and so on to an end. */
void
link_divisions(struct reader *reader)
{
	const struct pack *pack = reader->pack;

	for (size_t i = 0; i < pack->division_count; i++) {
		const struct division *division = &pack->divisions[i], *next = pack_division(pack, division->became),
				      *now = pack_division_now(pack, division->code), *above = find_changed_above(pack, division);

		if (!*division->became && above)
			problem(reader, "divisions.csv", division->line, "became",
				_("\"%s\" is there still, but \"%s\", in which it lies, became another"), division->code, above->code);
		if (!*division->became)
			continue;
		if (!next || next->level != division->level)
			problem(reader, "divisions.csv", division->line, "became", _("\"%s\" is no division of the level of \"%s\""),
				division->became, division->code);
		else if (now && *now->became)
			problem(reader, "divisions.csv", division->line, "became",
				_("what \"%s\" became leads back to it, or to others in a circle"), division->code);
	}
}

/* ---- slots */

/* Slots are rows of a table by the form's name, in the order of an open date that all of them have at the top. */
void
link_order(struct reader *reader, struct form *form)
{
	const struct place *place = &form->place;

	if (form->repeat && register_name_is_reserved(form->name))
		problem(reader, place->file, place->line, "form", _("the name \"%s\" is taken by the program"), form->name);
	if (form->always && (!form->repeat || !form->relevant.sql || form->of_division))
		problem(reader, place->file, place->line, "always",
			_("the form does not repeat at houses, or does not say when it is called for"));
	if (form->asked_only && !form->always)
		problem(reader, place->file, place->line, "asked_only",
			_("the form does not repeat at houses, or does not say when it is called for"));
	for (size_t i = 0; form->order_name && i < form->field_count; i++)
		if (strcmp(form->fields[i].name, form->order_name) == 0 && form->fields[i].type == FIELD_DATE &&
		    !form->fields[i].is_private)
			form->order = &form->fields[i];
	if (form->order_name && (!form->repeat || !form->order))
		problem(reader, place->file, place->line, "order",
			_("\"%s\" is no date of this form that stands at its top and is not private, or the form does not repeat"),
			form->order_name);
}

/* ---- the manifest, and what the quality board reads */

/* A field that every reader of a village may see, and that a house has once; NULL when it is none. */
static const struct field *
open_field(const struct pack *pack, const char *name)
{
	const struct field *field = pack_field(pack, name);
	const struct form *form = field ? pack_form_of_field(pack, name) : NULL;

	if (!form || field->is_private || form->of_division || form->repeat || (field->parent && field->parent->type == FIELD_REPEAT))
		return NULL;
	return field;
}

static void
link_manifest_states(struct reader *reader, struct manifest_words *manifest)
{
	const struct place *place = &manifest->state_names.place;

	manifest->states = mem_array(manifest->state_names.count, sizeof(*manifest->states));
	for (size_t i = 0; i < manifest->state_names.count; i++) {
		const struct field *field = open_field(reader->pack, manifest->state_names.items[i]);

		if (field && field->type == FIELD_SELECT_ONE)
			manifest->states[manifest->state_count++] = field;
		else
			problem(reader, place->file, place->line, "state",
				_("\"%s\" is no choice of one that a house has once and that is not private"),
				manifest->state_names.items[i]);
	}
}

void
read_covers(struct reader *reader, const struct node *root)
{
	static const struct key keys[] = {
		{ "form", KEY_NAME, offsetof(struct covers_words, form_name), true },
		{ "hamlet", KEY_NAME, offsetof(struct covers_words, hamlet_name), true },
		{ "person", KEY_NAME, offsetof(struct covers_words, person_name), true },
		{ "of", KEY_NAME, offsetof(struct covers_words, of_name), true },
		{ "whole", KEY_TEXT, offsetof(struct covers_words, whole), false },
	};
	const struct node *node = node_get(root, "covers");

	if (!node)
		return;
	reader->pack->covers.place = (struct place){ reader->file, node_key_line(node, "covers"), "covers" };
	read_map(reader, node, keys, ARRAY_LEN(keys), &reader->pack->covers);
}

/* The field of a repeat's row by its name, or NULL. */
static const struct field *
field_in_row(const struct field *rows, const char *name)
{
	for (size_t i = 0; i < rows->field_count; i++)
		if (strcmp(rows->fields[i].name, name) == 0)
			return &rows->fields[i];
	return NULL;
}

void
link_hamlets(struct reader *reader)
{
	const struct pack *pack = reader->pack;
	struct covers_words *covers = &reader->pack->covers;
	const struct place *place = &covers->place;
	const struct form *form = covers->form_name ? pack_form(pack, covers->form_name) : NULL;

	if (!covers->form_name || !covers->hamlet_name || !covers->person_name || !covers->of_name)
		return;
	for (size_t i = 0; form && form->of_division && !form->repeat && form->about == DIVISION_VILLAGE && i < form->field_count; i++)
		if (form->fields[i].type == FIELD_REPEAT && field_in_row(&form->fields[i], covers->hamlet_name))
			covers->rows = &form->fields[i];
	covers->hamlet = covers->rows ? field_in_row(covers->rows, covers->hamlet_name) : NULL;
	covers->person = covers->rows ? field_in_row(covers->rows, covers->person_name) : NULL;
	covers->of = open_field(pack, covers->of_name);
	if (!covers->hamlet || covers->hamlet->type != FIELD_TEXT || !covers->person || covers->person->type != FIELD_PERSON)
		problem(reader, place->file, place->line, "covers",
			_("\"%s\" is no form about a village, once, of which the rows of a repeat have a text \"%s\" and a person \"%s\""),
			covers->form_name, covers->hamlet_name, covers->person_name);
	else if (!covers->of || covers->of->type != FIELD_TEXT || pack_form_of_field(pack, covers->of_name) != pack->root)
		problem(reader, place->file, place->line, "of", _("\"%s\" is no text of the form that starts a building, or is private"),
			covers->of_name);
	else
		covers->form = form;
}

void
link_quality(struct reader *reader)
{
	struct quality_words *quality = &reader->pack->quality;

	quality->team = quality->team_name ? open_field(reader->pack, quality->team_name) : NULL;
	if (quality->team_name && (!quality->team || !field_type_has_value(quality->team->type)))
		problem(reader, quality->place.file, quality->place.line, "team",
			_("\"%s\" is no answer that a house has once, or is private"), quality->team_name);
}

void
link_manifest(struct reader *reader)
{
	const struct pack *pack = reader->pack;
	struct manifest_words *manifest = &reader->pack->manifest;
	const struct place *place = &manifest->place;

	manifest->missing = manifest->missing_name ? pack_list(pack, manifest->missing_name) : NULL;
	if (manifest->missing_name && !manifest->missing)
		problem(reader, place->file, place->line, "missing", _("there is no list \"%s\" in lists.yaml"), manifest->missing_name);
	if (manifest->missing && (!manifest->missing->choice_count || manifest->missing->choice_count > MANIFEST_REASONS_MOST))
		problem(reader, place->file, place->line, "missing",
			_("reasons why a house is not accounted for are 1 to %d: each has a digit"), MANIFEST_REASONS_MOST);
	manifest->by = manifest->by_name ? open_field(pack, manifest->by_name) : NULL;
	if (manifest->by_name &&
	    (!manifest->by || manifest->by->type != FIELD_TEXT || pack_form_of_field(pack, manifest->by_name) != pack->root))
		problem(reader, place->file, place->line, "by", _("\"%s\" is no text of the form that starts a building, or is private"),
			manifest->by_name);
	link_manifest_states(reader, manifest);
	manifest->tries = manifest->tries_name ? pack_form(pack, manifest->tries_name) : NULL;
	if (manifest->tries_name && (!manifest->tries || !manifest->tries->repeat || manifest->tries->of_division))
		problem(reader, place->file, place->line, "tries", _("\"%s\" is no form of houses that repeats"), manifest->tries_name);
}
