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
#include "form/answer/check.h"
#include "ui/form/form.h"
#include "ui/page/listview.h"
#include "ui/page/photo.h"
#include "ui/page/text.h"
#include "ui/screen.h"
#include "ui/settle/answers.h"
#include "ui/settle/compare.h"

/* The page of the versions of a form side by side, with who and when. A digit takes an answer from one of them, Space from the one that Left
 * and Right choose; the merged form is signed like any other, names all and ends the conflict. */

enum { COMMAND_GO_ON = 1, COMMAND_TAKE, COMMAND_LEFT, COMMAND_RIGHT, COMMAND_PHOTO, COMMAND_OTHER_PHOTO, COMMAND_READ, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_CHAR, 0, "1 2", N_("take this answer"), COMMAND_TAKE, true },
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("to the merged form"), COMMAND_GO_ON, true },
	{ UI_KEY_CHAR, 'p', "p P", N_("see the photo left, right"), COMMAND_PHOTO, true },
	{ UI_KEY_CHAR, 'P', NULL, NULL, COMMAND_OTHER_PHOTO, false },
	{ UI_KEY_LEFT, 0, N_("Left, Right"), N_("the version before, the next one"), COMMAND_LEFT, false },
	{ UI_KEY_RIGHT, 0, NULL, NULL, COMMAND_RIGHT, false },
	{ UI_KEY_CHAR, 'v', "v", N_("read the line whole"), COMMAND_READ, false },
	{ UI_KEY_CHAR, ' ', N_("Space"), N_("take the answer of that version"), COMMAND_TAKE, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct difference {
	const struct field *field;
	size_t taken; /* of which version; SIZE_MAX: not chosen yet */
};

struct versions_state {
	bool stale;  /* another window wrote the file since the versions were read */
	bool merged; /* ... and made one of them */
	struct id building;
	const struct form *form;
	char *place;
	struct app_versions versions;
	struct difference *differences;
	size_t count, cap;
	size_t version;		    /* the one that Space takes from */
	struct compare_table head;  /* who and when */
	struct compare_table table; /* a row for each difference */
	struct list_view list;
	char note[400]; /* which versions are seen, and where one is in the list */
};

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
	for (size_t i = 1; i < state->versions.count; i++)
		differs |= !answers_agree(&state->versions.items[0], &state->versions.items[i], field);
	if (differs) {
		MEM_GROW(state->differences, state->count, state->cap);
		state->differences[state->count++] = (struct difference){ field, SIZE_MAX };
	}
	return true;
}

/* Do they differ in answers that the form asks no more? None of these is in what is merged. */
static bool
differ_unasked(const struct versions_state *state)
{
	const char *first = state->versions.items[0].unasked;
	bool differ = false;

	for (size_t v = 1; v < state->versions.count; v++) {
		const char *other = state->versions.items[v].unasked;

		differ |= strcmp(first ? first : "", other ? other : "") != 0;
	}
	return differ;
}

static void
fill_tables(struct versions_state *state, const struct ui *ui)
{
	struct compare_cell *cells;

	state->head.sides = state->table.sides = state->versions.count;
	state->head.marks = state->table.marks = true;
	cells = compare_add(&state->head, "");
	for (size_t v = 0; v < state->versions.count; v++) {
		const struct app_version *version = &state->versions.items[v];

		cells[v].text = mem_printf("%zu %s %s", v + 1, version->by ? version->by : "?", version->at);
	}
	if (differ_unasked(state)) {
		cells = compare_add(&state->head, _("asked no more"));
		for (size_t v = 0; v < state->versions.count; v++)
			cells[v].text = mem_strdup(state->versions.items[v].unasked ? state->versions.items[v].unasked : "-");
	}
	for (size_t i = 0; i < state->count; i++) {
		cells = compare_add(&state->table, label_text(&state->differences[i].field->label, ui->lang));
		for (size_t v = 0; v < state->versions.count; v++)
			cells[v].text = answer_text(ui, &state->versions.items[v], state->differences[i].field);
	}
}

/* Marks what was taken and the version that is chosen. */
static void
mark_cells(struct versions_state *state)
{
	for (size_t v = 0; v < state->versions.count; v++) {
		state->head.rows[0].cells[v].look = v == state->version ? CHOSEN : ACCENT;
		state->head.rows[0].cells[v].mark = v == state->version ? "> " : NULL;
	}
	for (size_t i = 0; i < state->count; i++)
		for (size_t v = 0; v < state->versions.count; v++) {
			struct compare_cell *cell = &state->table.rows[i].cells[v];

			cell->mark = state->differences[i].taken == v ? "* " : NULL;
			cell->look = cell->mark ? GOOD : PLAIN;
		}
}

/* Which of the versions now is that version of before? SIZE_MAX: it is none any more. */
static size_t
find_version(const struct app_versions *versions, const struct id *step)
{
	for (size_t i = 0; i < versions->count; i++)
		if (id_equal(&versions->items[i].step, step))
			return i;
	return SIZE_MAX;
}

/* Reads the versions again. What was taken already stays taken. */
static enum status
read_anew(struct versions_state *state, struct ui *ui, struct err *err)
{
	struct app_versions versions = { 0 }, before = state->versions;
	struct difference *taken = state->differences;
	size_t taken_count = state->count;
	enum status status = app_versions(ui->app, &state->building, state->form->name, &state->versions.slot, &versions, err);

	if (status)
		return status;
	state->stale = false;
	state->merged = versions.count < 2;
	if (state->merged) {
		app_versions_release(&versions);
		ui_say(ui, TOAST_SAID, "%s", _("Meanwhile another window made one version of them. Enter leads back."));
		return STATUS_OK;
	}
	state->versions = versions;
	state->differences = NULL;
	state->count = state->cap = 0;
	compare_release(&state->head);
	compare_release(&state->table);
	form_each_field(state->form, find_difference, state);
	for (size_t i = 0; i < state->count; i++)
		for (size_t k = 0; k < taken_count; k++)
			if (taken[k].field == state->differences[i].field && taken[k].taken < before.count)
				state->differences[i].taken = find_version(&versions, &before.items[taken[k].taken].step);
	if (state->version >= versions.count)
		state->version = 0;
	fill_tables(state, ui);
	free(taken);
	app_versions_release(&before);
	return STATUS_OK;
}

static void
versions_forget(struct screen *screen, struct ui *ui)
{
	(void)ui;
	((struct versions_state *)screen->state)->stale = true;
}

/* The page below the name of the house. */
static struct area
table_area(const struct ui *ui)
{
	return area_below(ui_body(ui), 1);
}

static void
versions_recalc(struct screen *screen, struct ui *ui)
{
	struct versions_state *state = screen->state;
	struct list_rows rows;
	struct area area = table_area(ui);
	size_t shown, first;
	struct err err = { 0 };

	if (state->stale && read_anew(state, ui, &err)) {
		screen_unread(screen, &err);
		return;
	}
	rows = compare_rows(&state->table);
	shown = compare_shown(&state->head, area.cols);
	first = state->head.first;
	if (first > state->version)
		first = state->version;
	if (first + shown <= state->version)
		first = state->version + 1 - shown;
	if (first + shown > state->versions.count)
		first = state->versions.count - shown;
	state->head.first = state->table.first = first;
	mark_cells(state);
	list_view_fit(&state->list, &rows, area_below(area, compare_head_lines(&state->head, area.cols) + 1));
	*state->note = '\0';
	if (shown < state->versions.count)
		snprintf(state->note, sizeof(state->note), _("versions %zu to %zu of %zu: Left, Right, Space"), first + 1, first + shown,
			 state->versions.count);
	snprintf(state->note + strlen(state->note), sizeof(state->note) - strlen(state->note), "%s%s",
		 *state->note && *state->list.note ? "   " : "", state->list.note);
}

static void
versions_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct versions_state *state = screen->state;
	const struct list_rows rows = compare_rows(&state->table);
	struct area place = area_inside(ui_body(ui), 1, 1), area = table_area(ui), none = area_inside(state->list.area, 2, 2);

	canvas_line(canvas, &place, BOLD, state->place);
	compare_draw_head(&state->head, canvas, area, PLAIN);
	canvas_rule(canvas, area.row + compare_head_lines(&state->head, area.cols), area.col, area.cols);
	if (state->count == 0)
		canvas_paragraph(canvas, &none, PLAIN,
				 _("All of them say the same. Enter goes on; signed once more, it is one form again."));
	else
		list_view_draw(&state->list, &rows, canvas);
}

static const char *
versions_note(const struct screen *screen)
{
	return ((const struct versions_state *)screen->state)->note;
}

/* ---- merging */

/* Takes over the reasons given for warnings, of whichever version: the person who signs sees them once more. */
static void
take_reasons(struct sheet *sheet, const struct value *reasons)
{
	for (size_t i = 0; reasons && i < reasons->list.count; i++) {
		const char *rule = value_get_text(&reasons->list.items[i], "rule"),
			   *reason = value_get_text(&reasons->list.items[i], "reason"),
			   *words = value_get_text(&reasons->list.items[i], "words");

		if (!rule || !reason || *sheet_reason(sheet, rule))
			continue;
		sheet_set_reason(sheet, rule, reason);
		if (words)
			sheet_set_reason_words(sheet, rule, words);
	}
}

/* Puts the merged answers into a draft of the form. */
static bool
merge(struct versions_state *state, struct ui *ui)
{
	const struct value *base = &state->versions.items[0].values;
	struct sheet *sheet = NULL;
	struct err err = { 0 };

	if (sheet_open(ui->app, &state->building, state->form->name, &state->versions.slot, &sheet, &err)) {
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
		const struct value *value = answer_value(&state->versions.items[taken], difference->field);

		if (difference->field->type == FIELD_PHOTO)
			sheet_choose_version(sheet, difference->field, taken);
		else
			sheet_set_take(sheet, difference->field, 0, value ? value_copy(value) : (struct value){ 0 });
	}
	for (size_t v = 0; v < state->versions.count; v++)
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
	const struct field *field = state->list.chosen < state->count ? state->differences[state->list.chosen].field : NULL;
	const struct id *photo = field && field->type == FIELD_PHOTO && version < state->versions.count
					 ? app_version_photo(&state->versions.items[version], field->name)
					 : NULL;
	struct screen *large = NULL;
	struct buf bytes = { 0 };
	struct err err = { 0 };

	if (!photo) {
		ui_say(ui, TOAST_SAID, "%s", _("There is no photo here."));
		return STAY;
	}
	if (field->is_private) {
		ui_say(ui, TOAST_SAID, "%s", _("This photo is private; the page of the house shows it (t)."));
		return STAY;
	}
	if (record_photo_bytes(ui->app, photo, &bytes, &err))
		ui_fail(ui, &err);
	else
		large = photo_screen(bytes.data, bytes.len, label_text(&field->label, ui->lang));
	buf_release(&bytes);
	return large ? (struct action){ ACTION_PUSH, large } : STAY;
}

/* Takes the answer of a version for the chosen line, and goes on to the next. */
static void
take(struct versions_state *state, size_t version)
{
	if (version >= state->versions.count || state->list.chosen >= state->count)
		return;
	state->differences[state->list.chosen].taken = version;
	if (state->list.chosen + 1 < state->count)
		state->list.chosen++;
}

static struct action
go_on(struct versions_state *state, struct ui *ui)
{
	struct screen *form;

	if (state->merged)
		return BACK;
	for (size_t i = 0; i < state->count; i++)
		if (state->differences[i].taken == SIZE_MAX) {
			state->list.chosen = i;
			ui_say(ui, TOAST_SAID, "%s",
			       state->versions.count > 2 ? _("Say for each line which answer holds: its number, or Left, Right and Space.")
							 : _("Say for each line which answer holds: 1 or 2."));
			return STAY;
		}
	if (!merge(state, ui))
		return STAY;
	form = form_slot_screen(ui, &state->building, state->form->name, &state->versions.slot);
	return form ? (struct action){ ACTION_REPLACE, form } : STAY;
}

static struct action
versions_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct versions_state *state = screen->state;
	const struct list_rows rows = compare_rows(&state->table);
	uint32_t c = ui_key_ascii(key);

	if (list_view_key(&state->list, &rows, key))
		return STAY;
	if (c >= '1' && c <= '9') {
		take(state, c - '1');
		return STAY;
	}
	switch (command) {
	case COMMAND_TAKE:
		take(state, state->version);
		break;
	case COMMAND_GO_ON:
		return go_on(state, ui);
	case COMMAND_LEFT:
		state->version -= state->version > 0;
		break;
	case COMMAND_RIGHT:
		state->version += state->version + 1 < state->versions.count;
		break;
	case COMMAND_PHOTO:
	case COMMAND_OTHER_PHOTO:
		return show_photo(state, ui, state->head.first + (command == COMMAND_OTHER_PHOTO));
	case COMMAND_READ:
		return state->count ? (struct action){ ACTION_PUSH,
						       text_screen(mem_strdup(state->place),
								   compare_whole_row(&state->head, &state->table, state->list.chosen)) }
				    : STAY;
	case COMMAND_BACK:
		return BACK;
	}
	return STAY;
}

static void
versions_close(struct screen *screen, struct ui *ui)
{
	struct versions_state *state = screen->state;

	(void)ui;
	app_versions_release(&state->versions);
	compare_release(&state->head);
	compare_release(&state->table);
	list_view_release(&state->list);
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
	.about = N_("Two people changed the same form. Choose line by line which answer holds; the result is signed as one form."),
	.bindings = bindings,
	.also = move_bindings,
	.title = versions_title,
	.note = versions_note,
	.recalc = versions_recalc,
	.draw = versions_draw,
	.key = versions_key,
	.forget = versions_forget,
	.close = versions_close,
};

struct screen *
versions_screen(struct ui *ui, const struct id *building, const char *form, const struct id *slot)
{
	struct versions_state *state = mem_alloc(sizeof(*state));
	struct err err = { 0 };

	state->building = *building;
	state->form = pack_form(app_pack(ui->app), form);
	if (!state->form || app_versions(ui->app, building, form, slot, &state->versions, &err) || state->versions.count < 2) {
		if (*err.text)
			ui_fail(ui, &err);
		app_versions_release(&state->versions);
		free(state);
		return NULL;
	}
	state->place = app_building_place(ui->app, building);
	form_each_field(state->form, find_difference, state);
	fill_tables(state, ui);
	return screen_new(&versions_class, state);
}
