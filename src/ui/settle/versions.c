#include "ui/settle/versions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/fill/sheet.h"
#include "app/fill/sheet_keep.h"
#include "app/fill/sheet_problems.h"
#include "app/house/place.h"
#include "app/house/record.h"
#include "app/session/workspace.h"
#include "app/settle/versions.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "form/check.h"
#include "ui/form/form.h"
#include "ui/menu.h"
#include "ui/page/photo.h"
#include "ui/screen.h"

/* The page of two versions of a form side by side, with who and when. A digit takes an answer from one of them; the merged form is signed like
 * any other, names both and ends the conflict. */

enum { COMMAND_GO_ON = 1, COMMAND_PHOTO, COMMAND_OTHER_PHOTO, COMMAND_SIDE, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_CHAR, 0, "1 2", N_("take this answer"), COMMAND_GO_ON, true },
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("to the merged form"), COMMAND_GO_ON, true },
	{ UI_KEY_CHAR, 'p', "p P", N_("see the photo left, right"), COMMAND_PHOTO, true },
	{ UI_KEY_CHAR, 'P', NULL, NULL, COMMAND_OTHER_PHOTO, false },
	{ UI_KEY_RIGHT, 0, N_("Left, Right"), N_("further versions"), COMMAND_SIDE, false },
	{ UI_KEY_LEFT, 0, NULL, NULL, COMMAND_SIDE, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

#define VERSIONS_MOST 9
#define COLUMNS 2

struct difference {
	const struct field *field;
	size_t taken; /* of which version; SIZE_MAX: not chosen yet */
};

struct versions_state {
	struct id building;
	const struct form *form;
	char *place;
	struct app_versions versions;
	struct difference *differences;
	size_t count, cap;
	size_t first; /* of the versions, the one on the left: two fit on the page */
	struct menu menu;
};

static const struct value *
answer(const struct versions_state *state, size_t version, const struct field *field)
{
	return value_get(&state->versions.items[version].values, field->name);
}

static const struct id *
photo_of(const struct versions_state *state, size_t version, const struct field *field)
{
	return app_version_photo(&state->versions.items[version], field->name);
}

/* What a version says, as a person reads it; caller frees. */
static char *
answer_text(const struct versions_state *state, const struct ui *ui, size_t version, const struct field *field)
{
	const struct value *value = answer(state, version, field);
	const struct id *photo = photo_of(state, version, field);
	char shortened[9];

	if (field->type == FIELD_REPEAT)
		return mem_printf(_("%d rows"), value && value->type == VALUE_LIST ? (int)value->list.count : 0);
	if (field->type == FIELD_PHOTO && photo)
		return mem_printf(_("photo %.8s"), id_short(photo, shortened));
	return field_value_text(app_pack(ui->app), field, value, ui->lang);
}

static size_t
version_count(const struct versions_state *state)
{
	return state->versions.count < VERSIONS_MOST ? state->versions.count : VERSIONS_MOST;
}

static bool
says_the_same(const struct versions_state *state, size_t a, size_t b, const struct field *field)
{
	if (field->type == FIELD_PHOTO) {
		const struct id *one = photo_of(state, a, field), *other = photo_of(state, b, field);

		return one && other ? id_equal(one, other) : one == other;
	} else {
		const struct value *one = answer(state, a, field), *other = answer(state, b, field);

		return one && other ? value_equal(one, other) : one == other;
	}
}

static bool
find_difference(const struct field *field, void *ctx)
{
	struct versions_state *state = ctx;
	bool differs = false;

	/* A list of rows is compared as one answer; a computed field follows from others. */
	for (const struct field *up = field->parent; up; up = up->parent)
		if (up->type == FIELD_REPEAT)
			return true;
	if ((!field_type_has_value(field->type) && field->type != FIELD_REPEAT && field->type != FIELD_PHOTO) || field->calculation.sql)
		return true;
	for (size_t i = 1; i < version_count(state); i++)
		differs |= !says_the_same(state, 0, i, field);
	if (differs) {
		MEM_GROW(state->differences, state->count, state->cap);
		state->differences[state->count++] = (struct difference){ field, SIZE_MAX };
	}
	return true;
}

static void
versions_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct versions_state *state = screen->state;
	size_t columns = version_count(state) > COLUMNS ? COLUMNS : version_count(state);
	int label_cols = 22, col_width = (canvas->cols - label_cols - 2) / (int)columns;

	canvas_short(canvas, BODY_TOP, 1, canvas->cols - 2, BOLD, state->place);
	for (size_t v = 0; v < columns; v++) {
		const struct app_version *version = &state->versions.items[state->first + v];
		char line[200];

		snprintf(line, sizeof(line), "%zu %s %s", state->first + v + 1, version->by ? version->by : "?", version->at);
		canvas_short(canvas, BODY_TOP + 1, label_cols + (int)v * col_width, col_width - 1, ACCENT, line);
	}
	canvas_rule(canvas, BODY_TOP + 2, 0, canvas->cols);
	if (state->count == 0)
		canvas_wrap(canvas, BODY_TOP + 3, 2, canvas->cols - 4, 2, PLAIN,
			    _("Both say the same. Enter goes on; signed once more, it is one form again."));
	for (size_t i = state->menu.first; i < state->count && (int)(i - state->menu.first) < body_rows(canvas) - 4; i++) {
		const struct difference *difference = &state->differences[i];
		int row = BODY_TOP + 3 + (int)(i - state->menu.first);

		canvas_text(canvas, row, 0, 1, ACCENT, i == state->menu.chosen ? ">" : " ");
		canvas_short(canvas, row, 1, label_cols - 2, i == state->menu.chosen ? ACCENT : PLAIN,
			     label_text(&difference->field->label, ui->lang));
		for (size_t v = 0; v < columns; v++) {
			char *text = answer_text(state, ui, state->first + v, difference->field);
			bool taken = difference->taken == state->first + v;

			canvas_text(canvas, row, label_cols + (int)v * col_width, 2, taken ? GOOD : FAINT, taken ? "* " : "  ");
			canvas_short(canvas, row, label_cols + 2 + (int)v * col_width, col_width - 3, taken ? GOOD : PLAIN,
				     *text ? text : "-");
			free(text);
		}
	}
	canvas_cursor(canvas, BODY_TOP + 3 + (int)(state->menu.chosen - state->menu.first), 0);
}

/* Takes over the reasons given for warnings, of whichever version: the person who signs sees them once more. */
static void
take_reasons(struct sheet *sheet, const struct value *reasons)
{
	for (size_t i = 0; reasons && i < reasons->list.count; i++) {
		const char *rule = value_get_text(&reasons->list.items[i], "rule"),
			   *reason = value_get_text(&reasons->list.items[i], "reason");

		if (rule && reason && !*sheet_reason(sheet, rule))
			sheet_set_reason(sheet, rule, reason);
	}
}

/* Puts the merged answers into a draft of the form. */
static bool
merge(struct versions_state *state, struct ui *ui)
{
	const struct value *base = &state->versions.items[0].values;
	struct sheet *sheet = NULL;
	struct err err = { 0 };

	if (sheet_open(ui->app, &state->building, state->form->name, &sheet, &err)) {
		ui_fail(ui, &err);
		return false;
	}
	for (size_t i = 0; i < base->object.count; i++) {
		const struct field *field = pack_field(app_pack(ui->app), base->object.members[i].name);

		if (field && pack_form_of_field(app_pack(ui->app), field->name) == state->form)
			sheet_set_take(sheet, field, 0, value_copy(&base->object.members[i].value));
	}
	for (size_t i = 0; i < state->count; i++) {
		const struct difference *difference = &state->differences[i];
		size_t taken = difference->taken == SIZE_MAX ? 0 : difference->taken;
		const struct value *value = answer(state, taken, difference->field);

		if (difference->field->type == FIELD_PHOTO)
			sheet_choose_version(sheet, difference->field, taken);
		else
			sheet_set_take(sheet, difference->field, 0, value ? value_copy(value) : (struct value){ 0 });
	}
	for (size_t v = 0; v < version_count(state); v++)
		take_reasons(sheet, value_get_list(&state->versions.items[v].values, "_reasons"));
	if (sheet_save(sheet, &err)) {
		ui_fail(ui, &err);
		sheet_free(sheet);
		return false;
	}
	sheet_free(sheet);
	return true;
}

static struct action
show_photo(const struct versions_state *state, struct ui *ui, size_t version)
{
	const struct field *field = state->menu.chosen < state->count ? state->differences[state->menu.chosen].field : NULL;
	const struct id *photo = field && field->type == FIELD_PHOTO && version < version_count(state) ? photo_of(state, version, field)
												       : NULL;
	struct screen *large = NULL;
	struct buf bytes = { 0 };
	struct err err = { 0 };

	if (!photo) {
		ui_say(ui, TOAST_SAID, "%s", _("There is no photo here."));
		return STAY;
	}
	if (record_photo_bytes(ui->app, photo, &bytes, &err))
		ui_fail(ui, &err);
	else
		large = photo_screen(bytes.data, bytes.len, label_text(&field->label, ui->lang));
	buf_release(&bytes);
	return large ? (struct action){ ACTION_PUSH, large } : STAY;
}

static struct action
versions_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct versions_state *state = screen->state;
	struct screen *form;
	size_t open = SIZE_MAX;

	if (menu_key(&state->menu, key, (size_t)ui->rows - 7))
		return STAY;
	if (key->kind == UI_KEY_CHAR && key->c >= '1' && key->c - '1' < version_count(state) && state->menu.chosen < state->count) {
		state->differences[state->menu.chosen].taken = key->c - '1';
		menu_choose(&state->menu, state->menu.chosen + 1, (size_t)ui->rows - 7);
		return STAY;
	}
	if (key->kind == UI_KEY_ENTER) {
		for (size_t i = state->count; i-- > 0;)
			if (state->differences[i].taken == SIZE_MAX)
				open = i;
		if (open != SIZE_MAX) {
			menu_choose(&state->menu, open, (size_t)ui->rows - 7);
			ui_say(ui, TOAST_SAID, "%s", _("Say for each line which answer holds: 1 or 2."));
			return STAY;
		}
		if (!merge(state, ui))
			return STAY;
		form = form_screen(ui, &state->building, state->form->name);
		return form ? (struct action){ ACTION_REPLACE, form } : STAY;
	}
	if (command == COMMAND_SIDE && version_count(state) > COLUMNS) {
		if (key->kind == UI_KEY_RIGHT && state->first + COLUMNS < version_count(state))
			state->first++;
		else if (key->kind == UI_KEY_LEFT && state->first > 0)
			state->first--;
		return STAY;
	}
	if (command == COMMAND_PHOTO || command == COMMAND_OTHER_PHOTO)
		return show_photo(state, ui, state->first + (command == COMMAND_OTHER_PHOTO));
	return command == COMMAND_BACK ? BACK : STAY;
}

static void
versions_close(struct screen *screen, struct ui *ui)
{
	struct versions_state *state = screen->state;

	(void)ui;
	app_versions_release(&state->versions);
	free(state->differences);
	free(state->place);
	free(state);
}

static const char *
versions_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("Versions: which answers hold?");
}

static const struct screen_class versions_class = {
	.name = "versions",
	.bindings = bindings,
	.title = versions_title,
	.draw = versions_draw,
	.key = versions_key,
	.close = versions_close,
};

struct screen *
versions_screen(struct ui *ui, const struct id *building, const char *form)
{
	struct versions_state *state = mem_alloc(sizeof(*state));
	struct err err = { 0 };

	state->building = *building;
	state->form = pack_form(app_pack(ui->app), form);
	if (!state->form || app_versions(ui->app, building, form, &state->versions, &err) || state->versions.count < 2) {
		if (*err.text)
			ui_fail(ui, &err);
		app_versions_release(&state->versions);
		free(state);
		return NULL;
	}
	state->place = app_building_place(ui->app, building);
	form_each_field(state->form, find_difference, state);
	menu_resize(&state->menu, state->count, (size_t)ui->rows - 7);
	return screen_new(&versions_class, state);
}
