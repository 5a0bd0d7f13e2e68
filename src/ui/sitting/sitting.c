#include "app/house/record.h"
#include "app/house/returned.h"
#include "app/session/workspace.h"
#include "app/sign/sitting.h"
#include "ui/sitting/sitting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/page/other_window.h"
#include "ui/page/photo.h"
#include "ui/page/record_lines.h"
#include "ui/sitting/sitting_state.h"

/* The sitting: one house after the other, its record beside its photos, decided with one digit. */

enum {
	COMMAND_APPROVE = 1,
	COMMAND_RETURN,
	COMMAND_LATER,
	COMMAND_PREVIOUS,
	COMMAND_NEXT,
	COMMAND_CHANGED,
	COMMAND_PHOTO,
	COMMAND_LARGE,
	COMMAND_SHOW,
	COMMAND_BULK,
	COMMAND_SUM,
	COMMAND_UP,
	COMMAND_DOWN,
	COMMAND_PAGE_UP,
	COMMAND_PAGE_DOWN,
	COMMAND_BACK
};

static const struct binding bindings[] = {
	{ UI_KEY_CHAR, '1', "1", N_("approve"), COMMAND_APPROVE, true },
	{ UI_KEY_CHAR, '2', "2", N_("give back"), COMMAND_RETURN, true },
	{ UI_KEY_CHAR, '3', "3", N_("later"), COMMAND_LATER, true },
	{ UI_KEY_CHAR, 'b', "b", N_("rest"), COMMAND_BULK, true },
	{ UI_KEY_CHAR, 's', "s", N_("sign"), COMMAND_SUM, true },
	{ UI_KEY_CHAR, 'p', "p", N_("photo"), COMMAND_PHOTO, true },
	{ UI_KEY_CHAR, 'c', "c", N_("changes"), COMMAND_CHANGED, true },
	{ UI_KEY_CHAR, 'v', "v", N_("large"), COMMAND_LARGE, false },
	{ UI_KEY_CHAR, 't', "t", N_("show private"), COMMAND_SHOW, false },
	{ UI_KEY_LEFT, 0, N_("Left"), N_("house before"), COMMAND_PREVIOUS, false },
	{ UI_KEY_RIGHT, 0, N_("Right"), N_("next house"), COMMAND_NEXT, false },
	{ UI_KEY_UP, 0, N_("Up"), N_("a line up"), COMMAND_UP, false },
	{ UI_KEY_DOWN, 0, N_("Down"), N_("a line down"), COMMAND_DOWN, false },
	{ UI_KEY_PAGE_UP, 0, N_("PgUp"), N_("page up"), COMMAND_PAGE_UP, false },
	{ UI_KEY_PAGE_DOWN, 0, N_("PgDn"), N_("page down"), COMMAND_PAGE_DOWN, false },
	{ UI_KEY_CHAR, ' ', NULL, NULL, COMMAND_PAGE_DOWN, false },
	{ UI_KEY_ENTER, 0, NULL, NULL, COMMAND_PAGE_DOWN, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back, kept"), COMMAND_BACK, true },
	{ 0 },
};

bool
sitting_go_on(struct sitting_state *state)
{
	size_t count = sitting_count(state->sitting);

	for (size_t step = 1; step <= count; step++) {
		size_t i = (state->at + step) % count;
		const struct sitting_house *house = sitting_at(state->sitting, i);

		if (house->decision == DECISION_NONE && (!house->bulk || house->sample)) {
			state->at = i;
			return true;
		}
	}
	for (size_t step = 1; step <= count; step++) {
		size_t i = (state->at + step) % count;

		if (sitting_at(state->sitting, i)->decision == DECISION_NONE) {
			state->at = i;
			return true;
		}
	}
	return false;
}

const char *
decision_word(enum decision decision)
{
	switch (decision) {
	case DECISION_APPROVE:
		return _("approve");
	case DECISION_RETURN:
		return _("give back");
	case DECISION_LATER:
		return _("later");
	default:
		return _("undecided");
	}
}

struct look
decision_look(enum decision decision)
{
	return decision == DECISION_APPROVE ? GOOD : decision == DECISION_RETURN ? BAD : decision == DECISION_LATER ? WARN : PLAIN;
}

static int
picture_cols(const struct ui *ui)
{
	return ui->cols >= 110 ? ui->cols - 72 : 34;
}

static void
load_picture(struct sitting_state *state, struct ui *ui)
{
	const struct record_photo *photo;
	struct buf bytes = { 0 };
	struct err ignored = { 0 };
	char key[ID_HEX_LEN + 1];

	if (!state->record || state->record->photo_count == 0)
		return;
	state->photo %= state->record->photo_count;
	photo = &state->record->photos[state->photo];
	id_hex(&photo->id, key);
	if (strcmp(state->picture.key, key) == 0 && state->picture.cols == picture_cols(ui))
		return;
	picture_release(&state->picture);
	if (!record_photo_bytes(ui->app, &photo->id, &bytes, &ignored))
		picture_make(&state->picture, ui, key, bytes.data, bytes.len, NULL, ui->rows - 7, picture_cols(ui));
	buf_release(&bytes);
}

static void
sitting_recalc(struct screen *screen, struct ui *ui)
{
	struct sitting_state *state = screen->state;
	const struct sitting_house *house = sitting_at(state->sitting, state->at);
	struct err err = { 0 };

	if (state->loaded != state->at) {
		record_free(state->record);
		state->record = NULL;
		state->loaded = state->at;
		state->photo = state->first = 0;
		if (record_open(ui->app, &house->building, &state->record, &err)) {
			ui_fail(ui, &err);
			return;
		}
		state->only_changed = state->record->signed_before && state->record->changed;
		sitting_opened(state->sitting, state->at);
	}
	snprintf(state->title, sizeof(state->title), "%s  %zu/%zu", label_text(&sitting_level(state->sitting)->label, ui->lang),
		 state->at + 1, sitting_count(state->sitting));
	load_picture(state, ui);
}

static struct record_page
page_of(const struct sitting_state *state, size_t first)
{
	return (struct record_page){ .record = state->record,
				     .only_changed = state->only_changed,
				     .show_private = state->show_private,
				     .last_first = true,
				     .first = first };
}

static void
sitting_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct sitting_state *state = screen->state;
	const struct sitting_house *house = sitting_at(state->sitting, state->at);
	int width = canvas->cols - picture_cols(ui) - 2, row = BODY_TOP + 1, height = body_rows(canvas) - 3, used;
	struct record_page page = page_of(state, state->first);
	size_t counts[4], left = sitting_sample_left(state->sitting);
	char line[300];

	canvas_short(canvas, BODY_TOP, 1, canvas->cols - 2, BOLD, house->place);
	used = canvas_text(canvas, row, 1, 40, house->bulk ? GOOD : BAD, house->shown) + 2;
	used += canvas_text(canvas, row, 1 + used, 20, decision_look(house->decision), decision_word(house->decision)) + 2;
	if (house->sample)
		used += canvas_text(canvas, row, 1 + used, 30, ACCENT, _("(drawn by lot)")) + 2;
	if (house->decision == DECISION_RETURN) {
		char *why = return_marks_words(&house->marks, house->reason, app_pack(ui->app));

		canvas_short(canvas, row, 1 + used, width - used, BAD, why);
		free(why);
	}
	sitting_counts(state->sitting, counts);
	snprintf(line, sizeof(line), _("%zu approved, %zu back, %zu later, %zu open"), counts[DECISION_APPROVE], counts[DECISION_RETURN],
		 counts[DECISION_LATER], counts[DECISION_NONE]);
	canvas_text(canvas, row + 1, 1, canvas->cols - 2, FAINT, line);
	used = (int)text_cells(line) + 3;
	if (left == 0)
		canvas_short(canvas, row + 1, used, canvas->cols - used - 1, ACCENT, _("b approves the rest"));
	else if (left != SIZE_MAX) {
		snprintf(line, sizeof(line), _("b is open after %zu more drawn by lot"), left);
		canvas_short(canvas, row + 1, used, canvas->cols - used - 1, FAINT, line);
	}
	if (!state->record)
		return;
	record_page_draw(&page, ui, canvas, row + 2, 1, width, height);
	if (state->record->photo_count) {
		const struct record_photo *photo = &state->record->photos[state->photo];

		snprintf(line, sizeof(line), "%zu/%zu %s%s", state->photo + 1, state->record->photo_count,
			 photo->field ? label_text(&photo->field->label, ui->lang) : "", photo->missing ? _(" (not in this file)") : "");
		canvas_short(canvas, row, width + 2, picture_cols(ui), BOLD, line);
		if (!photo->missing)
			picture_draw(&state->picture, canvas, row + 2, width + 2);
	}
	canvas_cursor(canvas, BODY_TOP, 1);
}

/* ---- keys of the sitting */

static struct action
decide(struct sitting_state *state, struct ui *ui, enum decision decision)
{
	sitting_decide(state->sitting, state->at, decision);
	return sitting_go_on(state) ? STAY : push_sign(state, ui);
}

static struct action
bulk(struct sitting_state *state, struct ui *ui)
{
	size_t left = sitting_sample_left(state->sitting), count;

	if (left == SIZE_MAX) {
		ui_say(ui, TOAST_SAID, "%s",
		       _("No house here may be approved together with others; severe and some are decided one by one."));
		return STAY;
	}
	if (left) {
		ui_say(ui, TOAST_SAID, _("First the %zu houses drawn by lot must be opened and decided."), left);
		return STAY;
	}
	count = sitting_bulk(state->sitting);
	ui_say(ui, TOAST_GOOD, _("%zu houses are marked approved. Nothing is signed before the passphrase."), count);
	return sitting_go_on(state) ? STAY : push_sign(state, ui);
}

static struct action
large_photo(const struct sitting_state *state, struct ui *ui)
{
	struct buf bytes = { 0 };
	struct err err = { 0 };
	struct screen *large = NULL;

	if (!state->record || state->record->photo_count == 0)
		return STAY;
	if (record_photo_bytes(ui->app, &state->record->photos[state->photo].id, &bytes, &err))
		ui_fail(ui, &err);
	else
		large = photo_screen(bytes.data, bytes.len, state->record->place);
	buf_release(&bytes);
	return large ? (struct action){ ACTION_PUSH, large } : STAY;
}

static void
scroll(struct sitting_state *state, struct ui *ui, int by)
{
	struct record_page page = page_of(state, 0);
	size_t rows = state->record ? record_page_rows(&page, ui, ui->cols - picture_cols(ui) - 2) : 0, height = (size_t)ui->rows - 6,
	       most = rows > height ? rows - height : 0;

	if (by < 0)
		state->first = state->first > (size_t)-by ? state->first - (size_t)-by : 0;
	else if (state->first >= most)
		ui_say(ui, TOAST_SAID, "%s", _("That is all of it: 1 approves, 2 gives back, 3 leaves it for later."));
	else
		state->first += (size_t)by;
	if (state->first > most)
		state->first = most;
}

/* Esc says "back, kept": where nothing can be kept it stays once, and says so. */
static struct action
back(struct sitting_state *state, struct ui *ui)
{
	struct err err = { 0 };
	enum status status = sitting_save(state->sitting, &err);

	if (!status || status == STATUS_CONFLICT || state->confirm_back)
		return BACK;
	state->confirm_back = true;
	ui_say(ui, TOAST_BAD, _("Not kept: %s. Esc once more leaves, and what was decided last is lost."), err.text);
	return STAY;
}

static struct action
sitting_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct sitting_state *state = screen->state;
	int page = ui->rows - 7;

	(void)key;
	if (command != COMMAND_BACK)
		state->confirm_back = false;
	switch (command) {
	case COMMAND_APPROVE:
		return decide(state, ui, DECISION_APPROVE);
	case COMMAND_RETURN:
		return push_return(state);
	case COMMAND_LATER:
		return decide(state, ui, DECISION_LATER);
	case COMMAND_BULK:
		return bulk(state, ui);
	case COMMAND_SUM:
		return push_sign(state, ui);
	case COMMAND_PREVIOUS:
		state->at -= state->at > 0;
		break;
	case COMMAND_NEXT:
		state->at += state->at + 1 < sitting_count(state->sitting);
		break;
	case COMMAND_CHANGED:
		state->only_changed = !state->only_changed;
		state->first = 0;
		break;
	case COMMAND_PHOTO:
		state->photo++;
		break;
	case COMMAND_LARGE:
		return large_photo(state, ui);
	case COMMAND_SHOW:
		state->show_private = !state->show_private;
		break;
	case COMMAND_UP:
		scroll(state, ui, -1);
		break;
	case COMMAND_DOWN:
		scroll(state, ui, 1);
		break;
	case COMMAND_PAGE_UP:
		scroll(state, ui, -page);
		break;
	case COMMAND_PAGE_DOWN:
		scroll(state, ui, page);
		break;
	case COMMAND_BACK:
		return back(state, ui);
	}
	return STAY;
}

static void
sitting_close(struct screen *screen, struct ui *ui)
{
	struct sitting_state *state = screen->state;

	(void)ui;
	record_free(state->record);
	picture_release(&state->picture);
	sitting_free(state->sitting);
	free(state);
}

static const char *
sitting_title(const struct screen *screen, const struct ui *ui)
{
	(void)ui;
	return ((const struct sitting_state *)screen->state)->title;
}

static const struct screen_class sitting_class = {
	.name = "sitting",
	.bindings = bindings,
	.title = sitting_title,
	.recalc = sitting_recalc,
	.draw = sitting_draw,
	.key = sitting_key,
	.close = sitting_close,
};

/* Finds the house the sitting begins with; false: it waits for no decision here. */
static bool
begin_at(struct sitting_state *state, const struct id *building)
{
	for (size_t i = 0; building && i < sitting_count(state->sitting); i++)
		if (id_equal(&sitting_at(state->sitting, i)->building, building)) {
			state->at = i;
			return true;
		}
	if (building)
		return false;
	state->at = sitting_count(state->sitting) - 1;
	if (!sitting_go_on(state)) /* all houses are decided, by decisions kept earlier */
		state->at = 0;
	return true;
}

/* A sitting that another window has open. */
struct held_sitting {
	char level[64];
	struct id building;
	bool at_building;
};

static struct screen *open_sitting(struct ui *ui, const char *level, const struct id *building, bool take);

static struct screen *
take_over(struct ui *ui, void *ctx)
{
	const struct held_sitting *held = ctx;

	return open_sitting(ui, held->level, held->at_building ? &held->building : NULL, true);
}

static struct screen *
held_screen(const struct ui *ui, const struct sitting *sitting, const struct id *building, int64_t since_unix)
{
	const struct level *level = sitting_level(sitting);
	struct held_sitting *held = mem_alloc(sizeof(*held));

	snprintf(held->level, sizeof(held->level), "%s", level->name);
	held->building = building ? *building : (struct id){ { 0 } };
	held->at_building = building != NULL;
	return other_window_screen((struct other_window){
		.title = mem_strdup(label_text(&level->label, ui->lang)), .since_unix = since_unix, .take = take_over, .ctx = held });
}

static struct screen *
open_sitting(struct ui *ui, const char *level, const struct id *building, bool take)
{
	struct sitting_state *state = mem_alloc(sizeof(*state));
	struct screen *asked;
	struct err err = { 0 };
	int64_t since;

	ui_busy(ui, _("Reading the houses..."));
	if (sitting_open(ui->app, level, &state->sitting, &err)) {
		ui_fail(ui, &err);
		free(state);
		return NULL;
	}
	if (take && sitting_take_over(state->sitting, &err))
		ui_fail(ui, &err);
	if (sitting_held(state->sitting, &since)) {
		asked = take ? NULL : held_screen(ui, state->sitting, building, since);
		sitting_free(state->sitting);
		free(state);
		return asked;
	}
	state->loaded = SIZE_MAX;
	if (!begin_at(state, building)) {
		ui_say(ui, TOAST_SAID, "%s", _("This house does not wait for your signature."));
		sitting_free(state->sitting);
		free(state);
		return NULL;
	}
	return screen_new(&sitting_class, state);
}

struct screen *
sitting_screen(struct ui *ui, const char *level, const struct id *building)
{
	return open_sitting(ui, level, building, false);
}
