#include "app/fill/sheet.h"
#include "app/fill/sheet_problems.h"
#include "app/fill/sheet_undo.h"
#include "app/fill/sheet_unfit.h"

#include <stdlib.h>
#include <string.h>

#include "app/fill/sheet_state.h"
#include "app/house/blind.h"
#include "app/house/check.h"
#include "app/house/fall.h"
#include "app/house/pick.h"
#include "app/house/returned.h"
#include "app/house/rights.h"
#include "app/session/person.h"
#include "store/store.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "form/answer/check.h"
#include "form/answer/meant.h"
#include "trust/holders.h"
#include "form/place.h"
#include "step/step.h"
#include "store/houses/photos.h"

/* Filling a form: the values and rows, and what a signer marked. */

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
sheet_is_relevant(const struct sheet *sheet, const struct field *field, int row)
{
	for (size_t i = 0; i < sheet->asked_count; i++)
		if (sheet->asked[i].field == field && sheet->asked[i].row == row)
			return sheet->asked[i].relevant;
	return false;
}

bool
sheet_is_fixed(const struct field *field)
{
	return field->calculation.sql != NULL || field->by_act || field->from || (field->parent && field->parent->from);
}

char *
sheet_text(const struct sheet *sheet, const struct field *field, int row, const char *lang)
{
	char *path = sheet_path(field, row), *out;
	const char *raw = value_get_text(&sheet->raw, path);

	if (!raw && !sheet_value(sheet, field, row))
		raw = sheet_unfit(sheet, field, row);
	out = raw ? mem_strdup(raw) : field_value_text(app_pack(sheet->app), field, sheet_value(sheet, field, row), lang);
	free(path);
	return out;
}

/* ---- setting */

static void
put_take(struct sheet *sheet, const struct field *field, int row, struct value value)
{
	struct value *at = holder(&sheet->typed, field, row);
	char *path = sheet_path(field, row);

	value_remove(&sheet->raw, path);
	free(path);
	sheet_drop_unfit(sheet, field, row);
	value_remove(&sheet->again, sheet_repeat_of(field) ? sheet_repeat_of(field)->name : field->name);
	if (!at) {
		value_release(&value);
		return;
	}
	sheet->changed = true;
	value_set_take(at, field->name, value);
	sheet_check(sheet);
}

void
sheet_set_take(struct sheet *sheet, const struct field *field, int row, struct value value)
{
	sheet_remember(sheet, field, row);
	put_take(sheet, field, row, value);
}

void
sheet_set_text(struct sheet *sheet, const struct field *field, int row, const char *text)
{
	struct value value = { 0 };
	struct err why = { 0 };
	char *path = sheet_path(field, row);

	sheet_remember_typing(sheet, field, row);
	if (field_value_from_text(app_pack(sheet->app), field, text, &value, &why)) {
		put_take(sheet, field, row, (struct value){ 0 });
		value_set_text(&sheet->raw, path, text);
		sheet_check(sheet);
	} else {
		put_take(sheet, field, row, value);
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

/* ---- persons who are picked */

const char *
sheet_division(const struct sheet *sheet)
{
	return house_division(sheet->app, sheet->dossier, &sheet->typed);
}

void
sheet_people(const struct sheet *sheet, const struct field *field, char ***out, size_t *count)
{
	char *signed_names = house_people_signed(sheet->dossier, sheet->form, id_is_zero(&sheet->slot) ? NULL : &sheet->slot, field);

	house_people_to_pick(sheet->app, field, sheet_division(sheet), signed_names, out, count);
	free(signed_names);
}

void
sheet_toggle_person(struct sheet *sheet, const struct field *field, const char *name)
{
	const struct value *now = sheet_value(sheet, field, 0);
	const char *held = now && now->type == VALUE_TEXT ? now->text : NULL;
	struct buf next = { 0 };
	char **names;
	size_t count;

	sheet_people(sheet, field, &names, &count);
	for (size_t i = 0; i < count; i++) /* in their order */
		if (house_names_person(held, names[i]) != (strcmp(names[i], name) == 0))
			buf_printf(&next, "%s%s", next.len ? PICK_JOINS : "", names[i]);
	house_people_free(names, count);
	sheet_set_take(sheet, field, 0, next.len ? value_text(buf_text(&next)) : (struct value){ 0 });
	buf_release(&next);
}

/* ---- rows */

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

	sheet_remember(sheet, repeat, 0);
	if (!list) {
		value_set_take(&sheet->typed, repeat->name, value_list());
		list = value_get_mut(&sheet->typed, repeat->name);
	}
	value_append_take(list, value_object());
	sheet_drop_unfit(sheet, repeat, 0);
	sheet->changed = true;
	sheet_check(sheet);
	return sheet_row_count(sheet, repeat);
}

/* The place of a row behind the removed one moves down by one, in `raw` and in photos. */
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

/* Moves texts by path with the rows. */
static void
move_texts(struct value *texts, const char *repeat, int removed)
{
	struct value moved = value_object();
	bool gone;

	for (size_t i = 0; i < texts->object.count; i++) {
		char *path = moved_path(texts->object.members[i].name, repeat, removed, &gone);

		if (!gone)
			value_set_text(&moved, path, texts->object.members[i].value.text);
		free(path);
	}
	value_release(texts);
	*texts = moved;
}

void
sheet_remove_row(struct sheet *sheet, const struct field *repeat, int row)
{
	struct value *list = value_get_mut(&sheet->typed, repeat->name), rows = value_list();
	size_t kept = 0;
	bool gone;

	if (!list || row < 1 || (size_t)row > list->list.count)
		return;
	sheet_remember(sheet, repeat, 0);
	for (size_t i = 0; i < list->list.count; i++)
		if (i != (size_t)row - 1)
			value_append_take(&rows, value_copy(&list->list.items[i]));
	if (rows.list.count == 0)
		value_release(&rows);
	value_set_take(&sheet->typed, repeat->name, rows);
	move_texts(&sheet->raw, repeat->name, row);
	move_texts(&sheet->unfit, repeat->name, row);
	for (size_t i = 0; i < sheet->photo_count; i++) {
		char *path = moved_path(sheet->photos[i].field, repeat->name, row, &gone);

		if (gone) {
			free(path);
			sheet_bury_photo(sheet, &sheet->photos[i]);
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
	for (size_t i = 0; i < sheet->unfit.object.count && empty; i++)
		empty = strncmp(sheet->unfit.object.members[i].name, start, strlen(start)) != 0;
	for (size_t i = 0; i < sheet->photo_count && empty; i++)
		empty = strncmp(sheet->photos[i].field, start, strlen(start)) != 0;
	free(start);
	return empty;
}

bool
sheet_is_unchanged(const struct sheet *sheet)
{
	const struct flow_step *head = sheet_head(sheet);
	struct value was, now;
	bool same;

	if (!head || sheet->photo_count != head->step->photo_count)
		return false;
	was = sheet_head_values(sheet);
	if (was.type != VALUE_OBJECT)
		return false;
	step_data_drop_filling(&was);
	now = value_copy(&sheet->completed);
	if (sheet->return_reason) { /* words about the return are no change of the form */
		value_remove(&was, "_reasons");
		value_remove(&now, "_reasons");
	}
	same = value_equal(&was, &now);
	value_release(&was);
	value_release(&now);
	for (size_t i = 0; i < sheet->photo_count && same; i++)
		same = sheet->photos[i].kept;
	return same;
}

/* Is a blind form answered once more, in the questions that stood empty or by another than before? Whoever did so looked, whether the answer is the same or not, and
 * another must not hear that it is. */
static bool
is_answered_blindly(const struct sheet *sheet)
{
	const struct dossier *dossier = sheet->dossier;

	if (!dossier || !blind_waits(sheet->app, dossier, sheet->form))
		return false;
	for (size_t i = 0; i < dossier->finding_count; i++)
		if (dossier->findings[i].turn == TURN_FINDS && dossier->findings[i].rule->form == sheet->form)
			return true;
	return !blind_wrote(sheet->app, dossier, sheet->form);
}

bool
sheet_is_as_signed(const struct sheet *sheet)
{
	return !sheet->return_reason && !is_answered_blindly(sheet) && !sheet->marks.count && sheet->dossier &&
	       !flow_form_is_again(&sheet->dossier->state, sheet->form) && sheet_is_unchanged(sheet);
}

bool
sheet_differs(const struct sheet *sheet)
{
	const struct dossier *dossier = sheet->dossier;

	for (size_t i = 0; dossier && i < dossier->finding_count; i++) {
		const struct dossier_finding *finding = &dossier->findings[i];

		if (dossier_finding_blocks(finding) && dossier_finding_form(dossier, finding) == sheet->form &&
		    pack_rule_mends(dossier->input.pack, finding->rule) != finding->rule->form)
			return true;
	}
	return false;
}

const char *
sheet_begun_by(const struct sheet *sheet)
{
	const char *person = value_get_text(&sheet->begun, "person"), *name = value_get_text(&sheet->begun, "name"),
		   *now = app_person_number(sheet->app);

	return person && name && (!now || strcmp(person, now) != 0) ? name : "";
}

const char *
sheet_author(const struct sheet *sheet)
{
	const struct flow_step *head = sheet_head(sheet);
	const struct credential *author = head && head->step->has_author
						  ? trust_credential(store_trust(app_store(sheet->app)), &head->step->author)
						  : NULL;

	return author && !flow_same_person(author, app_credential(sheet->app)) ? author->name : "";
}

char *
sheet_warning(const struct sheet *sheet)
{
	return sheet->dossier ? house_fill_warning(sheet->app, sheet->dossier, sheet->form) : NULL;
}

/* ---- what a signer marked */

const char *
sheet_mark(const struct sheet *sheet, const struct field *field, int row)
{
	return return_marks_label(&sheet->marks, app_pack(sheet->app), field, row);
}

char *
sheet_falling(struct sheet *sheet)
{
	free(sheet->falling);
	sheet->falling = NULL;
	sheet->told_of_falling = true;
	if (sheet->dossier && (!sheet->form->repeat || !id_is_zero(&sheet->slot)))
		sheet->falling = house_falls_with(app_pack(sheet->app), sheet->dossier, sheet->form, &sheet->slot, &sheet->completed);
	return sheet->falling ? mem_strdup(sheet->falling) : NULL;
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
