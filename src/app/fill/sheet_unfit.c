#include "app/fill/sheet_unfit.h"

#include <stdlib.h>
#include <string.h>

#include "app/fill/sheet_problems.h"
#include "app/fill/sheet_state.h"
#include "app/house/unfit.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/answer/check.h"
#include "form/place.h"
#include "seal/seal.h"

const char *
sheet_unfit(const struct sheet *sheet, const struct field *field, int row)
{
	char *path = sheet_path(field, row);
	const char *words = value_get_text(&sheet->unfit, path);

	free(path);
	return words;
}

void
sheet_drop_unfit(struct sheet *sheet, const struct field *field, int row)
{
	char *path = sheet_path(field, row);

	value_remove(&sheet->unfit, path);
	free(path);
}

/* ---- what fits, and what does not */

static void
note_unfit(struct sheet *sheet, const struct field *field, int row, const struct value *value)
{
	char *path = sheet_path(field, row), *words = unfit_words(sheet->app, field, value);

	if (!sheet_is_fixed(field)) /* what the program fills in it fills in anew */
		value_set_text(&sheet->unfit, path, words);
	secret_free(words);
	free(path);
}

/* The choices of a list that the field has, once and in its order; nothing: it has none of them. */
static struct value
offered_of(const struct field *field, const struct value *codes)
{
	struct value kept = value_list();

	for (size_t i = 0; codes->type == VALUE_LIST && i < field->list->choice_count; i++) {
		const char *name = field->list->choices[i].name;
		bool has = false;

		for (size_t k = 0; k < codes->list.count; k++)
			has |= codes->list.items[k].type == VALUE_TEXT && strcmp(codes->list.items[k].text, name) == 0;
		if (has)
			value_append_take(&kept, value_text(name));
	}
	if (!kept.list.count)
		value_release(&kept);
	return kept;
}

/* What of a value that does not fit can stay. */
static struct value
rest_of(const struct sheet *sheet, const struct field *field, const struct value *value)
{
	struct value rest = { 0 };

	if (field->type == FIELD_SELECT_MULTIPLE)
		rest = offered_of(field, value);
	if (rest.type != VALUE_NONE && field_value_problem(app_pack(sheet->app), field, &rest))
		value_release(&rest); /* of choices that stand alone nobody knows which was meant */
	return rest;
}

static void set_aside_in(struct sheet *sheet, struct value *values, const struct field *repeat, int row);

/* The rows of a repeat, those alone that are any. */
static void
set_aside_rows(struct sheet *sheet, const struct field *repeat, struct value *values)
{
	const struct value *was = value_get(values, repeat->name);
	struct value rows = value_list();

	for (size_t i = 0; was->type == VALUE_LIST && i < was->list.count; i++) {
		struct value row = value_copy(&was->list.items[i]);

		if (row.type == VALUE_OBJECT) {
			set_aside_in(sheet, &row, repeat, (int)rows.list.count + 1);
			value_append_take(&rows, row);
		} else {
			note_unfit(sheet, repeat, 0, &row);
			value_release(&row);
		}
	}
	if (was->type != VALUE_LIST)
		note_unfit(sheet, repeat, 0, was);
	if (!rows.list.count)
		value_release(&rows);
	value_set_take(values, repeat->name, rows);
}

static void
set_aside_in(struct sheet *sheet, struct value *values, const struct field *repeat, int row)
{
	struct value was = value_copy(values);

	for (size_t i = 0; i < was.object.count; i++) {
		const char *name = was.object.members[i].name;
		const struct value *value = &was.object.members[i].value;
		const struct field *field = pack_field(app_pack(sheet->app), name);

		if (!field || !(field_type_has_value(field->type) || field->type == FIELD_REPEAT))
			continue; /* of the filling */
		if (field->type == FIELD_REPEAT && !repeat) {
			set_aside_rows(sheet, field, values);
		} else if (field_value_problem(app_pack(sheet->app), field, value)) {
			note_unfit(sheet, field, row, value);
			value_set_take(values, name, rest_of(sheet, field, value));
		}
	}
	value_release(&was);
}

static void
note_problem(const struct value_problem *problem, void *ctx)
{
	(void)problem;
	*(bool *)ctx = true;
}

void
sheet_set_aside(struct sheet *sheet)
{
	bool found = false;

	form_drop_unknown(sheet->form, &sheet->typed);
	form_check_values(app_pack(sheet->app), sheet->form, &sheet->typed, VALUES_TO_SIGN, note_problem, &found);
	if (found)
		set_aside_in(sheet, &sheet->typed, NULL, 0);
}

void
sheet_note_unasked(struct sheet *sheet)
{
	const struct flow_step *head = sheet_head(sheet);
	struct value values = head ? sheet_head_values(sheet) : (struct value){ 0 };
	char *labels = values.type == VALUE_OBJECT ? unfit_unasked(head->pack, sheet->form, &values, false) : NULL;

	if (labels)
		sheet->unasked = mem_printf(_("Asked no more, and not in what you sign: %s. The version before keeps the answers."),
					    labels);
	secret_free(labels);
	value_release(&values);
}

const char *
sheet_unasked(const struct sheet *sheet)
{
	return sheet->unasked ? sheet->unasked : "";
}

/* ---- what is said of it, and what ends it */

void
sheet_add_unfit_problems(struct sheet *sheet, void (*add)(struct sheet *sheet, const struct field *field, int row, const char *text))
{
	for (size_t i = 0; i < sheet->unfit.object.count; i++) {
		const struct member *member = &sheet->unfit.object.members[i];
		int row;
		const struct field *field = field_place_find(app_pack(sheet->app), member->name, &row);
		char *text;

		if (!field || !sheet_is_relevant(sheet, field, row))
			continue;
		text = unfit_sentence(sheet->app, field, member->value.text, sheet_value(sheet, field, row) != NULL);
		add(sheet, field, row, text);
		secret_free(text);
	}
}

bool
sheet_confirm_unfit(struct sheet *sheet, const struct field *field, int row)
{
	if (!sheet_unfit(sheet, field, row) || !(sheet_value(sheet, field, row) || field->type == FIELD_REPEAT))
		return false;
	sheet_drop_unfit(sheet, field, row);
	return true;
}

void
sheet_take_unfit(struct sheet *sheet, const struct value *unfit)
{
	for (size_t i = 0; unfit && unfit->type == VALUE_OBJECT && i < unfit->object.count; i++) {
		const struct member *member = &unfit->object.members[i];
		int row;
		const struct field *field = field_place_find(app_pack(sheet->app), member->name, &row);

		if (field && pack_form_of_field(app_pack(sheet->app), field->name) == sheet->form && member->value.type == VALUE_TEXT)
			value_set_text(&sheet->unfit, member->name, member->value.text);
	}
}
