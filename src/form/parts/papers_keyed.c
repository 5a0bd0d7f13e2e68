#include "form/parts/papers_keyed.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

/* What of a paper is keyed into forms: a box that stands for one choice, and columns in which a digit is written. */

size_t
paper_keyed_columns(const struct paper_block *block, struct keyed_column *out)
{
	size_t count = 0;

	for (size_t i = 0; i < block->keyed_count; i++) {
		const struct paper_keyed *keyed = &block->keyed[i];

		if (keyed->tick) {
			if (out)
				out[count] = (struct keyed_column){ .of = keyed, .field = keyed->tick, .box = true };
			count++;
		}
		for (size_t f = 0; f < keyed->field_names.count; f++, count++)
			if (out)
				out[count] = (struct keyed_column){ .of = keyed, .field = keyed->fields[f] };
	}
	return count;
}

const struct paper_block *
paper_keyed_block(const struct pack_paper *paper)
{
	for (size_t i = 0; i < paper->block_count; i++)
		if (paper->blocks[i].keyed_count)
			return &paper->blocks[i];
	return NULL;
}

static bool
column_alike(const struct keyed_column *was, const struct keyed_column *now)
{
	const struct list *before = was->field->list, *after = now->field->list;

	if (was->box != now->box || strcmp(was->field->name, now->field->name) != 0 || was->field->type != now->field->type ||
	    strcmp(was->of->form_name, now->of->form_name) != 0)
		return false;
	if (was->box)
		return strcmp(was->of->ticked->name, now->of->ticked->name) == 0;
	if (!before || !after)
		return !before && !after;
	for (size_t i = 0; i < before->choice_count; i++) /* a digit is a place in the list */
		if (i >= after->choice_count || strcmp(before->choices[i].name, after->choices[i].name) != 0)
			return false;
	return true;
}

bool
paper_keyed_alike(const struct paper_block *was, const struct paper_block *now)
{
	size_t count = paper_keyed_columns(was, NULL);
	struct keyed_column *before, *after;
	bool alike = count == paper_keyed_columns(now, NULL);

	if (!alike)
		return false;
	before = mem_array(count, sizeof(*before));
	after = mem_array(count, sizeof(*after));
	paper_keyed_columns(was, before);
	paper_keyed_columns(now, after);
	for (size_t i = 0; i < count && alike; i++)
		alike = column_alike(&before[i], &after[i]);
	free(before);
	free(after);
	return alike;
}

void
read_keyed(struct reader *reader, const struct node *table, struct paper_block *block)
{
	static const struct key keys[] = {
		{ "form", KEY_NAME, offsetof(struct paper_keyed, form_name), true },
		{ "day", KEY_NAME, offsetof(struct paper_keyed, day_name), true },
		{ "tick", KEY_NAME, offsetof(struct paper_keyed, tick_name), false },
		{ "as", KEY_TEXT, offsetof(struct paper_keyed, as), false },
		{ "fields", KEY_NAMES, offsetof(struct paper_keyed, field_names), false },
	};

	block->keyed = read_items(reader, table, "keyed", sizeof(*block->keyed), &block->keyed_count);
	for (size_t i = 0; i < block->keyed_count; i++)
		read_map(reader, node_get(table, "keyed")->items[i], keys, ARRAY_LEN(keys), &block->keyed[i]);
}

struct keyed_linking {
	struct reader *reader;
	const struct paper_block *block;
	const struct paper_keyed *keyed;
};

/* The field of the form, public and outside of its repeats; NULL, and a problem: there is none. */
static const struct field *
own_field(const struct keyed_linking *linking, const char *name)
{
	const struct pack *pack = linking->reader->pack;
	const struct field *field = name ? pack_field(pack, name) : NULL;

	if (field && pack_form_of_field(pack, name) == linking->keyed->form && !field->is_private &&
	    !(field->parent && field->parent->type == FIELD_REPEAT))
		return field;
	problem(linking->reader, linking->block->place.file, linking->block->place.line, "keyed",
		_("\"%s\" is no public field of the form \"%s\""), name ? name : "", linking->keyed->form_name);
	return NULL;
}

static void
wrong_kind(const struct keyed_linking *linking, const char *name)
{
	problem(linking->reader, linking->block->place.file, linking->block->place.line, "keyed",
		_("\"%s\" cannot be keyed so: a day, a box that stands for one choice, or a column of at most nine choices or of yes and no"),
		name);
}

static bool
takes_digits(const struct field *field)
{
	return field->type == FIELD_BOOLEAN ||
	       (field->type == FIELD_SELECT_ONE && field->list && field->list->choice_count <= PAPER_KEYED_DIGITS);
}

static void
link_one(struct keyed_linking *linking, struct paper_keyed *keyed)
{
	struct reader *reader = linking->reader;

	keyed->fields = mem_array(keyed->field_names.count, sizeof(*keyed->fields));
	keyed->form = keyed->form_name ? pack_form(reader->pack, keyed->form_name) : NULL;
	if (!keyed->form || keyed->form->of_division || keyed->form == reader->pack->prints.form) {
		problem(reader, linking->block->place.file, linking->block->place.line, "keyed", _("there is no form \"%s\" of a house"),
			keyed->form_name ? keyed->form_name : "");
		return;
	}
	keyed->day = own_field(linking, keyed->day_name);
	if (keyed->day && keyed->day->type != FIELD_DATE)
		wrong_kind(linking, keyed->day_name);
	keyed->tick = keyed->tick_name ? own_field(linking, keyed->tick_name) : NULL;
	if (keyed->tick) {
		keyed->ticked = keyed->as && keyed->tick->list ? list_choice(keyed->tick->list, keyed->as) : NULL;
		if (keyed->tick->type != FIELD_SELECT_ONE || !keyed->ticked)
			wrong_kind(linking, keyed->tick_name);
	}
	for (size_t i = 0; i < keyed->field_names.count; i++) {
		keyed->fields[i] = own_field(linking, keyed->field_names.items[i]);
		if (keyed->fields[i] && !takes_digits(keyed->fields[i]))
			wrong_kind(linking, keyed->field_names.items[i]);
	}
}

void
link_keyed(struct reader *reader, struct paper_block *block)
{
	for (size_t i = 0; i < block->keyed_count; i++) {
		struct keyed_linking linking = { reader, block, &block->keyed[i] };

		link_one(&linking, &block->keyed[i]);
	}
	if (block->keyed_count && block->tick)
		problem(reader, block->place.file, block->place.line, "tick",
			_("a table that is keyed has boxes of its own: leave `tick` out"));
}

void
free_keyed(struct paper_block *block)
{
	for (size_t i = 0; i < block->keyed_count; i++) {
		struct paper_keyed *keyed = &block->keyed[i];

		free(keyed->form_name);
		free(keyed->day_name);
		free(keyed->tick_name);
		free(keyed->as);
		for (size_t f = 0; f < keyed->field_names.count; f++)
			free(keyed->field_names.items[f]);
		free(keyed->field_names.items);
		free(keyed->fields);
	}
	free(block->keyed);
}
