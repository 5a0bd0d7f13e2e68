#include "app/house/label.h"
#include "app/house/record.h"
#include "app/house/twins.h"
#include "app/session/workspace.h"
#include "app/sign/sitting.h"
#include "ui/sitting/sitting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
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
	COMMAND_ON,
	COMMAND_UNDO,
	COMMAND_BACK
};

static const struct binding bindings[] = {
	{ UI_KEY_CHAR, '1', "1", N_("approve"), COMMAND_APPROVE, true },
	{ UI_KEY_CHAR, '2', "2", N_("give back"), COMMAND_RETURN, true },
	{ UI_KEY_CHAR, '3', "3", N_("later"), COMMAND_LATER, true },
	{ UI_KEY_CHAR, 'b', "b", N_("rest"), COMMAND_BULK, true },
	{ UI_KEY_CHAR, 's', "s", N_("sign"), COMMAND_SUM, true },
	{ UI_KEY_LEFT, 0, N_("Left, Right"), N_("other house"), COMMAND_PREVIOUS, true },
	{ UI_KEY_RIGHT, 0, NULL, NULL, COMMAND_NEXT, false },
	{ UI_KEY_CHAR, 'p', "p", N_("photo"), COMMAND_PHOTO, true },
	{ UI_KEY_CHAR, 'c', "c", N_("changes"), COMMAND_CHANGED, true },
	{ UI_KEY_CHAR, 'v', "v", N_("large"), COMMAND_LARGE, false },
	{ UI_KEY_CHAR, 't', "t", N_("show private"), COMMAND_SHOW, false },
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("page down"), COMMAND_ON, false },
	{ UI_KEY_CTRL, 'Z', "^Z", N_("undo"), COMMAND_UNDO, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back, kept"), COMMAND_BACK, true },
	{ 0 },
};

static void
load_picture(struct sitting_state *state, struct ui *ui)
{
	const struct record_photo *photo;
	struct area area = sitting_layout_of(state, ui_body_quiet(ui)).photo;
	struct buf bytes = { 0 };
	struct err ignored = { 0 };
	char key[ID_HEX_LEN + 1];

	if (!state->record || state->record->photo_count == 0)
		return;
	state->photo %= state->record->photo_count;
	photo = &state->record->photos[state->photo];
	id_hex(&photo->id, key);
	if (photo->field->is_private && !state->show_private) {
		picture_release(&state->picture);
		return;
	}
	if (strcmp(state->picture.key, key) == 0 && state->picture.cols == area.cols && state->picture.rows == area.rows)
		return;
	picture_release(&state->picture);
	if (!record_photo_bytes(ui->app, &photo->id, &bytes, &ignored))
		picture_make(&state->picture, ui, key, bytes.data, bytes.len, NULL, area.rows, area.cols);
	buf_release(&bytes);
}

static void
fit_record(struct sitting_state *state, const struct ui *ui)
{
	const struct record_page page = { .record = state->record,
					  .only_changed = state->only_changed,
					  .show_private = state->show_private,
					  .last_first = true,
					  .slot = &sitting_at(state->sitting, state->at)->slot };

	if (!state->listed || state->listed_changed != state->only_changed || state->listed_private != state->show_private) {
		text_view_clear(&state->text);
		if (state->record)
			record_lines_add(&page, ui, &state->text);
		state->listed = true;
		state->listed_changed = state->only_changed;
		state->listed_private = state->show_private;
	}
	text_view_fit(&state->text, sitting_layout_of(state, ui_body(ui)).record);
}

/* The first photo of the slot that is signed, or of the house. */
static size_t
first_photo(const struct record *record, const struct id *slot)
{
	for (size_t i = 0; i < record->photo_count && !id_is_zero(slot); i++)
		if (id_equal(&record->photos[i].root, slot))
			return i;
	return 0;
}

static void
sitting_recalc(struct screen *screen, struct ui *ui)
{
	struct sitting_state *state = screen->state;
	const struct sitting_house *house = sitting_at(state->sitting, state->at);
	struct err err = { 0 };
	char *level = house_level_words(app_pack(ui->app), sitting_level(state->sitting)), *twin;

	snprintf(state->title, sizeof(state->title), "%s  %zu/%zu", level, state->at + 1, sitting_count(state->sitting));
	free(level);
	if (state->loaded != state->at) {
		record_free(state->record);
		state->record = NULL;
		state->loaded = SIZE_MAX;
		state->listed = false;
		state->photo = state->text.first = 0;
		text_view_clear(&state->text);
		find_release(&state->text.find);
		if (record_open(ui->app, &house->building, &state->record, &err)) { /* tried again; other houses can be opened */
			if (ui->toast_kind != TOAST_BAD)
				ui_fail(ui, &err);
			return;
		}
		state->loaded = state->at;
		state->photo = first_photo(state->record, &house->slot);
		if (twins_words_of(ui->app, &house->building, &twin, &err))
			ui_fail(ui, &err); /* the house is shown, and that it was not compared */
		if (twin)
			record_add_finding(state->record, twin);
		free(twin);
		state->only_changed = state->record->signed_before && state->record->changed;
		sitting_opened(state->sitting, state->at);
	}
	load_picture(state, ui);
	fit_record(state, ui);
}

/* ---- keys of the sitting */

/* Goes on to the next house. After the last one the page stays: a key typed ahead must not land in a passphrase. */
static struct action
go_on(struct sitting_state *state, struct ui *ui)
{
	if (!sitting_go_on(state) && ui->toast_kind == TOAST_NONE)
		ui_say(ui, TOAST_SAID, "%s", _("All houses here are decided: s goes on to the signature."));
	return STAY;
}

/* Nobody decides what stands not on the page. True: the house is there; otherwise says so. */
static bool
is_shown(const struct sitting_state *state, struct ui *ui)
{
	if (!state->record)
		ui_say(ui, TOAST_BAD, "%s", _("This house could not be read: 3 leaves it for later, Right goes on to the next one."));
	return state->record != NULL;
}

static struct action
decide(struct sitting_state *state, struct ui *ui, enum decision decision)
{
	if (decision != DECISION_LATER && !is_shown(state, ui))
		return STAY;
	sitting_decide(state->sitting, state->at, decision);
	return go_on(state, ui);
}

static struct action
bulk(struct sitting_state *state, struct ui *ui)
{
	size_t left = sitting_sample_left(state->sitting), count;

	if (left == SIZE_MAX) {
		ui_say(ui, TOAST_SAID, "%s",
		       _("No house here may be approved together with others: those that the forms want decided one by one, and those where two answers differ, are opened each by itself."));
		return STAY;
	}
	if (left) {
		ui_say(ui, TOAST_SAID,
		       n_("First the %zu house drawn by lot must be opened and decided.",
			  "First the %zu houses drawn by lot must be opened and decided.", left),
		       left);
		return STAY;
	}
	count = sitting_bulk(state->sitting);
	ui_say(ui, TOAST_GOOD, _("Marked as approved: %zu. Nothing is signed before the passphrase: s goes on to it."), count);
	return go_on(state, ui);
}

static struct action
large_photo(const struct sitting_state *state, struct ui *ui)
{
	struct buf bytes = { 0 };
	struct err err = { 0 };
	struct screen *large = NULL;

	if (!state->record || state->record->photo_count == 0)
		return STAY;
	if (state->record->photos[state->photo].field->is_private && !state->show_private) {
		ui_say(ui, TOAST_SAID, "%s", _("This photo is private; t shows what is private."));
		return STAY;
	}
	if (record_photo_bytes(ui->app, &state->record->photos[state->photo].id, &bytes, &err))
		ui_fail(ui, &err);
	else
		large = photo_screen(bytes.data, bytes.len, state->record->place);
	buf_release(&bytes);
	return large ? (struct action){ ACTION_PUSH, large } : STAY;
}

/* Enter, Space and the keys down go on in the record; at its end they say what comes next. */
static bool
goes_on(const struct ui_key *key)
{
	return key->kind == UI_KEY_DOWN || key->kind == UI_KEY_PAGE_DOWN || key->kind == UI_KEY_ENTER ||
	       (key->kind == UI_KEY_CHAR && key->c == ' ');
}

static bool
record_key(struct sitting_state *state, struct ui *ui, const struct ui_key *key)
{
	const struct ui_key page_down = { .kind = UI_KEY_PAGE_DOWN };
	bool typing = state->text.find.typing;

	if (!typing && goes_on(key) && state->text.first + (size_t)state->text.area.rows >= text_view_rows(&state->text)) {
		ui_say(ui, TOAST_SAID, "%s", _("That is all of it: 1 approves, 2 gives back, 3 leaves it for later."));
		return true;
	}
	return text_view_key(&state->text, !typing && key->kind == UI_KEY_ENTER ? &page_down : key);
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

static void
undo(struct sitting_state *state, struct ui *ui)
{
	size_t at = sitting_undo(state->sitting);

	if (at == SIZE_MAX) {
		ui_say(ui, TOAST_SAID, "%s", _("Nothing was decided since the sitting was opened."));
		return;
	}
	state->at = at;
	ui_say(ui, TOAST_SAID, _("Taken back: what was decided of %s."), sitting_at(state->sitting, at)->place);
}

static struct action
sitting_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct sitting_state *state = screen->state;

	if (command != COMMAND_BACK)
		state->confirm_back = false;
	/* Letters belong to the search while its words are typed; else keys that the page knows are the page's. */
	if ((state->text.find.typing || !command || command == COMMAND_ON) && record_key(state, ui, key))
		return STAY;
	switch (command) {
	case COMMAND_APPROVE:
		return decide(state, ui, DECISION_APPROVE);
	case COMMAND_RETURN:
		return is_shown(state, ui) ? push_return(state, ui) : STAY;
	case COMMAND_LATER:
		return decide(state, ui, DECISION_LATER);
	case COMMAND_BULK:
		return bulk(state, ui);
	case COMMAND_SUM:
		return push_sign(state, ui);
	case COMMAND_PREVIOUS:
		if (state->at == 0)
			ui_say(ui, TOAST_SAID, "%s", _("This is the first house."));
		state->at -= state->at > 0;
		break;
	case COMMAND_NEXT:
		if (state->at + 1 == sitting_count(state->sitting))
			ui_say(ui, TOAST_SAID, "%s", _("This is the last house."));
		state->at += state->at + 1 < sitting_count(state->sitting);
		break;
	case COMMAND_CHANGED:
		state->only_changed = !state->only_changed;
		state->text.first = 0;
		break;
	case COMMAND_PHOTO:
		state->photo++;
		break;
	case COMMAND_LARGE:
		return large_photo(state, ui);
	case COMMAND_SHOW:
		state->show_private = !state->show_private;
		break;
	case COMMAND_UNDO:
		undo(state, ui);
		break;
	case COMMAND_BACK:
		return back(state, ui);
	default:
		return NO_KEY;
	}
	return STAY;
}

/* A decision that could not be kept when it was made is tried again. */
static void
sitting_leave(struct screen *screen, struct ui *ui)
{
	struct sitting_state *state = screen->state;
	struct err err = { 0 };
	const struct sitting_house *house = sitting_at(state->sitting, state->at);
	enum status status = sitting_is_kept(state->sitting) ? STATUS_OK : sitting_save(state->sitting, &err);

	/* The first page names the house again; of a sitting that was signed it goes on with the most urgent one, whichever were left out. */
	ui->worked = state->signed_now ? (struct ui_worked){ .signed_now = true } : (struct ui_worked){ .building = house->building };
	if (status && status != STATUS_CONFLICT) /* another window has the sitting, and keeps it */
		ui_fail(ui, &err);
}

static void
sitting_close(struct screen *screen, struct ui *ui)
{
	struct sitting_state *state = screen->state;

	(void)ui;
	record_free(state->record);
	picture_release(&state->picture);
	text_view_release(&state->text);
	sitting_free(state->sitting);
	free(state);
}

static const char *
sitting_title(const struct screen *screen, const struct ui *ui)
{
	(void)ui;
	return ((const struct sitting_state *)screen->state)->title;
}

static const char *
sitting_note(const struct screen *screen)
{
	return ((const struct sitting_state *)screen->state)->text.note;
}

static void
sitting_forget(struct screen *screen, struct ui *ui)
{
	(void)ui;
	((struct sitting_state *)screen->state)->loaded = SIZE_MAX;
}

static bool
sitting_offers(const struct screen *screen, const struct ui *ui, int command)
{
	const struct sitting_state *state = screen->state;

	size_t counts[4];

	(void)ui;
	sitting_counts(state->sitting, counts);
	if (command == COMMAND_BULK)
		return sitting_sample_left(state->sitting) == 0;
	return command != COMMAND_SUM || counts[DECISION_APPROVE] + counts[DECISION_RETURN];
}

static const struct screen_class sitting_class = {
	.name = "sitting",
	.about = N_(
		"Houses that wait for your signature. Read the record and look at the photos, then 1 approves, 2 gives back, 3 leaves it for later; s signs."),
	.bindings = bindings,
	.also = move_bindings,
	.offers = sitting_offers,
	.title = sitting_title,
	.note = sitting_note,
	.recalc = sitting_recalc,
	.draw = sitting_draw,
	.key = sitting_key,
	.forget = sitting_forget,
	.leave = sitting_leave,
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
	char chain[64], level[64];
	struct id building;
	bool at_building;
};

static struct screen *open_sitting(struct ui *ui, const char *chain, const char *level, const struct id *building, bool take);

static struct screen *
take_over(struct ui *ui, void *ctx)
{
	const struct held_sitting *held = ctx;

	return open_sitting(ui, held->chain, held->level, held->at_building ? &held->building : NULL, true);
}

static struct screen *
held_screen(const struct ui *ui, const struct sitting *sitting, const struct id *building, int64_t since_unix)
{
	const struct level *level = sitting_level(sitting);
	struct held_sitting *held = mem_alloc(sizeof(*held));

	snprintf(held->chain, sizeof(held->chain), "%s", level->chain->name);
	snprintf(held->level, sizeof(held->level), "%s", level->name);
	held->building = building ? *building : (struct id){ { 0 } };
	held->at_building = building != NULL;
	return other_window_screen((struct other_window){
		.title = mem_strdup(label_text(&level->label, ui->lang)), .since_unix = since_unix, .take = take_over, .ctx = held });
}

static struct screen *
open_sitting(struct ui *ui, const char *chain, const char *level, const struct id *building, bool take)
{
	struct sitting_state *state = mem_alloc(sizeof(*state));
	struct screen *asked;
	struct err err = { 0 };
	int64_t since;

	ui_busy(ui, _("Reading the houses..."));
	if (sitting_open(ui->app, chain, level, &state->sitting, &err)) {
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
sitting_screen(struct ui *ui, const struct level *level, const struct id *building)
{
	return open_sitting(ui, level->chain->name, level->name, building, false);
}
