#include "app/house/record.h"
#include "app/session/person.h"
#include "app/session/workspace.h"
#include "ui/house/building.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/form/form.h"
#include "ui/menu.h"
#include "ui/page/photo.h"
#include "ui/page/record_lines.h"
#include "ui/picture.h"
#include "ui/screen.h"
#include "ui/settle/versions.h"
#include "ui/sitting/sitting.h"

/* One building: where it stands, all its forms, its photos, and its history with what counts and why not. */

enum {
	COMMAND_NEXT = 1,
	COMMAND_PAGE,
	COMMAND_SHOW,
	COMMAND_PHOTO,
	COMMAND_LARGE,
	COMMAND_FORM,
	COMMAND_BACK,
	COMMAND_UP,
	COMMAND_DOWN,
	COMMAND_PAGE_UP,
	COMMAND_PAGE_DOWN
};

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("do what comes next"), COMMAND_NEXT, true },
	{ UI_KEY_TAB, 0, N_("Tab"), N_("history, forms"), COMMAND_PAGE, true },
	{ UI_KEY_CHAR, 'p', "p", N_("photo"), COMMAND_PHOTO, true },
	{ UI_KEY_CHAR, 'v', "v", N_("large"), COMMAND_LARGE, true },
	{ UI_KEY_CHAR, 't', "t", N_("show private"), COMMAND_SHOW, true },
	{ UI_KEY_UP, 0, N_("Up"), N_("a line up"), COMMAND_UP, false },
	{ UI_KEY_DOWN, 0, N_("Down"), N_("a line down"), COMMAND_DOWN, false },
	{ UI_KEY_PAGE_UP, 0, N_("PgUp"), N_("page up"), COMMAND_PAGE_UP, false },
	{ UI_KEY_PAGE_DOWN, 0, N_("PgDn"), N_("page down"), COMMAND_PAGE_DOWN, false },
	{ UI_KEY_CHAR, ' ', NULL, NULL, COMMAND_PAGE_DOWN, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

enum page { PAGE_RECORD, PAGE_HISTORY, PAGE_FORMS, PAGE_COUNT };

struct building_state {
	struct id building;
	struct record *record; /* NULL: could not be read */
	enum page page;
	bool show_private;
	size_t first, rows; /* of the page shown */
	size_t photo;
	struct picture picture;
	struct menu menu; /* of the forms */
};

#define STAGE_ROWS 9

static int
picture_cols(const struct ui *ui)
{
	return ui->cols >= 110 ? ui->cols - 78 : 28;
}

static void
building_recalc(struct screen *screen, struct ui *ui)
{
	struct building_state *state = screen->state;
	struct err err = { 0 };
	const struct record_photo *photo;
	struct buf bytes = { 0 };
	char key[ID_HEX_LEN + 1];

	record_free(state->record);
	state->record = NULL;
	if (record_open(ui->app, &state->building, &state->record, &err)) {
		ui_fail(ui, &err);
		return;
	}
	menu_resize(&state->menu, app_pack(ui->app)->form_count, 9);
	if (state->record->photo_count == 0)
		return;
	state->photo %= state->record->photo_count;
	photo = &state->record->photos[state->photo];
	if (strcmp(state->picture.key, id_hex(&photo->id, key)) == 0 && state->picture.cols == picture_cols(ui))
		return;
	if (!record_photo_bytes(ui->app, &photo->id, &bytes, &err))
		picture_make(&state->picture, ui, key, bytes.data, bytes.len, NULL, ui->rows - 8 - STAGE_ROWS > 8 ? ui->rows - 6 : 14,
			     picture_cols(ui));
	else
		picture_release(&state->picture);
	buf_release(&bytes);
}

static void
draw_history(const struct building_state *state, struct canvas *canvas, int row, int width, int height)
{
	const struct record *record = state->record;
	int at = 0;

	for (size_t i = 0; i < record->step_count; i++) {
		const struct record_step *step = &record->steps[i];

		if (at >= (int)state->first && at - (int)state->first < height) {
			int used = canvas_text(canvas, row + at - (int)state->first, 1, width, FAINT, step->id);

			canvas_short(canvas, row + at - (int)state->first, used + 3, width - used - 3, step->why ? FAINT : PLAIN,
				     step->text);
		}
		at++;
		if (!step->why)
			continue;
		if (at >= (int)state->first && at - (int)state->first < height)
			canvas_short(canvas, row + at - (int)state->first, 12, width - 12, WARN, step->why);
		at++;
	}
	if (at >= (int)state->first && at - (int)state->first < height) {
		char line[200];

		snprintf(line, sizeof(line), _("state %s"), record->hash);
		canvas_text(canvas, row + at - (int)state->first, 1, width, FAINT, line);
		if (record->undelivered)
			snprintf(line, sizeof(line), _("%zu of these steps are not yet at the county"), record->undelivered);
		else
			snprintf(line, sizeof(line), "%s", _("the county has all of it"));
		canvas_short(canvas, row + at - (int)state->first, 18, width - 18, FAINT, line);
	}
}

static void
draw_forms(const struct building_state *state, const struct ui *ui, struct canvas *canvas, int row, int width)
{
	const struct pack *pack = app_pack(ui->app);

	canvas_text(canvas, row, 1, width, FAINT, _("Which form? Enter fills or corrects it."));
	for (size_t i = 0; i < pack->form_count; i++) {
		bool chosen = i == state->menu.chosen;
		char line[200];

		snprintf(line, sizeof(line), "%s %zu %s", chosen ? ">" : " ", i + 1, label_text(&pack->forms[i].label, ui->lang));
		canvas_short(canvas, row + 1 + (int)i, 1, width, chosen ? CHOSEN : PLAIN, line);
	}
}

/* At the right edge; how many cells it takes. */
static int
draw_delivered(struct canvas *canvas)
{
	const char *text = _("the county has it");
	int cells = (int)text_cells(text);

	canvas_text(canvas, BODY_TOP, canvas->cols - 1 - cells, cells, GOOD, text);
	return cells + 2;
}

static void
building_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct building_state *state = screen->state;
	const struct record *record = state->record;
	int width = canvas->cols - picture_cols(ui) - 1, row, height, room;
	bool with_photo = record && record->photo_count && state->page == PAGE_RECORD;

	if (!record)
		return;
	if (!with_photo) /* history and the list of forms take the whole width */
		width = canvas->cols - 1;
	room = canvas->cols - 2 - (record->undelivered ? 0 : draw_delivered(canvas));
	canvas_short(canvas, BODY_TOP, 1, room, ACCENT, record->next.text);
	row = BODY_TOP + 1 + record_stages_draw(record, canvas, BODY_TOP + 1, 1, width, STAGE_ROWS);
	canvas_rule(canvas, row++, 0, width);
	height = BODY_TOP + body_rows(canvas) - row;
	if (state->page == PAGE_RECORD) {
		struct record_page page = { .record = record, .show_private = state->show_private, .first = state->first };

		record_page_draw(&page, ui, canvas, row, 1, width - 1, height);
	} else if (state->page == PAGE_HISTORY) {
		draw_history(state, canvas, row, width, height);
	} else {
		draw_forms(state, ui, canvas, row, width);
	}
	if (with_photo) {
		const struct record_photo *photo = &record->photos[state->photo];
		char line[200];

		snprintf(line, sizeof(line), "%zu/%zu %s%s", state->photo + 1, record->photo_count,
			 photo->field ? label_text(&photo->field->label, ui->lang) : "", photo->missing ? _(" (not in this file)") : "");
		canvas_short(canvas, BODY_TOP + 1, width + 1, canvas->cols - width - 1, BOLD, line);
		if (!photo->missing)
			picture_draw(&state->picture, canvas, BODY_TOP + 2, width + 1);
	}
	canvas_cursor(canvas, BODY_TOP, 1);
}

static struct action
open_form(struct ui *ui, const struct id *building, const char *form)
{
	struct screen *screen;

	if (!app_person_name(ui->app)) {
		ui_say(ui, TOAST_BAD, "%s", _("First say who is at the laptop: P on the first page."));
		return STAY;
	}
	screen = form_screen(ui, building, form);
	return screen ? (struct action){ ACTION_PUSH, screen } : STAY;
}

static struct action
do_next(struct building_state *state, struct ui *ui)
{
	const struct record *record = state->record;
	const struct form *form = record->next.form;
	struct screen *screen;

	if (!app_person_name(ui->app)) {
		ui_say(ui, TOAST_BAD, "%s", _("First say who is at the laptop: P on the first page."));
		return STAY;
	}
	if (record->next.task == TASK_SIGN) {
		if (!app_person_has_role(ui->app, &record->next.level->by)) {
			ui_say(ui, TOAST_SAID, "%s", record->next.text);
			return STAY;
		}
		screen = sitting_screen(ui, record->next.level->name, &record->building);
		return screen ? (struct action){ ACTION_PUSH, screen } : STAY;
	}
	/* What came back opens at the form that was marked. */
	for (size_t i = 0; record->next.task == TASK_RETURNED && i < record->line_count; i++)
		if (record->lines[i].mark) {
			form = record->lines[i].form;
			break;
		}
	if (record->next.task == TASK_FORM) {
		form = record->next.own_form; /* the very next one may be for somebody else */
		if (!form) {
			ui_say(ui, TOAST_SAID, "%s", record->next.text);
			return STAY;
		}
	}
	if (!form && record->next.task != TASK_NONE) {
		state->page = PAGE_FORMS;
		state->first = 0;
		return STAY;
	}
	if (form && record->next.task == TASK_CONFLICT) {
		screen = versions_screen(ui, &state->building, form->name);
		return screen ? (struct action){ ACTION_PUSH, screen } : STAY;
	}
	if (form)
		return open_form(ui, &state->building, form->name);
	ui_say(ui, TOAST_SAID, "%s", record->next.text);
	return STAY;
}

static struct action
building_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct building_state *state = screen->state;
	size_t page = (size_t)(ui->rows - 3 - STAGE_ROWS - 2);
	struct buf bytes = { 0 };
	struct err err = { 0 };
	struct screen *large = NULL;

	if (!state->record)
		return command == COMMAND_BACK ? BACK : STAY;
	if (state->page == PAGE_FORMS) {
		if (menu_key(&state->menu, key, 9))
			return STAY;
		if (key->kind == UI_KEY_CHAR && key->c >= '1' && key->c - '1' < app_pack(ui->app)->form_count)
			return open_form(ui, &state->building, app_pack(ui->app)->forms[key->c - '1'].name);
		if (command == COMMAND_NEXT)
			return open_form(ui, &state->building, app_pack(ui->app)->forms[state->menu.chosen].name);
	}
	switch (command) {
	case COMMAND_NEXT:
		return do_next(state, ui);
	case COMMAND_PAGE:
		state->page = (state->page + 1) % PAGE_COUNT;
		state->first = 0;
		break;
	case COMMAND_SHOW:
		state->show_private = !state->show_private;
		break;
	case COMMAND_PHOTO:
		state->photo++;
		break;
	case COMMAND_LARGE:
		if (state->record->photo_count == 0)
			break;
		if (!record_photo_bytes(ui->app, &state->record->photos[state->photo].id, &bytes, &err))
			large = photo_screen(bytes.data, bytes.len, state->record->place);
		else
			ui_fail(ui, &err);
		buf_release(&bytes);
		return large ? (struct action){ ACTION_PUSH, large } : STAY;
	case COMMAND_UP:
		state->first -= state->first > 0;
		break;
	case COMMAND_DOWN:
		state->first++;
		break;
	case COMMAND_PAGE_UP:
		state->first = state->first > page ? state->first - page : 0;
		break;
	case COMMAND_PAGE_DOWN:
		state->first += page;
		break;
	case COMMAND_BACK:
		return BACK;
	}
	if (state->page == PAGE_RECORD) {
		struct record_page shown = { .record = state->record, .show_private = state->show_private };
		size_t rows = record_page_rows(&shown, ui, ui->cols - picture_cols(ui) - 2);

		if (state->first + 3 > rows)
			state->first = rows > 3 ? rows - 3 : 0;
	} else if (state->first > 2 * state->record->step_count) {
		state->first = 2 * state->record->step_count;
	}
	return STAY;
}

static void
building_close(struct screen *screen, struct ui *ui)
{
	struct building_state *state = screen->state;

	(void)ui;
	record_free(state->record);
	picture_release(&state->picture);
	free(state);
}

static const char *
building_title(const struct screen *screen, const struct ui *ui)
{
	const struct building_state *state = screen->state;

	(void)ui;
	return state->record ? state->record->place : "";
}

static const struct screen_class building_class = {
	.name = "building",
	.bindings = bindings,
	.title = building_title,
	.recalc = building_recalc,
	.draw = building_draw,
	.key = building_key,
	.close = building_close,
};

struct screen *
building_screen(struct ui *ui, const struct id *building)
{
	struct building_state *state = mem_alloc(sizeof(*state));

	(void)ui;
	state->building = *building;
	return screen_new(&building_class, state);
}
