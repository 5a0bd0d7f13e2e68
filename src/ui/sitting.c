#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/line.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/input.h"
#include "ui/menu.h"
#include "ui/picture.h"
#include "ui/recorddraw.h"
#include "ui/screens.h"

/* The sitting: one house after the other, its record beside its photos, decided with one digit; at the end a summary and one passphrase. */

enum { COMMAND_APPROVE = 1, COMMAND_RETURN, COMMAND_LATER, COMMAND_PREVIOUS, COMMAND_NEXT, COMMAND_CHANGED, COMMAND_PHOTO, COMMAND_LARGE,
       COMMAND_SHOW, COMMAND_BULK, COMMAND_SUM, COMMAND_UP, COMMAND_DOWN, COMMAND_PAGE_UP, COMMAND_PAGE_DOWN, COMMAND_BACK };

static const struct binding bindings[] = {
	{ KEY_CHAR, '1', "1", N_("approve"), COMMAND_APPROVE, true },
	{ KEY_CHAR, '2', "2", N_("give back"), COMMAND_RETURN, true },
	{ KEY_CHAR, '3', "3", N_("later"), COMMAND_LATER, true },
	{ KEY_CHAR, 'b', "b", N_("the rest"), COMMAND_BULK, true },
	{ KEY_CHAR, 's', "s", N_("sign"), COMMAND_SUM, true },
	{ KEY_CHAR, 'c', "c", N_("changes"), COMMAND_CHANGED, true },
	{ KEY_CHAR, 'p', "p", N_("photo"), COMMAND_PHOTO, true },
	{ KEY_CHAR, 'v', "v", N_("large"), COMMAND_LARGE, false },
	{ KEY_CHAR, 't', "t", N_("show private"), COMMAND_SHOW, false },
	{ KEY_LEFT, 0, N_("Left"), N_("house before"), COMMAND_PREVIOUS, false },
	{ KEY_RIGHT, 0, N_("Right"), N_("next house"), COMMAND_NEXT, false },
	{ KEY_UP, 0, N_("Up"), N_("a line up"), COMMAND_UP, false },
	{ KEY_DOWN, 0, N_("Down"), N_("a line down"), COMMAND_DOWN, false },
	{ KEY_PAGE_UP, 0, N_("PgUp"), N_("page up"), COMMAND_PAGE_UP, false },
	{ KEY_PAGE_DOWN, 0, N_("PgDn"), N_("page down"), COMMAND_PAGE_DOWN, false },
	{ KEY_CHAR, ' ', NULL, NULL, COMMAND_PAGE_DOWN, false },
	{ KEY_ESC, 0, N_("Esc"), N_("back, kept"), COMMAND_BACK, true },
	{ 0 },
};

struct sitting_state {
	struct sitting *sitting;
	size_t at, loaded; /* house shown; the one the record is of (SIZE_MAX: none) */
	struct record *record;
	size_t photo, first;
	bool only_changed, show_private;
	struct picture picture;
	char title[200];
};

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
		if (record_open(ui->app, house->building, &state->record, &err)) {
			ui_fail(ui, &err);
			return;
		}
		state->only_changed = state->record->signed_before && state->record->changed;
		sitting_opened(state->sitting, state->at);
	}
	snprintf(state->title, sizeof(state->title), "%s  %zu/%zu", label_text(&sitting_level(state->sitting)->label, ui->lang), state->at + 1,
		 sitting_count(state->sitting));
	load_picture(state, ui);
}

static const char *
decision_word(enum decision decision)
{
	switch (decision) {
	case DECISION_APPROVE: return _("approve");
	case DECISION_RETURN: return _("give back");
	case DECISION_LATER: return _("later");
	default: return _("undecided");
	}
}

static struct look
decision_look(enum decision decision)
{
	return decision == DECISION_APPROVE ? GOOD : decision == DECISION_RETURN ? BAD : decision == DECISION_LATER ? WARN : PLAIN;
}

static void
sitting_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct sitting_state *state = screen->state;
	const struct sitting_house *house = sitting_at(state->sitting, state->at);
	int width = canvas->cols - picture_cols(ui) - 2, row = BODY_TOP + 1, height = body_rows(canvas) - 3, used;
	struct record_page page = { state->record, state->only_changed, state->show_private, state->first };
	size_t counts[4], left = sitting_sample_left(state->sitting);
	char line[300];

	canvas_short(canvas, BODY_TOP, 1, canvas->cols - 2, BOLD, house->place);
	used = canvas_text(canvas, row, 1, 40, house->bulk ? GOOD : BAD, house->shown) + 2;
	used += canvas_text(canvas, row, 1 + used, 20, decision_look(house->decision), decision_word(house->decision)) + 2;
	if (house->sample)
		canvas_text(canvas, row, 1 + used, 30, ACCENT, _("(drawn by lot)"));
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

/* On to the next one that is undecided: severe and some first, then the sample; with none left the summary. */
static bool
go_on(struct sitting_state *state)
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

/* ---- giving back: the kinds of error, and words */

enum { COMMAND_DONE = 1, COMMAND_GIVE_UP };

static const struct binding return_bindings[] = {
	{ KEY_CHAR, 0, "1-9", N_("tick a kind of error"), COMMAND_DONE, true },
	{ KEY_TAB, 0, N_("Tab"), N_("words"), COMMAND_DONE, true },
	{ KEY_ENTER, 0, N_("Enter"), N_("give it back"), COMMAND_DONE, true },
	{ KEY_ESC, 0, N_("Esc"), N_("not"), COMMAND_GIVE_UP, true },
	{ 0 },
};

struct return_state {
	struct sitting_state *of;
	struct line line;
	bool in_words;
};

/* The field that an error of a kind is put down to: the first that the rules of this kind are about and a person fills. */
static const char *
field_of_kind(const struct pack *pack, int kind)
{
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < pack->rule_count; i++) {
			const struct rule *rule = &pack->rules[i];

			for (size_t k = 0; rule->kind == kind && k < rule->fields.count; k++) {
				const struct field *field = pack_field(pack, rule->fields.items[k]);
				const struct form *form = field ? pack_form_of_field(pack, field->name) : NULL;

				/* Not the roster row that started it, not what a checker counted, and nothing computed, unless there is nothing else. */
				if (field && form && (pass || (form != pack->root && form->blind.count == 0 && !field->calculation.sql)))
					return field->name;
			}
		}
	return pack->summary ? pack->summary->name : pack->root_division->name;
}

static bool
is_ticked(const struct sitting_house *house, int kind)
{
	for (size_t i = 0; i < house->error_count; i++)
		if (house->errors[i].kind == kind)
			return true;
	return false;
}

static void
return_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct return_state *state = screen->state;
	const struct sitting_house *house = sitting_at(state->of->sitting, state->of->at);
	const struct pack *pack = app_pack(ui->app);
	int row = BODY_TOP + 1;

	canvas_short(canvas, row, 2, canvas->cols - 4, BOLD, house->place);
	canvas_text(canvas, row + 2, 2, canvas->cols - 4, PLAIN, _("What is wrong? Tick with the digits; words are optional."));
	row += 4;
	for (size_t i = 0; i < pack->error_count; i++, row++) {
		bool on = is_ticked(house, pack->errors[i].kind);
		const struct field *field = pack_field(pack, field_of_kind(pack, pack->errors[i].kind));
		char line[300];

		snprintf(line, sizeof(line), "%d [%s] %s  (%s)", pack->errors[i].kind, on ? "x" : " ", label_text(&pack->errors[i].label, ui->lang),
			 field ? label_text(&field->label, ui->lang) : "");
		canvas_short(canvas, row, 4, canvas->cols - 6, on ? BAD : PLAIN, line);
	}
	canvas_text(canvas, row + 1, 2, 12, state->in_words ? ACCENT : PLAIN, _("In words"));
	if (state->in_words) {
		input_draw(canvas, row + 1, 14, canvas->cols - 16, &state->line);
	} else {
		canvas_short(canvas, row + 1, 15, canvas->cols - 17, PLAIN, line_text(&state->line));
		canvas_cursor(canvas, BODY_TOP + 5, 4);
	}
}

static struct action
return_key(struct screen *screen, struct ui *ui, const struct key *key, int command)
{
	struct return_state *state = screen->state;
	struct sitting_state *of = state->of;
	const struct pack *pack = app_pack(ui->app);
	uint32_t c = key->c >= 0xff01 && key->c <= 0xff5e ? key->c - 0xfee0 : key->c;

	if (command == COMMAND_GIVE_UP)
		return BACK;
	if (key->kind == KEY_TAB) {
		state->in_words = !state->in_words;
		return STAY;
	}
	if (key->kind == KEY_ENTER) {
		sitting_set_reason(of->sitting, of->at, line_text(&state->line));
		if (sitting_at(of->sitting, of->at)->error_count == 0 && !*line_text(&state->line)) {
			ui_say(ui, TOAST_BAD, "%s", _("Tick a kind of error, or say in words what is wrong."));
			return STAY;
		}
		sitting_decide(of->sitting, of->at, DECISION_RETURN);
		go_on(of);
		return BACK;
	}
	if (state->in_words && input_key(&state->line, key, ui->cols - 18))
		return STAY;
	for (size_t i = 0; !state->in_words && key->kind == KEY_CHAR && i < pack->error_count; i++)
		if (c == (uint32_t)('0' + pack->errors[i].kind))
			sitting_tick(of->sitting, of->at, field_of_kind(pack, pack->errors[i].kind), pack->errors[i].kind);
	return STAY;
}

static void
return_close(struct screen *screen, struct ui *ui)
{
	struct return_state *state = screen->state;

	(void)ui;
	line_release(&state->line);
	free(state);
}

static const char *
return_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("Give back");
}

static const struct screen_class return_class = {
	.name = "return",
	.bindings = return_bindings,
	.title = return_title,
	.draw = return_draw,
	.key = return_key,
	.close = return_close,
	.types = true,
};

/* ---- the summary and the passphrase */

static const struct binding sign_bindings[] = {
	{ KEY_ENTER, 0, N_("Enter"), N_("sign all of it"), COMMAND_DONE, true },
	{ KEY_ESC, 0, N_("Esc"), N_("back, nothing is signed"), COMMAND_GIVE_UP, true },
	{ 0 },
};

struct sign_state {
	struct sitting_state *of;
	struct secret secret;
};

static int
draw_decided(const struct sitting_state *of, struct canvas *canvas, int row, int bottom, enum decision decision)
{
	for (size_t i = 0; i < sitting_count(of->sitting) && row < bottom; i++) {
		const struct sitting_house *house = sitting_at(of->sitting, i);
		char line[300];

		if (house->decision != decision || house->in_bulk)
			continue;
		snprintf(line, sizeof(line), "%s  %s  %s%s", decision_word(decision), house->place, house->shown,
			 house->reason && *house->reason ? house->reason : "");
		canvas_short(canvas, row++, 4, canvas->cols - 6, decision_look(decision), line);
	}
	return row;
}

static void
sign_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct sign_state *state = screen->state;
	size_t counts[4], bulk = 0;
	int row = BODY_TOP + 1, bottom = BODY_TOP + body_rows(canvas) - 4;
	char line[300];

	sitting_counts(state->of->sitting, counts);
	for (size_t i = 0; i < sitting_count(state->of->sitting); i++)
		bulk += sitting_at(state->of->sitting, i)->in_bulk;
	snprintf(line, sizeof(line), _("You sign as %s: %zu approved (%zu of them together), %zu given back. %zu stay for later."),
		 label_text(&sitting_level(state->of->sitting)->label, ui->lang), counts[DECISION_APPROVE], bulk, counts[DECISION_RETURN],
		 counts[DECISION_LATER] + counts[DECISION_NONE]);
	row += canvas_wrap(canvas, row, 2, canvas->cols - 4, 3, BOLD, line) + 1;
	row = draw_decided(state->of, canvas, row, bottom, DECISION_RETURN);
	draw_decided(state->of, canvas, row, bottom, DECISION_APPROVE);
	canvas_text(canvas, bottom + 2, 2, 14, PLAIN, _("Passphrase"));
	secret_draw(canvas, bottom + 2, 16, 40, &state->secret);
	if (app_is_demo(ui->app))
		canvas_text(canvas, bottom + 3, 2, canvas->cols - 4, FAINT, _("In the demonstration everybody's passphrase is: demo"));
}

static struct action
sign_key(struct screen *screen, struct ui *ui, const struct key *key, int command)
{
	struct sign_state *state = screen->state;
	struct sitting *sitting = state->of->sitting;
	struct buf refused = { 0 };
	struct err err = { 0 };
	size_t count = 0, counts[4];
	enum status status;

	if (secret_key(&state->secret, key))
		return STAY;
	if (command == COMMAND_GIVE_UP)
		return BACK;
	if (command != COMMAND_DONE)
		return STAY;
	ui_busy(ui, _("Signing..."));
	sitting_counts(sitting, counts);
	status = sitting_sign(sitting, state->secret.text, &count, &refused, &err);
	secret_clear(&state->secret);
	if (status) {
		ui_say(ui, TOAST_BAD, "%s%s%s", err.text, refused.len ? "\n" : "", buf_text(&refused));
		buf_release(&refused);
		return STAY;
	}
	buf_release(&refused);
	ui_say(ui, TOAST_GOOD, _("Signed and safe on this laptop: %zu houses, %zu approved, %zu given back."), count, counts[DECISION_APPROVE],
	       counts[DECISION_RETURN]);
	return (struct action){ ACTION_HOME, NULL };
}

static void
sign_close(struct screen *screen, struct ui *ui)
{
	struct sign_state *state = screen->state;

	(void)ui;
	secret_clear(&state->secret);
	free(state);
}

static const char *
sign_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("Summary and signature");
}

static const struct screen_class sign_class = {
	.name = "sign",
	.bindings = sign_bindings,
	.title = sign_title,
	.draw = sign_draw,
	.key = sign_key,
	.close = sign_close,
	.types = true,
	.drops_typeahead = true,
};

static struct action
push_sign(struct sitting_state *state, struct ui *ui)
{
	struct sign_state *sign;
	size_t counts[4];

	sitting_counts(state->sitting, counts);
	if (counts[DECISION_APPROVE] + counts[DECISION_RETURN] == 0) {
		ui_say(ui, TOAST_SAID, "%s", _("Nothing is decided yet: 1 approves, 2 gives back, 3 leaves it for later."));
		return STAY;
	}
	sign = mem_alloc(sizeof(*sign));
	sign->of = state;
	return (struct action){ ACTION_PUSH, screen_new(&sign_class, sign) };
}

/* ---- keys of the sitting */

static struct action
push_return(struct sitting_state *state)
{
	struct return_state *give = mem_alloc(sizeof(*give));
	const char *reason = sitting_at(state->sitting, state->at)->reason;

	give->of = state;
	line_init(&give->line, LINE_SINGLE, 200);
	line_set(&give->line, reason ? reason : "");
	return (struct action){ ACTION_PUSH, screen_new(&return_class, give) };
}

static struct action
decide(struct sitting_state *state, struct ui *ui, enum decision decision)
{
	sitting_decide(state->sitting, state->at, decision);
	return go_on(state) ? STAY : push_sign(state, ui);
}

static struct action
bulk(struct sitting_state *state, struct ui *ui)
{
	size_t left = sitting_sample_left(state->sitting), count;

	if (left == SIZE_MAX) {
		ui_say(ui, TOAST_SAID, "%s", _("No house here may be approved together with others; severe and some are decided one by one."));
		return STAY;
	}
	if (left) {
		ui_say(ui, TOAST_SAID, _("First the %zu houses drawn by lot must be opened and decided."), left);
		return STAY;
	}
	count = sitting_bulk(state->sitting);
	ui_say(ui, TOAST_GOOD, _("%zu houses are marked approved. Nothing is signed before the passphrase."), count);
	return go_on(state) ? STAY : push_sign(state, ui);
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
scroll(struct sitting_state *state, const struct ui *ui, int by)
{
	struct record_page page = { state->record, state->only_changed, state->show_private, 0 };
	size_t rows = state->record ? record_page_rows(&page, ui, ui->cols - picture_cols(ui) - 2) : 0, height = (size_t)ui->rows - 6,
	       most = rows > height ? rows - height : 0;

	if (by < 0)
		state->first = state->first > (size_t)-by ? state->first - (size_t)-by : 0;
	else
		state->first += (size_t)by;
	if (state->first > most)
		state->first = most;
}

static struct action
sitting_key(struct screen *screen, struct ui *ui, const struct key *key, int command)
{
	struct sitting_state *state = screen->state;
	int page = ui->rows - 7;

	(void)key;
	switch (command) {
	case COMMAND_APPROVE: return decide(state, ui, DECISION_APPROVE);
	case COMMAND_RETURN: return push_return(state);
	case COMMAND_LATER: return decide(state, ui, DECISION_LATER);
	case COMMAND_BULK: return bulk(state, ui);
	case COMMAND_SUM: return push_sign(state, ui);
	case COMMAND_PREVIOUS: state->at -= state->at > 0; break;
	case COMMAND_NEXT: state->at += state->at + 1 < sitting_count(state->sitting); break;
	case COMMAND_CHANGED: state->only_changed = !state->only_changed; state->first = 0; break;
	case COMMAND_PHOTO: state->photo++; break;
	case COMMAND_LARGE: return large_photo(state, ui);
	case COMMAND_SHOW: state->show_private = !state->show_private; break;
	case COMMAND_UP: scroll(state, ui, -1); break;
	case COMMAND_DOWN: scroll(state, ui, 1); break;
	case COMMAND_PAGE_UP: scroll(state, ui, -page); break;
	case COMMAND_PAGE_DOWN: scroll(state, ui, page); break;
	case COMMAND_BACK: return BACK;
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

struct screen *
sitting_screen(struct ui *ui, const char *level)
{
	struct sitting_state *state = mem_alloc(sizeof(*state));
	struct err err = { 0 };

	ui_busy(ui, _("Reading the houses..."));
	if (sitting_open(ui->app, level, &state->sitting, &err)) {
		ui_fail(ui, &err);
		free(state);
		return NULL;
	}
	state->loaded = SIZE_MAX;
	state->at = sitting_count(state->sitting) - 1;
	if (!go_on(state)) /* what was kept is decided already */
		state->at = 0;
	return screen_new(&sitting_class, state);
}
