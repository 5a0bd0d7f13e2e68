#include "ui/house/building.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/record.h"
#include "app/house/rights.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/form/form.h"
#include "ui/house/withdraw.h"
#include "ui/page/confirm.h"
#include "ui/page/listview.h"
#include "ui/page/photo.h"
#include "ui/page/record_lines.h"
#include "ui/page/textview.h"
#include "ui/paper/papers.h"
#include "ui/picture.h"
#include "ui/roster/roster.h"
#include "ui/screen.h"
#include "ui/settle/other.h"
#include "ui/settle/versions.h"
#include "ui/sitting/sitting.h"

/* One building: its place in the work, all its forms and photos, and its history with what counts and why not. */

enum {
	COMMAND_NEXT = 1,
	COMMAND_PAGE,
	COMMAND_SHOW,
	COMMAND_PHOTO,
	COMMAND_LARGE,
	COMMAND_FORM,
	COMMAND_OUT,
	COMMAND_TWIN,
	COMMAND_WITHDRAW,
	COMMAND_PAPERS,
	COMMAND_BACK
};

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("do what comes next"), COMMAND_NEXT, true },
	{ UI_KEY_TAB, 0, N_("Tab"), N_("history, forms"), COMMAND_PAGE, true },
	{ UI_KEY_CHAR, 'p', "p", N_("photo"), COMMAND_PHOTO, true },
	{ UI_KEY_CHAR, 'v', "v", N_("large"), COMMAND_LARGE, true },
	{ UI_KEY_CHAR, 't', "t", N_("show private"), COMMAND_SHOW, true },
	{ UI_KEY_CHAR, 'd', "d", N_("print: sheet to sign, notice, placard, evidence with its file ..."), COMMAND_PAPERS, false },
	{ UI_KEY_CHAR, 'o', "o", N_("no such house: take it out, or bring it back"), COMMAND_OUT, false },
	{ UI_KEY_CHAR, 'j', "j", N_("listed twice: name the other house"), COMMAND_TWIN, false },
	{ UI_KEY_CHAR, 'w', "w", N_("withdraw: your signature under the chosen level"), COMMAND_WITHDRAW, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

enum page { PAGE_RECORD, PAGE_HISTORY, PAGE_FORMS, PAGE_COUNT };

struct building_state {
	struct id building;
	struct record *record; /* NULL: could not be read */
	bool left;	       /* another page was on top, or another window wrote the file, since the record was read */
	enum page page;
	bool show_private;
	struct text_view text; /* of the record, or the history */
	struct list_view list; /* of the forms and levels */
	size_t photo;
	struct picture picture;
};

#define STAGE_ROWS 9  /* of the stepper; more when half of the page is more */
#define PHOTO_COLS 28 /* beside the record, on a narrow page */
#define PHOTO_ROWS 14
#define RECORD_COLS 78 /* of the record, on a wide one */
#define WIDE_COLS 110

/* The parts of the page. History and the list of forms take the whole width. */
struct house_layout {
	struct area next, stages, caption, photo;
};

static struct house_layout
layout_of(const struct building_state *state, struct area body)
{
	struct area below = area_below(body, 1);
	bool wide = body.cols >= WIDE_COLS, with_photo = state->record->photo_count && state->page == PAGE_RECORD;
	int photo = !with_photo ? 0 : wide ? body.cols - RECORD_COLS : PHOTO_COLS, half = below.rows / 2;

	return (struct house_layout){ .next = area_top(area_inside(body, 1, 1), 1),
				      .stages = area_top(area_inside(below, 1, photo), half > STAGE_ROWS ? half : STAGE_ROWS),
				      .caption = area_top(area_inside(below, body.cols - photo, 0), 1),
				      .photo = area_top(area_inside(area_below(below, 1), body.cols - photo, 0),
							wide ? below.rows - 2 : PHOTO_ROWS) };
}

/* ---- the parts */

/* Writes a row of the list: a form, a slot of it, or a level. */
static void
stage_text(const void *ctx, size_t index, struct buf *out)
{
	const struct building_state *state = ctx;
	const struct record_stage *stage = &state->record->stages[index];
	struct look look;

	buf_printf(out, "%s%s %s%s%s", id_is_zero(&stage->root) ? "" : "  ", stage->called_for ? record_stage_sign(stage, &look) : "   ",
		   stage->label, *stage->by ? "   " : "", stage->by);
}

static struct list_rows
stages_of(const struct building_state *state)
{
	return (struct list_rows){ .count = state->record->stage_count, .ctx = state, .text = stage_text, .numbered = true };
}

static void
add_history(struct building_state *state)
{
	const struct record *record = state->record;
	struct view_line *line;

	for (size_t i = 0; i < record->step_count; i++) {
		const struct record_step *step = &record->steps[i];

		line = text_view_add(&state->text, step->why ? FAINT : PLAIN, 11, step->text);
		line->head = mem_strdup(step->id);
		if (step->said)
			text_view_add(&state->text, PLAIN, 11, step->said);
		if (step->why)
			text_view_add(&state->text, WARN, 11, step->why);
	}
	if (record->undelivered) {
		char *text = mem_printf(_("%zu of these steps are not yet at the county"), record->undelivered);

		line = text_view_add(&state->text, FAINT, 17, text);
		free(text);
	} else {
		line = text_view_add(&state->text, FAINT, 17, _("the county has all of it"));
	}
	line->head = mem_printf(_("state %s"), record->hash);
}

/* Lays the lower part out anew from the page, the keys and the window; the file is not read. */
static void
fit(struct building_state *state, const struct ui *ui)
{
	const struct record_page page = { .record = state->record, .show_private = state->show_private };
	const struct list_rows stages = stages_of(state);
	struct house_layout layout = layout_of(state, ui_body(ui));
	int above = record_stages_draw(state->record, NULL, layout.stages) + 1;
	struct area part = area_below(ui_body(ui), 1 + above);

	part = area_inside(part, 1, layout.photo.cols + 1);
	text_view_clear(&state->text);
	if (state->page == PAGE_RECORD)
		record_lines_add(&page, ui, &state->text);
	else if (state->page == PAGE_HISTORY)
		add_history(state);
	text_view_fit(&state->text, part);
	list_view_fit(&state->list, &stages, area_below(part, 1));
}

static void
show_photo(struct building_state *state, struct ui *ui)
{
	const struct record_photo *photo;
	struct area area = layout_of(state, ui_body_quiet(ui)).photo;
	struct buf bytes = { 0 };
	struct err ignored = { 0 };
	char key[ID_HEX_LEN + 1];

	if (area.cols == 0)
		return;
	state->photo %= state->record->photo_count;
	photo = &state->record->photos[state->photo];
	if (photo->field->is_private && !state->show_private) {
		picture_release(&state->picture);
		return;
	}
	if (strcmp(state->picture.key, id_hex(&photo->id, key)) == 0 && state->picture.cols == area.cols &&
	    state->picture.rows == area.rows)
		return;
	if (!record_photo_bytes(ui->app, &photo->id, &bytes, &ignored))
		picture_make(&state->picture, ui, key, bytes.data, bytes.len, NULL, area.rows, area.cols);
	else
		picture_release(&state->picture);
	buf_release(&bytes);
}

static void
building_recalc(struct screen *screen, struct ui *ui)
{
	struct building_state *state = screen->state;
	struct err err = { 0 };

	/* The house is evaluated when the page comes to the top, not at every key. */
	if (!state->record || state->left) {
		record_free(state->record);
		state->record = NULL;
		if (record_open(ui->app, &state->building, &state->record, &err)) {
			ui_fail(ui, &err);
			return;
		}
		state->left = false;
	}
	fit(state, ui);
	show_photo(state, ui);
}

static void
building_leave(struct screen *screen, struct ui *ui)
{
	struct building_state *state = screen->state;

	(void)ui;
	state->left = true;
}

/* ---- drawing */

/* Draws "the county has it" at the right edge; returns the cells used. */
static int
draw_delivered(struct canvas *canvas, struct area next)
{
	const char *text = _("the county has it");
	int cells = (int)text_cells(text);

	canvas_text(canvas, next.row, next.col + next.cols - cells, cells, GOOD, text);
	return cells + 2;
}

static void
draw_photo(const struct building_state *state, struct canvas *canvas, const struct house_layout *layout)
{
	const struct record_photo *photo = &state->record->photos[state->photo];
	struct area caption = layout->caption;
	char *line = mem_printf("%zu/%zu %s%s", state->photo + 1, state->record->photo_count,
				photo->field ? label_text(&photo->field->label, _("en")) : "",
				photo->missing ? _(" (not in this file)") : "");

	canvas_line(canvas, &caption, BOLD, line);
	free(line);
	if (!photo->missing)
		picture_draw(&state->picture, canvas, layout->photo.row, layout->photo.col);
}

static void
building_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct building_state *state = screen->state;
	const struct record *record = state->record;
	const struct list_rows stages = stages_of(state);
	struct house_layout layout;
	struct area next, asked;
	int used;

	if (!record)
		return;
	layout = layout_of(state, ui_body(ui));
	next = area_inside(layout.next, 0, record->undelivered ? 0 : draw_delivered(canvas, layout.next));
	canvas_line(canvas, &next, ACCENT, record->next.text);
	used = record_stages_draw(record, canvas, layout.stages);
	canvas_rule(canvas, layout.stages.row + used, 0, layout.stages.cols);
	if (state->page == PAGE_FORMS) {
		asked = state->text.area;
		canvas_line(canvas, &asked, FAINT, _("Which form? Enter fills or corrects it."));
		list_view_draw(&state->list, &stages, canvas);
	} else {
		text_view_draw(&state->text, canvas);
		if (state->page == PAGE_RECORD)
			record_more_draw(&state->text, canvas);
	}
	if (layout.photo.cols)
		draw_photo(state, canvas, &layout);
	canvas_cursor(canvas, layout.next.row, layout.next.col);
}

/* ---- keys */

static struct action
open_form(struct ui *ui, const struct id *building, const char *form, const struct id *slot)
{
	return action_push(ui_has_person(ui) ? form_slot_screen(ui, building, form, slot) : NULL);
}

static void
show_page(struct building_state *state, enum page page)
{
	state->page = page;
	state->text.first = 0;
	find_release(&state->text.find);
	find_release(&state->list.find);
}

static struct action
open_versions(const struct building_state *state, struct ui *ui, const struct form *form, const struct id *slot)
{
	return action_push(ui_has_person(ui) ? versions_screen(ui, &state->building, form->name, slot) : NULL);
}

static struct action
do_next(struct building_state *state, struct ui *ui)
{
	const struct record *record = state->record;
	const struct form *form = record->next.form;
	const struct id *slot = id_is_zero(&record->next.root) ? NULL : &record->next.root;
	struct screen *screen;

	if (!ui_has_person(ui))
		return STAY;
	if (record->next.task == TASK_SIGN) {
		if (!house_signs_level(ui->app, record->next.level->chain->name, record->next.level->name)) {
			ui_say(ui, TOAST_SAID, "%s", record->next.text);
			return STAY;
		}
		screen = sitting_screen(ui, record->next.level, &record->building);
		return screen ? (struct action){ ACTION_PUSH, screen } : STAY;
	}
	if (record->next.task == TASK_FORM || (record->next.task == TASK_AGAIN && !form->repeat)) {
		form = record->next.own_form; /* the next form of all may be for another person */
		if (!form) {
			ui_say(ui, TOAST_SAID, "%s", record->next.text);
			return STAY;
		}
	}
	if (!form && record->next.task != TASK_NONE) {
		show_page(state, PAGE_FORMS);
		return STAY;
	}
	if (form && record->next.task == TASK_CONFLICT)
		return open_versions(state, ui, form, slot);
	if (form)
		return open_form(ui, &state->building, form->name, slot);
	ui_say(ui, TOAST_SAID, "%s", record->next.text);
	return STAY;
}

/* Enter on a row of the list fills or corrects its form, or signs its level when that is next. */
static struct action
open_stage(struct building_state *state, struct ui *ui, const struct record_stage *stage)
{
	struct screen *screen;

	if (stage->state == STAGE_CONFLICT)
		return open_versions(state, ui, stage->form, &stage->root);
	if (stage->form)
		return open_form(ui, &state->building, stage->form->name, &stage->root);
	if (stage->state == STAGE_NOW && !ui_has_person(ui))
		return STAY; /* it has said who is missing */
	if (stage->state == STAGE_NOW && house_signs_level(ui->app, stage->level->chain->name, stage->level->name)) {
		screen = sitting_screen(ui, stage->level, &state->building);
		return screen ? (struct action){ ACTION_PUSH, screen } : STAY;
	}
	if (*stage->by)
		ui_say(ui, TOAST_SAID, _("%s: %s"), stage->label, stage->by);
	else
		ui_say(ui, TOAST_SAID, "%s", state->record->next.text);
	return STAY;
}

/* Asks for the passphrase under a withdrawal, and says what falls with it. */
static struct action
withdraw(struct building_state *state, struct ui *ui)
{
	const struct record_stage *stage = state->record->stage_count ? &state->record->stages[state->list.chosen] : NULL;
	struct screen *screen;

	if (state->page != PAGE_FORMS || !stage || id_is_zero(&stage->sign)) {
		show_page(state, PAGE_FORMS);
		ui_say(ui, TOAST_SAID, "%s", _("Choose a level that you signed; w withdraws the signature under it."));
		return STAY;
	}
	screen = ui_has_person(ui) ? withdraw_screen(ui, stage) : NULL;
	return screen ? (struct action){ ACTION_PUSH, screen } : STAY;
}

static struct action
show_large(const struct building_state *state, struct ui *ui)
{
	struct buf bytes = { 0 };
	struct err err = { 0 };
	struct screen *large = NULL;

	if (state->record->photo_count == 0)
		return STAY;
	if (state->record->photos[state->photo].field->is_private && !state->show_private) {
		ui_say(ui, TOAST_SAID, "%s", _("This photo is private; t shows what is private."));
		return STAY;
	}
	if (!record_photo_bytes(ui->app, &state->record->photos[state->photo].id, &bytes, &err))
		large = photo_screen(bytes.data, bytes.len, state->record->place);
	else
		ui_fail(ui, &err);
	buf_release(&bytes);
	return large ? (struct action){ ACTION_PUSH, large } : STAY;
}

static struct action
building_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct building_state *state = screen->state;
	struct list_rows stages;
	size_t chosen;

	if (!state->record)
		return command == COMMAND_BACK ? BACK : STAY;
	stages = stages_of(state);
	if (state->page != PAGE_FORMS && text_view_key(&state->text, key))
		return STAY;
	if (state->page == PAGE_FORMS) {
		if (list_view_key(&state->list, &stages, key))
			return STAY;
		if (list_view_digit(&state->list, &stages, key, &chosen))
			return open_stage(state, ui, &state->record->stages[chosen]);
		if (command == COMMAND_NEXT)
			return open_stage(state, ui, &state->record->stages[state->list.chosen]);
	}
	switch (command) {
	case COMMAND_NEXT:
		return do_next(state, ui);
	case COMMAND_PAGE:
		show_page(state, (state->page + 1) % PAGE_COUNT);
		break;
	case COMMAND_SHOW:
		state->show_private = !state->show_private;
		break;
	case COMMAND_PHOTO:
		state->photo++;
		break;
	case COMMAND_LARGE:
		return show_large(state, ui);
	case COMMAND_OUT:
		return ui_has_person(ui) ? (struct action){ ACTION_PUSH, roster_out_screen(ui, &state->building) } : STAY;
	case COMMAND_TWIN:
		return ui_has_person(ui) ? (struct action){ ACTION_PUSH, other_screen(ui, &state->building) } : STAY;
	case COMMAND_WITHDRAW:
		return withdraw(state, ui);
	case COMMAND_PAPERS:
		return action_push(papers_screen(ui, &state->building, NULL));
	case COMMAND_BACK:
		return BACK;
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
	text_view_release(&state->text);
	list_view_release(&state->list);
	free(state);
}

static const char *
building_title(const struct screen *screen, const struct ui *ui)
{
	const struct building_state *state = screen->state;

	(void)ui;
	return state->record ? state->record->place : "";
}

static const char *
building_note(const struct screen *screen)
{
	const struct building_state *state = screen->state;

	return state->page == PAGE_FORMS ? state->list.note : state->text.note;
}

static const struct screen_class building_class = {
	.name = "building",
	.about = N_("One house: how far it is, what was filled and signed, its history. Enter does what comes next."),
	.bindings = bindings,
	.also = move_bindings,
	.title = building_title,
	.note = building_note,
	.recalc = building_recalc,
	.draw = building_draw,
	.key = building_key,
	.forget = building_leave,
	.leave = building_leave,
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
