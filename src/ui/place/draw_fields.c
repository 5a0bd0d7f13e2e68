#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/division.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/table/draw.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/text/line.h"
#include "ui/input.h"
#include "ui/page/confirm.h"
#include "ui/page/kept.h"
#include "ui/place/draws.h"

/* What is typed before a draw is signed: the lottery, its day and how many houses of each stratum; or, later, the seed alone. */

enum { COMMAND_NEXT = 1, COMMAND_UP, COMMAND_SIGN, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("next"), COMMAND_NEXT, true },    { UI_KEY_DOWN, 0, NULL, NULL, COMMAND_NEXT, false },
	{ UI_KEY_UP, 0, N_("Up"), N_("the one before"), COMMAND_UP, false }, { UI_KEY_CTRL, 'S', "^S", N_("sign"), COMMAND_SIGN, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },	     { 0 },
};

struct draw_field_line {
	char *label, *proposed; /* proposed: what stood there first */
	struct line line;
};

struct draw_fields_state {
	bool seeds; /* the seed is typed, else what is drawn from */
	struct id draw;
	char township[DIVISION_CODE_LEN + 1];
	char *place;
	struct sample proposed;
	struct draw_field_line *fields; /* source, day, spare, then each stratum's quota; or the seed */
	size_t count, at;
	struct kept_lines kept;
};

enum { FIELD_SOURCE, FIELD_DAY, FIELD_SPARE, FIELD_QUOTAS };

#define SPARE_PROPOSED "3"
#define LABEL_COLS 34

static void
add_field(struct draw_fields_state *state, char *label_take, const char *text, size_t limit)
{
	state->fields = mem_resize(state->fields, state->count + 1, sizeof(*state->fields));
	state->fields[state->count] = (struct draw_field_line){ .label = label_take, .proposed = mem_strdup(text) };
	line_init(&state->fields[state->count].line, LINE_SINGLE, limit);
	line_set(&state->fields[state->count++].line, text);
}

/* ---- drawing */

static void
fields_recalc(struct screen *screen, struct ui *ui)
{
	struct draw_fields_state *state = screen->state;

	(void)ui;
	line_scroll(&state->fields[state->at].line, 30, 1);
}

static void
fields_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct draw_fields_state *state = screen->state;
	struct area left = area_inside(ui_body(ui), 1, 1);
	char *line;

	if (state->seeds) {
		canvas_paragraph(
			canvas, &left, PLAIN,
			_("The numbers as the lottery made them public, in its own order. The houses follow from them and from what was told."));
	} else {
		canvas_paragraph(
			canvas, &left, PLAIN,
			_("Houses are drawn by the numbers of a public lottery that is still to come. You sign now what is drawn from; the seed is given when a county receipt lies between."));
		line = mem_printf(_("Drawn from: what every level signed as of county receipt no. %lld of %s."),
				  (long long)state->proposed.receipt, state->proposed.received);
		canvas_paragraph(canvas, &left, FAINT, line);
		free(line);
	}
	left = area_below(left, 1);
	for (size_t i = 0; i < state->count; i++, left = area_below(left, 1)) {
		struct area label = area_top(left, 1), input = area_inside(label, LABEL_COLS, 0);

		canvas_column(canvas, &label, LABEL_COLS, i == state->at ? BOLD : PLAIN, state->fields[i].label);
		if (i == state->at)
			input_draw(canvas, input.row, input.col, input.cols, &state->fields[i].line);
		else
			canvas_line(canvas, &input, PLAIN, line_text(&state->fields[i].line));
	}
}

/* ---- signing */

/* A whole number that was typed; SIZE_MAX: it is none. Nothing typed is none either: whoever wants no house of a stratum types 0. */
static size_t
number_of(const struct line *line)
{
	const char *text = line_text(line);

	if (!*text || strlen(text) > 6 || strspn(text, "0123456789") != strlen(text))
		return SIZE_MAX;
	return strtoul(text, NULL, 10);
}

/* What is told, as typed. The quotas are borrowed from `quotas`, a place for each stratum. */
static struct draw_ask
ask_of(const struct draw_fields_state *state, const struct ui *ui, struct sample_quota *quotas)
{
	struct draw_ask ask = { .township = state->township,
				.lang = ui->lang,
				.receipt = state->proposed.receipt,
				.quotas = quotas,
				.spare = number_of(&state->fields[FIELD_SPARE].line),
				.source = line_text(&state->fields[FIELD_SOURCE].line),
				.day = line_text(&state->fields[FIELD_DAY].line) };

	for (size_t i = 0; i < state->proposed.stratum_count; i++) {
		size_t houses = number_of(&state->fields[FIELD_QUOTAS + i].line);

		if (houses)
			quotas[ask.quota_count++] = (struct sample_quota){ state->proposed.strata[i].value, houses };
	}
	return ask;
}

/* Signs what is told, or without `sign` says what would be refused. */
static enum status
tell(struct draw_fields_state *state, struct ui *ui, bool sign, struct err *err)
{
	struct sample_quota *quotas = mem_array(state->proposed.stratum_count + 1, sizeof(*quotas));
	struct draw_ask ask = ask_of(state, ui, quotas);
	enum status status = sign ? app_draw_tell(ui->app, &ask, &state->draw, err) : app_draw_check(ui->app, &ask, err);

	free(quotas);
	return status;
}

/* The fields as they are kept; a place for each. */
static struct kept_field *
kept_fields(struct draw_fields_state *state)
{
	struct kept_field *fields = mem_array(state->count, sizeof(*fields));

	for (size_t i = 0; i < state->count; i++)
		fields[i] = (struct kept_field){ state->fields[i].label, &state->fields[i].line, state->fields[i].proposed };
	return fields;
}

static void
fields_keep(struct screen *screen, struct ui *ui)
{
	struct draw_fields_state *state = screen->state;
	struct kept_field *fields = kept_fields(state);

	kept_put(&state->kept, ui, fields, state->count);
	free(fields);
}

static void
fields_take_up(struct draw_fields_state *state, struct ui *ui, char *page_take)
{
	struct kept_field *fields = kept_fields(state);

	kept_open(&state->kept, ui, page_take, fields, state->count);
	free(fields);
}

static bool
fields_lose(const struct screen *screen)
{
	return ((const struct draw_fields_state *)screen->state)->kept.lost;
}

static enum status
do_sign(struct ui *ui, void *ctx, const char *passphrase, char **result, struct err *err)
{
	struct draw_fields_state *state = ctx;
	enum status status = app_confirm(ui->app, passphrase, err);

	*result = NULL;
	if (status)
		return status;
	ui_busy(ui, _("Counting..."));
	status = state->seeds ? app_draw_seed(ui->app, &state->draw, line_text(&state->fields[0].line), err) : tell(state, ui, true, err);
	if (status)
		return status;
	for (size_t i = 0; i < state->count; i++) /* nothing of it is kept for another time */
		line_set(&state->fields[i].line, state->fields[i].proposed);
	if (!status)
		ui_say(ui, TOAST_GOOD, "%s",
		       state->seeds ? _("Signed: the houses are drawn.")
				    : _("Signed: what is drawn from. Make it public before the lottery."));
	return status;
}

/* What is about to be signed, in words. */
static char *
confirm_words(const struct draw_fields_state *state)
{
	struct buf out = { 0 };

	if (state->seeds) {
		buf_printf(&out, _("You sign that the lottery's numbers are: %s\nThe houses that follow are signed with them."),
			   line_text(&state->fields[0].line));
		return buf_detach(&out);
	}
	buf_printf(&out,
		   _("You sign what is drawn from in %s, as of county receipt no. %lld. The seed will be the numbers of %s, on %s.\n"),
		   state->place, (long long)state->proposed.receipt, line_text(&state->fields[FIELD_SOURCE].line),
		   line_text(&state->fields[FIELD_DAY].line));
	for (size_t i = 0; i < state->proposed.stratum_count; i++)
		buf_printf(&out, _("\n%s: %zu of %zu houses"), state->proposed.strata[i].label,
			   number_of(&state->fields[FIELD_QUOTAS + i].line), state->proposed.strata[i].houses);
	return buf_detach(&out);
}

/* What is drawn from, counted anew: the conclusions are those of the page. */
static enum status
count_anew(struct draw_fields_state *state, struct ui *ui, struct err *err)
{
	struct sample counted = { 0 };
	bool same;
	enum status status = tell(state, ui, false, err);

	ui_busy(ui, _("Counting what can be drawn from..."));
	if (!status)
		status = app_draw_propose(ui->app, state->township, ui->lang, state->proposed.receipt, &counted, err);
	if (status)
		return status;
	same = counted.stratum_count == state->proposed.stratum_count;
	for (size_t i = 0; i < counted.stratum_count && same; i++)
		same = strcmp(counted.strata[i].value, state->proposed.strata[i].value) == 0;
	app_sample_release(same ? &state->proposed : &counted);
	if (!same)
		return err_set(err, STATUS_CONFLICT, "%s",
			       _("what was found at the houses is another by now; nothing was signed: go back and count anew"));
	state->proposed = counted;
	return STATUS_OK;
}

static char *
words_now(struct ui *ui, void *ctx, struct err *err)
{
	struct draw_fields_state *state = ctx;
	enum status status = state->seeds ? app_draw_check_seed(ui->app, &state->draw, line_text(&state->fields[0].line), err)
					  : count_anew(state, ui, err);

	return status ? NULL : confirm_words(state);
}

/* Refuses what is typed in a field while the cursor is still there; false: it was said why. A day is taken as people write it, and shown as it is
 * understood. */
static bool
field_is_right(struct draw_fields_state *state, size_t at, struct ui *ui)
{
	struct draw_field_line *field = &state->fields[at];
	const struct sample_stratum *stratum = state->seeds || at < FIELD_QUOTAS ? NULL : &state->proposed.strata[at - FIELD_QUOTAS];
	const char *text = line_text(&field->line);
	char today[11], day[11];

	clock_date(clock_now_unix(), today);
	if (!*text && !state->seeds && at >= FIELD_SPARE)
		ui_say(ui, TOAST_BAD, _("How many houses? 0 draws none: %s"), field->label);
	else if (!*text)
		ui_say(ui, TOAST_BAD, _("Still to be filled: %s"), field->label);
	else if (!state->seeds && at == FIELD_DAY && !clock_day_meant(text, today, day))
		ui_say(ui, TOAST_BAD, _("\"%s\" is no date; write it as 2022-09-16"), text);
	else if (!state->seeds && at == FIELD_DAY && clock_days(day) <= clock_days(today))
		ui_say(ui, TOAST_BAD, _("\"%s\" is taken for %s, which is not still to come: take an issue of a later day."), text, day);
	else if (!state->seeds && at >= FIELD_SPARE && number_of(&field->line) == SIZE_MAX)
		ui_say(ui, TOAST_BAD, _("\"%s\" is no number of houses"), text);
	else if (stratum && number_of(&field->line) > stratum->houses)
		ui_say(ui, TOAST_BAD, _("%s houses of \"%s\" cannot be drawn: there are %zu"), text, stratum->label, stratum->houses);
	else {
		if (!state->seeds && at == FIELD_DAY)
			line_set(&field->line, day);
		return true;
	}
	state->at = at;
	return false;
}

/* All is looked at before the passphrase is asked for: who gave it was told that it will be signed. */
static struct action
push_sign(struct draw_fields_state *state, struct ui *ui)
{
	struct err err = { 0 };
	char *text;

	for (size_t i = 0; i < state->count; i++)
		if (!field_is_right(state, i, ui))
			return STAY;
	text = words_now(ui, state, &err);
	if (!text) {
		ui_fail(ui, &err);
		return STAY;
	}
	return (struct action){ ACTION_PUSH, confirm_screen((struct confirmation){
						     .title = mem_strdup(state->seeds ? _("Give the seed") : _("Tell a draw")),
						     .text = text,
						     .act = do_sign,
						     .words = words_now,
						     .ctx = state }) };
}

/* A day or a number that stands in the field is replaced by what is typed; the name of a lottery is added to. */
static void
fields_go_to(struct draw_fields_state *state, size_t at)
{
	struct line *line = &state->fields[at].line;

	line->preset = at != state->at && !state->seeds && at >= FIELD_DAY && line->text.len > 0;
	state->at = at;
}

static struct action
fields_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct draw_fields_state *state = screen->state;

	switch (command) {
	case COMMAND_BACK:
		return BACK;
	case COMMAND_SIGN:
		return push_sign(state, ui);
	case COMMAND_UP:
		fields_go_to(state, state->at - (state->at > 0));
		return STAY;
	case COMMAND_NEXT:
		if (state->at + 1 == state->count)
			return key->kind == UI_KEY_ENTER ? push_sign(state, ui) : STAY;
		if (key->kind != UI_KEY_ENTER || field_is_right(state, state->at, ui))
			fields_go_to(state, state->at + 1);
		return STAY;
	}
	return input_key(ui, &state->fields[state->at].line, key, 30) ? STAY : NO_KEY;
}

static void
fields_close(struct screen *screen, struct ui *ui)
{
	struct draw_fields_state *state = screen->state;

	(void)ui;
	for (size_t i = 0; i < state->count; i++) {
		free(state->fields[i].label);
		free(state->fields[i].proposed);
		line_release(&state->fields[i].line);
	}
	free(state->fields);
	kept_release(&state->kept);
	free(state->place);
	app_sample_release(&state->proposed);
	free(state);
}

static const char *
fields_title(const struct screen *screen, const struct ui *ui)
{
	const struct draw_fields_state *state = screen->state;

	(void)ui;
	return state->place;
}

static const struct screen_class fields_class = {
	.name = "draw_fields",
	.about = N_(
		"What a draw is signed with: first the lottery and how many houses of each kind, later the numbers that came out. ^S signs."),
	.bindings = bindings,
	.title = fields_title,
	.recalc = fields_recalc,
	.draw = fields_draw,
	.key = fields_key,
	.keep = fields_keep,
	.leave = fields_keep,
	.loses = fields_lose,
	.close = fields_close,
	.types = true,
};

struct screen *
draw_tell_screen(struct ui *ui, const char *township)
{
	struct draw_fields_state *state;
	struct sample proposed = { 0 };
	struct err err = { 0 };
	char area[DIVISION_CODE_LEN + 1], number[24];

	if (!ui_has_person(ui))
		return NULL;
	division_area(township, DIVISION_TOWNSHIP, area);
	ui_busy(ui, _("Counting what can be drawn from..."));
	if (app_draw_propose(ui->app, area, ui->lang, 0, &proposed, &err)) {
		ui_fail(ui, &err);
		return NULL;
	}
	state = mem_alloc(sizeof(*state));
	state->proposed = proposed;
	strcpy(state->township, area);
	state->place = app_place_name(ui->app, area);
	add_field(state, mem_strdup(_("Lottery and issue")), "", 40);
	add_field(state, mem_strdup(_("Its day (YYYY-MM-DD)")), "", 20);
	add_field(state, mem_strdup(_("Spare houses of each")), SPARE_PROPOSED, 4);
	for (size_t i = 0; i < proposed.stratum_count; i++) {
		snprintf(number, sizeof(number), "%zu", proposed.strata[i].wanted);
		add_field(state, mem_printf(_("%s (of %zu)"), proposed.strata[i].label, proposed.strata[i].houses), number, 6);
	}
	fields_take_up(state, ui, mem_printf("draw:%s", area));
	return screen_new(&fields_class, state);
}

struct screen *
draw_seed_screen(struct ui *ui, const struct id *draw)
{
	struct draw_fields_state *state;
	char hex[ID_HEX_LEN + 1];

	if (!ui_has_person(ui))
		return NULL;
	state = mem_alloc(sizeof(*state));
	state->seeds = true;
	state->draw = *draw;
	state->place = mem_strdup(_("Give the seed"));
	add_field(state, mem_strdup(_("Numbers that came out")), "", 100);
	fields_take_up(state, ui, mem_printf("seed:%s", id_hex(draw, hex)));
	return screen_new(&fields_class, state);
}
