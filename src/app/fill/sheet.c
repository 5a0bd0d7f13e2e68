#include "app/fill/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "app/fill/sheet_state.h"
#include "app/house/returned.h"
#include "app/house/rights.h"
#include "app/session/person.h"
#include "store/store.h"
#include "app/session/workspace.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/check.h"
#include "form/place.h"
#include "store/photos.h"

/* Filling a form: values, and what is wrong with them. */

/* ---- where a value lies */

const struct field *
sheet_repeat_of(const struct field *field)
{
	for (field = field->parent; field; field = field->parent)
		if (field->type == FIELD_REPEAT)
			return field;
	return NULL;
}

char *
sheet_path(const struct field *field, int row)
{
	const struct field *repeat = row ? sheet_repeat_of(field) : NULL;
	struct field_place place = field_place_of(repeat ? repeat->name : NULL, row, field->name);

	return field_place_text(&place);
}

static struct value *
holder(struct value *values, const struct field *field, int row)
{
	const struct field *repeat = sheet_repeat_of(field);
	struct value *list;

	if (!repeat)
		return values;
	list = value_get_mut(values, repeat->name);
	if (!list || list->type != VALUE_LIST || row < 1 || (size_t)row > list->list.count)
		return NULL;
	return &list->list.items[row - 1];
}

static const struct value *
held_by(const struct value *values, const struct field *field, int row)
{
	const struct field *repeat = sheet_repeat_of(field);
	const struct value *list = repeat ? value_get_list(values, repeat->name) : NULL;

	if (!repeat)
		return values;
	return list && row >= 1 && (size_t)row <= list->list.count ? &list->list.items[row - 1] : NULL;
}

const struct value *
sheet_value(const struct sheet *sheet, const struct field *field, int row)
{
	return value_get(held_by(&sheet->completed, field, row), field->name);
}

bool
sheet_is_calculated(const struct field *field)
{
	return field->calculation.sql != NULL;
}

char *
sheet_text(const struct sheet *sheet, const struct field *field, int row, const char *lang)
{
	char *path = sheet_path(field, row), *out;
	const char *raw = value_get_text(&sheet->raw, path);

	out = raw ? mem_strdup(raw) : field_value_text(app_pack(sheet->app), field, sheet_value(sheet, field, row), lang);
	free(path);
	return out;
}

/* ---- problems */

static void
clear_problems(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->problem_count; i++)
		free(sheet->problems[i].text);
	sheet->problem_count = 0;
}

static struct sheet_problem *
add_problem(struct sheet *sheet, enum sheet_problem_kind kind, const struct field *field, int row, const char *text)
{
	struct sheet_problem *problem;

	MEM_GROW(sheet->problems, sheet->problem_count, sheet->problem_cap);
	problem = &sheet->problems[sheet->problem_count++];
	*problem = (struct sheet_problem){ .field = field, .row = row, .kind = kind, .text = mem_strdup(text) };
	return problem;
}

static bool
has_raw(const struct sheet *sheet, const struct field *field, int row)
{
	char *path = sheet_path(field, row);
	bool has = value_get_text(&sheet->raw, path) != NULL;

	free(path);
	return has;
}

static void
on_problem(const struct eval_problem *problem, void *ctx)
{
	struct sheet *sheet = ctx;

	if (problem->problem == PROBLEM_REQUIRED && has_raw(sheet, problem->field, problem->row))
		return; /* something stands there; what is wrong with it is said already */
	add_problem(sheet, problem->problem == PROBLEM_REQUIRED ? SHEET_MISSING : SHEET_WRONG, problem->field, problem->row, problem->text);
}

static bool
is_shown(struct sheet *sheet, const struct field *field)
{
	return pack_form_of_field(app_pack(sheet->app), field->name) == sheet->form &&
	       (sheet_repeat_of(field) || sheet_is_relevant(sheet, field, 0));
}

static bool
is_empty(const struct sheet *sheet, const struct field *field)
{
	if (field->type == FIELD_PHOTO)
		return sheet_photo(sheet, field, 0) == NULL;
	return !sheet_repeat_of(field) && !sheet_value(sheet, field, 0);
}

static void
on_finding(const struct eval_finding *finding, void *ctx)
{
	struct sheet *sheet = ctx;
	const struct rule *rule = finding->rule;
	const struct field *at = NULL;
	struct sheet_problem *problem;

	if (finding->kind == FINDING_NOT_JUDGED || rule->level == RULE_INFO)
		return;
	/* At the first of its fields that is shown; rather at one that is still empty, for that is where it will be settled. */
	for (int pass = 0; pass < 2 && !at; pass++)
		for (size_t i = 0; i < rule->fields.count && !at; i++) {
			const struct field *field = pack_field(app_pack(sheet->app), rule->fields.items[i]);

			if (field && is_shown(sheet, field) && (pass || is_empty(sheet, field)))
				at = sheet_repeat_of(field) ? sheet_repeat_of(field) : field;
		}
	problem = add_problem(sheet, rule->level == RULE_ERROR ? SHEET_RULE : SHEET_WARNING, at, 0, label_text(&rule->message, _("en")));
	problem->rule = rule;
	if (!at && rule->fields.count) { /* about answers of another form: say which */
		const struct field *field = pack_field(app_pack(sheet->app), rule->fields.items[0]);
		const struct form *form = field ? pack_form_of_field(app_pack(sheet->app), field->name) : NULL;

		free(problem->text);
		problem->text = mem_printf(_("%s (see \"%s\" in \"%s\")"), label_text(&rule->message, _("en")),
					   field ? label_text(&field->label, _("en")) : "", form ? label_text(&form->label, _("en")) : "");
	}
}

static void
on_value(const struct value_problem *problem, void *ctx)
{
	struct sheet *sheet = ctx;

	if (problem->field)
		add_problem(sheet, SHEET_WRONG, problem->field, 0, problem->text);
}

static void
add_raw_problems(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->raw.object.count; i++) {
		const struct member *member = &sheet->raw.object.members[i];
		int row;
		const struct field *field = field_place_find(app_pack(sheet->app), member->name, &row);
		struct value value = { 0 };
		struct err why = { 0 };

		if (!field || !sheet_is_relevant(sheet, field, row))
			continue;
		if (field_value_from_text(app_pack(sheet->app), field, member->value.text, &value, &why))
			add_problem(sheet, SHEET_WRONG, field, row, why.text);
		value_release(&value);
	}
}

static struct eval_photo *
rule_photos(const struct sheet *sheet)
{
	struct eval_photo *photos = mem_array(sheet->photo_count, sizeof(*photos));

	for (size_t i = 0; i < sheet->photo_count; i++) {
		const struct sheet_photo *photo = &sheet->photos[i];

		photos[i] = (struct eval_photo){ .field = photo->field,
						 .mime = "image/jpeg",
						 .size_bytes = (int64_t)photo->bytes.len,
						 .has_taken = photo->has_taken,
						 .taken_unix = photo->taken_unix,
						 .elsewhere = store_photo_elsewhere(app_store(sheet->app), &photo->id, &sheet->root) };
		id_hex(&photo->id, photos[i].id_hex);
	}
	return photos;
}

/* Which questions are asked, remembered: the evaluator serves other buildings as well between two checks. */
static void
note_relevant(struct sheet *sheet, const struct field *fields, size_t count, int row)
{
	struct eval *eval = store_eval(app_store(sheet->app));

	for (size_t i = 0; i < count; i++) {
		const struct field *field = &fields[i];

		MEM_GROW(sheet->asked, sheet->asked_count, sheet->asked_cap);
		sheet->asked[sheet->asked_count++] = (struct asked){ field, row, eval_field_relevant(eval, field, row) };
		if (field->type == FIELD_GROUP)
			note_relevant(sheet, field->fields, field->field_count, row);
		for (int r = 1; field->type == FIELD_REPEAT && r <= sheet_row_count(sheet, field); r++)
			note_relevant(sheet, field->fields, field->field_count, r);
	}
}

void
sheet_check(struct sheet *sheet)
{
	struct eval *eval = store_eval(app_store(sheet->app));
	struct eval_photo *photos = rule_photos(sheet);
	char today[11];

	clear_problems(sheet);
	clock_date(clock_now_unix(), today);
	value_release(&sheet->completed);
	sheet->completed = value_copy(&sheet->typed);
	if (sheet->dossier)
		dossier_load_eval(app_store(sheet->app), sheet->dossier, sheet->form->name, today);
	else
		eval_clear(eval, today);
	if (form_check_values(app_pack(sheet->app), sheet->form, &sheet->completed, true, on_value, sheet) == 0) {
		eval_complete(eval, sheet->form, &sheet->completed, true, photos, sheet->photo_count);
		sheet->asked_count = 0;
		note_relevant(sheet, sheet->form->fields, sheet->form->field_count, 0);
		add_raw_problems(sheet);
		eval_check_form(eval, sheet->form, _("en"), on_problem, sheet);
		eval_rules(eval, sheet->form, true, on_finding, sheet);
	}
	free(photos);
}

size_t
sheet_problem_count(const struct sheet *sheet)
{
	return sheet->problem_count;
}

const struct sheet_problem *
sheet_problem_at(const struct sheet *sheet, size_t index)
{
	return &sheet->problems[index];
}

const struct sheet_problem *
sheet_problem_of(const struct sheet *sheet, const struct field *field, int row, bool missing_too)
{
	for (size_t i = 0; i < sheet->problem_count; i++) {
		const struct sheet_problem *problem = &sheet->problems[i];

		if (problem->field == field && (problem->row == row || !problem->row) && (missing_too || problem->kind != SHEET_MISSING))
			return problem;
	}
	return NULL;
}

/* ---- reasons for warnings */

/* Where the reason for a rule stands in the list; SIZE_MAX: nowhere. */
static size_t
reason_index(const struct value *reasons, const char *rule)
{
	for (size_t i = 0; reasons && i < reasons->list.count; i++) {
		const char *named = value_get_text(&reasons->list.items[i], "rule");

		if (named && strcmp(named, rule) == 0)
			return i;
	}
	return SIZE_MAX;
}

const char *
sheet_reason(const struct sheet *sheet, const char *rule)
{
	const struct value *reasons = value_get_list(&sheet->typed, "_reasons");
	size_t index = reason_index(reasons, rule);
	const char *text = index == SIZE_MAX ? NULL : value_get_text(&reasons->list.items[index], "reason");

	return text ? text : "";
}

void
sheet_set_reason(struct sheet *sheet, const char *rule, const char *text)
{
	struct value *reasons = value_get_mut(&sheet->typed, "_reasons"), added;
	size_t index = reason_index(value_get_list(&sheet->typed, "_reasons"), rule);

	sheet->changed = true;
	if (index != SIZE_MAX) {
		value_set_text(&reasons->list.items[index], "reason", text);
	} else {
		if (!reasons) {
			value_set_take(&sheet->typed, "_reasons", value_list());
			reasons = value_get_mut(&sheet->typed, "_reasons");
		}
		added = value_object();
		value_set_text(&added, "rule", rule);
		value_set_text(&added, "reason", text);
		value_append_take(reasons, added);
	}
	sheet_check(sheet);
}

/* ---- setting */

void
sheet_set_take(struct sheet *sheet, const struct field *field, int row, struct value value)
{
	struct value *at = holder(&sheet->typed, field, row);
	char *path = sheet_path(field, row);

	value_remove(&sheet->raw, path);
	free(path);
	if (!at) {
		value_release(&value);
		return;
	}
	sheet->changed = true;
	value_set_take(at, field->name, value);
	sheet_check(sheet);
}

void
sheet_set_text(struct sheet *sheet, const struct field *field, int row, const char *text)
{
	struct value value = { 0 };
	struct err why = { 0 };
	char *path = sheet_path(field, row);

	if (field_value_from_text(app_pack(sheet->app), field, text, &value, &why)) {
		sheet_set_take(sheet, field, row, (struct value){ 0 });
		value_set_text(&sheet->raw, path, text);
		sheet_check(sheet);
	} else {
		sheet_set_take(sheet, field, row, value);
	}
	free(path);
}

void
sheet_toggle(struct sheet *sheet, const struct field *field, int row, const char *name)
{
	const struct value *now = sheet_value(sheet, field, row);
	const struct choice *choice = list_choice(field->list, name);
	struct value next = value_list();

	for (size_t i = 0; i < field->list->choice_count; i++) { /* in the list's order */
		const struct choice *other = &field->list->choices[i];
		bool on = false;

		for (size_t k = 0; now && k < now->list.count; k++)
			on |= strcmp(now->list.items[k].text, other->name) == 0;
		if (other == choice)
			on = !on;
		else if (choice->exclusive || other->exclusive)
			on = false;
		if (on)
			value_append_take(&next, value_text(other->name));
	}
	if (next.list.count == 0)
		value_release(&next);
	sheet_set_take(sheet, field, row, next);
}

/* ---- relevance and rows */

bool
sheet_is_relevant(const struct sheet *sheet, const struct field *field, int row)
{
	for (size_t i = 0; i < sheet->asked_count; i++)
		if (sheet->asked[i].field == field && sheet->asked[i].row == row)
			return sheet->asked[i].relevant;
	return false;
}

int
sheet_row_count(const struct sheet *sheet, const struct field *repeat)
{
	const struct value *list = value_get_list(&sheet->typed, repeat->name);

	return list ? (int)list->list.count : 0;
}

int
sheet_add_row(struct sheet *sheet, const struct field *repeat)
{
	struct value *list = value_get_mut(&sheet->typed, repeat->name);

	if (!list) {
		value_set_take(&sheet->typed, repeat->name, value_list());
		list = value_get_mut(&sheet->typed, repeat->name);
	}
	value_append_take(list, value_object());
	sheet->changed = true;
	sheet_check(sheet);
	return sheet_row_count(sheet, repeat);
}

/* Names of the rows behind the removed one move down, in `raw` and in photos. */
static char *
moved_path(const char *path, const char *repeat, int removed, bool *gone)
{
	struct field_place place;

	*gone = false;
	if (!field_place_read(path, &place) || !field_place_in(&place, repeat) || place.row < removed)
		return mem_strdup(path);
	*gone = place.row == removed;
	place.row--;
	return field_place_text(&place);
}

void
sheet_remove_row(struct sheet *sheet, const struct field *repeat, int row)
{
	struct value *list = value_get_mut(&sheet->typed, repeat->name), raw = value_object(), rows = value_list();
	size_t kept = 0;
	bool gone;

	if (!list || row < 1 || (size_t)row > list->list.count)
		return;
	for (size_t i = 0; i < list->list.count; i++)
		if (i != (size_t)row - 1)
			value_append_take(&rows, value_copy(&list->list.items[i]));
	if (rows.list.count == 0)
		value_release(&rows);
	value_set_take(&sheet->typed, repeat->name, rows);
	for (size_t i = 0; i < sheet->raw.object.count; i++) {
		char *path = moved_path(sheet->raw.object.members[i].name, repeat->name, row, &gone);

		if (!gone)
			value_set_text(&raw, path, sheet->raw.object.members[i].value.text);
		free(path);
	}
	value_release(&sheet->raw);
	sheet->raw = raw;
	for (size_t i = 0; i < sheet->photo_count; i++) {
		char *path = moved_path(sheet->photos[i].field, repeat->name, row, &gone);

		if (gone) {
			free(path);
			sheet_photo_release(&sheet->photos[i]);
			continue;
		}
		free(sheet->photos[i].field);
		sheet->photos[i].field = path;
		sheet->photos[kept++] = sheet->photos[i];
	}
	sheet->photo_count = kept;
	sheet->changed = true;
	sheet_check(sheet);
}

bool
sheet_row_is_empty(const struct sheet *sheet, const struct field *repeat, int row)
{
	const struct value *list = value_get_list(&sheet->typed, repeat->name);
	char *start = mem_printf("%s/%d/", repeat->name, row);
	bool empty = list && row >= 1 && (size_t)row <= list->list.count && list->list.items[row - 1].object.count == 0;

	for (size_t i = 0; i < sheet->raw.object.count && empty; i++)
		empty = strncmp(sheet->raw.object.members[i].name, start, strlen(start)) != 0;
	for (size_t i = 0; i < sheet->photo_count && empty; i++)
		empty = strncmp(sheet->photos[i].field, start, strlen(start)) != 0;
	free(start);
	return empty;
}

bool
sheet_is_as_signed(const struct sheet *sheet)
{
	const struct flow_step *head = sheet_head(sheet);
	struct value was;
	bool same;

	if (!head || sheet->return_reason || sheet->marks.count || sheet->photo_count != head->step->photo_count)
		return false;
	was = sheet_head_values(sheet);
	if (was.type != VALUE_OBJECT)
		return false;
	value_remove(&was, "_keys");
	value_remove(&was, "_seconds");
	same = value_equal(&was, &sheet->completed);
	value_release(&was);
	for (size_t i = 0; i < sheet->photo_count && same; i++)
		same = sheet->photos[i].kept;
	return same;
}

const char *
sheet_author(const struct sheet *sheet)
{
	const struct flow_step *head = sheet_head(sheet);

	return head && head->author && strcmp(head->author->person, app_person_number(sheet->app)) != 0 ? head->author->name : "";
}

char *
sheet_warning(const struct sheet *sheet)
{
	return sheet->dossier ? house_fill_warning(sheet->app, sheet->dossier, sheet->form) : NULL;
}

/* ---- what a signer marked */

const char *
sheet_mark(const struct sheet *sheet, const struct field *field)
{
	return return_marks_label(&sheet->marks, app_pack(sheet->app), field);
}

const char *
sheet_return_reason(const struct sheet *sheet)
{
	return sheet->return_reason ? sheet->return_reason : "";
}

const struct form *
sheet_form(const struct sheet *sheet)
{
	return sheet->form;
}

const struct id *
sheet_building(const struct sheet *sheet)
{
	return &sheet->root;
}

const char *
sheet_place(const struct sheet *sheet)
{
	return sheet->place ? sheet->place : "";
}
