#include "ui/house/building.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/record.h"
#include "app/house/rights.h"
#include "app/session/person.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/form/form.h"
#include "ui/house/building_state.h"
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
#include "ui/settle/move.h"
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
	COMMAND_OPEN,
	COMMAND_OUT,
	COMMAND_TWIN,
	COMMAND_MOVE,
	COMMAND_WITHDRAW,
	COMMAND_PAPERS,
	COMMAND_BACK
};

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("do what comes next"), COMMAND_NEXT, true },
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("open the form"), COMMAND_OPEN, true }, /* of the list of forms, in place of the one above */
	{ UI_KEY_TAB, 0, N_("Tab"), N_("history, forms"), COMMAND_PAGE, true },
	{ UI_KEY_CHAR, 'd', "d", N_("print"), COMMAND_PAPERS, true },
	{ UI_KEY_CHAR, 'p', "p", N_("photo"), COMMAND_PHOTO, true },
	{ UI_KEY_CHAR, 't', "t", N_("show private"), COMMAND_SHOW, true },
	{ UI_KEY_CHAR, 'v', "v", N_("large: the photo on the whole window"), COMMAND_LARGE, false },
	{ UI_KEY_CHAR, 'o', "o", N_("no such house: take it out, or bring it back"), COMMAND_OUT, false },
	{ UI_KEY_CHAR, 'j', "j", N_("listed twice: name the other house"), COMMAND_TWIN, false },
	{ UI_KEY_CHAR, 'm', "m", N_("wrong village: move the house to where it belongs"), COMMAND_MOVE, false },
	{ UI_KEY_CHAR, 'w', "w", N_("withdraw: your signature under the chosen level"), COMMAND_WITHDRAW, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

/* ---- the parts */

static void
add_history(struct building_state *state)
{
	const struct record *record = state->record;
	struct view_line *line;
	char *delivered;

	for (size_t i = 0; i < record->step_count; i++) {
		const struct record_step *step = &record->steps[i];

		line = text_view_add(&state->text, step->why ? FAINT : PLAIN, 11, step->text);
		line->head = mem_strdup(step->id);
		if (step->said)
			text_view_add(&state->text, PLAIN, 11, step->said);
		if (step->why)
			text_view_add(&state->text, WARN, 11, step->why);
	}
	delivered = house_delivery_words(&record->delivery);
	line = text_view_add(&state->text, FAINT, 17, delivered);
	free(delivered);
	line->head = mem_printf(_("state %s"), record->hash);
}

/* Lays the lower part out anew from the page, the keys and the window; the file is not read. */
static void
fit(struct building_state *state, const struct ui *ui)
{
	const struct record_page page = { .record = state->record, .show_private = state->show_private, .headed = true };
	const struct list_rows stages = house_stage_rows(state);
	struct house_layout layout = house_layout_of(state, ui_body(ui));
	int above = layout.head.rows + 1 + record_stages_draw(state->record, NULL, layout.stages) + 1;
	struct area part = area_below(ui_body(ui), above);

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
	struct area area = house_layout_of(state, ui_body_quiet(ui)).photo;
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
			screen_unread(screen, &err);
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
	const struct list_rows stages = house_stage_rows(state);
	size_t chosen;

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
	case COMMAND_MOVE:
		return ui_has_person(ui) ? (struct action){ ACTION_PUSH, move_screen(ui, &state->building) } : STAY;
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
	return state->record->place;
}

static const char *
building_note(const struct screen *screen)
{
	const struct building_state *state = screen->state;

	return state->page == PAGE_FORMS ? state->list.note : state->text.note;
}

static bool
building_offers(const struct screen *screen, const struct ui *ui, int command)
{
	const struct building_state *state = screen->state;
	const struct record *record = state->record;
	const struct record_stage *stage = state->list.chosen < record->stage_count ? &record->stages[state->list.chosen] : NULL;

	switch (command) {
	case COMMAND_NEXT:
		return app_person_name(ui->app) && state->page != PAGE_FORMS && record->next.mine;
	case COMMAND_OPEN:
		return app_person_name(ui->app) && state->page == PAGE_FORMS && stage && (stage->mine || stage->state == STAGE_CONFLICT);
	case COMMAND_OUT:
	case COMMAND_MOVE:
		return app_person_name(ui->app) && record->may_list;
	case COMMAND_TWIN:
	case COMMAND_PAPERS:
		return app_person_name(ui->app) != NULL;
	case COMMAND_PHOTO:
		return state->page == PAGE_RECORD;
	case COMMAND_SHOW:
		return state->page != PAGE_FORMS;
	case COMMAND_WITHDRAW:
		return state->page == PAGE_FORMS && stage && !id_is_zero(&stage->sign);
	default:
		return true;
	}
}

static const struct screen_class building_class = {
	.name = "building",
	.about = N_(
		"One house: how far it is, what was filled and signed, its history. Enter does what comes next. [x] is done, [>] comes next, [ ] is still to come, [!] was given back or fell, [2] stands in two versions."),
	.bindings = bindings,
	.also = move_bindings,
	.offers = building_offers,
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
