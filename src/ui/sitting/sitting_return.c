#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/record.h"
#include "app/session/workspace.h"
#include "app/sign/sitting.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/number/told_number.h"
#include "base/text/line.h"
#include "form/place.h"
#include "ui/input.h"
#include "ui/page/listview.h"
#include "ui/sitting/sitting_state.h"

/* Giving a house back: the kinds of error, ticked by their digits, and words. */

enum { COMMAND_DONE = 1, COMMAND_TICK, COMMAND_FIELD, COMMAND_UNDO, COMMAND_GIVE_UP };

static const struct binding return_bindings[] = {
	{ UI_KEY_CHAR, 0, "1-9", N_("tick a kind of error"), COMMAND_DONE, true },
	{ UI_KEY_CHAR, ' ', N_("Space"), N_("tick the chosen one"), COMMAND_TICK, false },
	{ UI_KEY_LEFT, 0, N_("Left, Right"), N_("another question"), COMMAND_FIELD, true },
	{ UI_KEY_RIGHT, 0, NULL, NULL, COMMAND_FIELD, false },
	{ UI_KEY_TAB, 0, N_("Tab"), N_("words"), COMMAND_DONE, true },
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("give it back"), COMMAND_DONE, true },
	{ UI_KEY_CTRL, 'Z', "^Z", N_("undo"), COMMAND_UNDO, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("not"), COMMAND_GIVE_UP, true },
	{ 0 },
};

struct return_state {
	struct sitting_state *of;
	size_t at;		   /* index of the house that is given back; the sitting may go on before this page is left */
	const struct pack *pack;   /* of the program */
	const struct chain *chain; /* that the level signed is of: its kinds of error */
	const char *lang;
	struct list_view list; /* kinds of error */
	struct line line;
	bool in_words;
	bool confirm_words; /* it was said that no kind of error is ticked */
	struct charged {    /* for each kind of error: what may be charged with it, as places, the likeliest first */
		char **places;
		size_t count, cap, chosen;
	} * charged;
};

static void
add_place(struct charged *charged, const char *place)
{
	for (size_t i = 0; i < charged->count; i++)
		if (strcmp(charged->places[i], place) == 0)
			return;
	MEM_GROW(charged->places, charged->count, charged->cap);
	charged->places[charged->count++] = mem_strdup(place);
}

/* Adds the fields that the rules of a kind name, in the chain's forms. A field of the roster's row, one that a checker counted and one that is computed
 * come behind those that a person fills. */
static void
add_rule_fields(struct charged *charged, const struct pack *pack, const struct chain *chain, int kind)
{
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < pack->rule_count; i++) {
			const struct rule *rule = &pack->rules[i];

			for (size_t k = 0; rule->kind == kind && k < rule->fields.count; k++) {
				const struct field *field = pack_field(pack, rule->fields.items[k]);
				const struct form *form = field ? pack_form_of_field(pack, field->name) : NULL;

				if (field && form && names_has(&chain->covers, form->name) &&
				    (pass || (form != pack->root && form->blind.count == 0 && !field->calculation.sql)))
					add_place(charged, field->name);
			}
		}
}

/* Adds what else the record shows of the chain's forms, each row of a repeat by itself. */
static void
add_record_fields(struct charged *charged, const struct chain *chain, const struct record *record)
{
	for (size_t i = 0; record && i < record->line_count; i++) {
		const struct record_line *line = &record->lines[i];
		const struct field *up = line->field;
		struct field_place place;
		char *text;

		if (!up || !names_has(&chain->covers, line->form->name))
			continue;
		while (line->row && up && up->type != FIELD_REPEAT)
			up = up->parent;
		if (up == line->field && line->row) /* the heading of a row */
			continue;
		place = field_place_of(line->row && up ? up->name : NULL, line->row, line->field->name);
		text = field_place_text(&place);
		add_place(charged, text);
		free(text);
	}
}

/* Chooses what is ticked with the kind. */
static void
choose_ticked(struct charged *charged, const struct return_marks *marks, int kind)
{
	for (size_t i = 0; i < marks->count; i++)
		for (size_t k = 0; marks->items[i].kind == kind && k < charged->count; k++)
			if (strcmp(charged->places[k], marks->items[i].field) == 0)
				charged->chosen = k;
}

/* What may be charged with an error of a kind; what is ticked already is chosen. */
static void
read_charged(struct charged *charged, const struct return_state *state, int kind)
{
	const struct chain *chain = state->chain;
	const struct form *first = chain->covers.count ? pack_form(state->pack, chain->covers.items[0]) : NULL;
	const struct return_marks *marks = &sitting_at(state->of->sitting, state->at)->marks;

	add_rule_fields(charged, state->pack, chain, kind);
	if (!charged->count)
		add_place(charged, chain->summary		 ? chain->summary->name
				   : first && first->field_count ? first->fields[0].name
								 : state->pack->root_division->name);
	add_record_fields(charged, chain, state->of->record);
	for (size_t i = 0; i < marks->count; i++)
		if (marks->items[i].kind == kind)
			add_place(charged, marks->items[i].field);
	choose_ticked(charged, marks, kind);
}

static const char *
place_of(const struct return_state *state, size_t index)
{
	const struct charged *charged = &state->charged[index];

	return charged->places[charged->chosen];
}

static bool
is_ticked(const struct sitting_house *house, int kind)
{
	for (size_t i = 0; i < house->marks.count; i++)
		if (house->marks.items[i].kind == kind)
			return true;
	return false;
}

static const struct sitting_house *
house_of(const struct return_state *state)
{
	return sitting_at(state->of->sitting, state->at);
}

static void
error_text(const void *ctx, size_t index, struct buf *out)
{
	const struct return_state *state = ctx;
	const struct error_kind *error = &state->chain->errors[index];
	int row;
	const struct field *field = field_place_find(state->pack, place_of(state, index), &row);

	buf_printf(out, "[%s] %s%s%s", is_ticked(house_of(state), error->kind) ? "x" : " ", label_text(&error->label, state->lang), _(" ("),
		   field ? label_text(&field->label, state->lang) : "");
	if (row)
		buf_printf(out, " %d", row);
	buf_text_add(out, _(")"));
}

static struct look
error_look(const void *ctx, size_t index)
{
	const struct return_state *state = ctx;

	return is_ticked(house_of(state), state->chain->errors[index].kind) ? BAD : PLAIN;
}

static struct list_rows
errors_of(const struct return_state *state)
{
	return (struct list_rows){
		.count = state->chain->error_count, .ctx = state, .text = error_text, .look = error_look, .numbered = true, .wraps = true
	};
}

#define WORDS_COLS 12 /* of the word before the words */

/* The parts of the page: the house and the question, the kinds of error, the words. */
struct return_layout {
	struct area top, list, words;
};

static struct return_layout
layout_of(const struct return_state *state, const struct ui *ui)
{
	const struct list_rows rows = errors_of(state);
	struct area page = area_below(area_inside(ui_body(ui), 2, 2), 1);
	int top = canvas_wrap_rows(house_of(state)->place, page.cols) + 3;
	struct area list = list_view_area(&state->list, &rows, area_above(area_below(page, top), 2));

	return (struct return_layout){ .top = area_top(page, top),
				       .list = list,
				       .words = area_top(area_below(page, top + list.rows + 1), 1) };
}

static void
return_recalc(struct screen *screen, struct ui *ui)
{
	struct return_state *state = screen->state;
	const struct list_rows rows = errors_of(state);

	list_view_fit(&state->list, &rows, layout_of(state, ui).list);
}

static void
return_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct return_state *state = screen->state;
	const struct list_rows rows = errors_of(state);
	struct return_layout layout = layout_of(state, ui);
	struct area word = area_left(layout.words, WORDS_COLS), words = area_inside(layout.words, WORDS_COLS, 0);

	canvas_paragraph(canvas, &layout.top, BOLD, house_of(state)->place);
	layout.top = area_below(layout.top, 1);
	canvas_line(canvas, &layout.top, PLAIN, _("What is wrong? Tick with the digits; words are optional."));
	canvas_line(canvas, &word, state->in_words ? ACCENT : PLAIN, _("In words"));
	if (!state->in_words)
		canvas_short(canvas, words.row, words.col + 1, words.cols - 1, PLAIN, line_text(&state->line));
	list_view_draw(&state->list, &rows, canvas);
	if (state->in_words)
		input_draw(canvas, words.row, words.col, words.cols, &state->line);
}

static struct action
give_back(struct return_state *state, struct ui *ui)
{
	struct sitting_state *of = state->of;

	sitting_set_reason(of->sitting, state->at, line_text(&state->line));
	if (house_of(state)->marks.count == 0 && !*line_text(&state->line)) {
		ui_say(ui, TOAST_BAD, "%s", _("Tick a kind of error, or say in words what is wrong."));
		return STAY;
	}
	if (text_tells_number(line_text(&state->line))) {
		ui_say(ui, TOAST_BAD, "%s",
		       _("The words tell a telephone or identity number, and everybody who gets the file reads them: leave it out."));
		state->in_words = true;
		return STAY;
	}
	if (house_of(state)->marks.count == 0 && !state->confirm_words) {
		state->confirm_words = true;
		state->in_words = false;
		ui_say(ui, TOAST_SAID, "%s",
		       _("Which question is it about? Tick the kind of error, Left and Right choose the question. Enter once more gives it back with "
			 "the words alone."));
		return STAY;
	}
	sitting_decide(of->sitting, state->at, DECISION_RETURN);
	sitting_go_on(of);
	return BACK;
}

static void
tick(struct return_state *state, size_t index)
{
	sitting_tick(state->of->sitting, state->at, place_of(state, index), state->chain->errors[index].kind);
}

/* Charges another question with the chosen kind of error; a tick goes along. */
static void
charge_other(struct return_state *state, size_t index, int by)
{
	struct charged *charged = &state->charged[index];
	int kind = state->chain->errors[index].kind;
	const char *before = place_of(state, index);

	charged->chosen = (charged->chosen + charged->count + (size_t)by) % charged->count;
	if (is_ticked(house_of(state), kind))
		sitting_move_tick(state->of->sitting, state->at, before, place_of(state, index), kind);
}

/* A key among the kinds of error; a character that chooses none begins the words. */
static void
error_key(struct return_state *state, struct ui *ui, const struct ui_key *key, int command)
{
	const struct list_rows rows = errors_of(state);
	size_t index;

	if (list_view_move(&state->list, &rows, key))
		return;
	if (list_view_digit(&state->list, &rows, key, &index)) {
		state->list.chosen = index; /* Left and Right are about the last one that was ticked */
		tick(state, index);
	} else if (command == COMMAND_TICK && rows.count)
		tick(state, state->list.chosen);
	else if (command == COMMAND_FIELD && rows.count)
		charge_other(state, state->list.chosen, key->kind == UI_KEY_RIGHT ? 1 : -1);
	else if (ui_key_ascii(key) >= '0' && ui_key_ascii(key) <= '9')
		ui_say(ui, TOAST_SAID, "%s", _("There is no kind of error with this number."));
	else if (key->kind == UI_KEY_CHAR || key->kind == UI_KEY_PASTE)
		state->in_words = true;
}

static const char *
reason_of(const struct return_state *state)
{
	return house_of(state)->reason ? house_of(state)->reason : "";
}

/* Takes the last tick back, or the words that the house was left with; each kind of error is charged to the field that is ticked. */
static struct action
undo_tick(struct return_state *state, struct ui *ui)
{
	char *before = mem_strdup(reason_of(state));
	bool undone = sitting_undo_tick(state->of->sitting, state->at), said = strcmp(before, reason_of(state)) != 0;

	free(before);
	if (!undone) {
		ui_say(ui, TOAST_SAID, "%s", _("Nothing was ticked here since the page was opened."));
		return STAY;
	}
	for (size_t i = 0; i < state->chain->error_count; i++)
		choose_ticked(&state->charged[i], &house_of(state)->marks, state->chain->errors[i].kind);
	if (said && !state->in_words) /* words that were typed since are nobody's act yet, and stay */
		line_set(&state->line, reason_of(state));
	return STAY;
}

static struct action
return_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct return_state *state = screen->state;

	if (command == COMMAND_GIVE_UP)
		return BACK;
	if (command == COMMAND_UNDO)
		return undo_tick(state, ui);
	if (key->kind == UI_KEY_TAB) {
		state->in_words = !state->in_words;
		return STAY;
	}
	if (key->kind == UI_KEY_ENTER)
		return give_back(state, ui);
	if (!state->in_words)
		error_key(state, ui, key, command);
	if (state->in_words)
		input_key(ui, &state->line, key, layout_of(state, ui).words.cols - WORDS_COLS - 2);
	return STAY;
}

/* The words are kept with the house, also when the page is left before it is given back. */
static void
return_leave(struct screen *screen, struct ui *ui)
{
	const struct return_state *state = screen->state;

	(void)ui;
	sitting_set_reason(state->of->sitting, state->at, line_text(&state->line));
}

static void
return_keep(struct screen *screen, struct ui *ui)
{
	const struct return_state *state = screen->state;

	(void)ui;
	sitting_type_reason(state->of->sitting, state->at, line_text(&state->line));
}

static void
return_close(struct screen *screen, struct ui *ui)
{
	struct return_state *state = screen->state;

	(void)ui;
	line_release(&state->line);
	list_view_release(&state->list);
	for (size_t i = 0; i < state->chain->error_count; i++) {
		for (size_t k = 0; k < state->charged[i].count; k++)
			free(state->charged[i].places[k]);
		free(state->charged[i].places);
	}
	free(state->charged);
	free(state);
}

static const char *
return_note(const struct screen *screen)
{
	return ((const struct return_state *)screen->state)->list.note;
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
	.about = N_(
		"What is wrong with this house. Tick the kinds at the fields, add words if need be; Enter gives it back, signed with the others."),
	.bindings = return_bindings,
	.also = MOVE_ONLY_BINDINGS,
	.title = return_title,
	.note = return_note,
	.recalc = return_recalc,
	.draw = return_draw,
	.key = return_key,
	.keep = return_keep,
	.leave = return_leave,
	.close = return_close,
	.types = true,
};

struct action
push_return(struct sitting_state *state, const struct ui *ui)
{
	struct return_state *give = mem_alloc(sizeof(*give));
	const char *reason = sitting_at(state->sitting, state->at)->reason;

	give->of = state;
	give->at = state->at;
	give->pack = app_pack(ui->app);
	give->chain = sitting_level(state->sitting)->chain;
	give->lang = ui->lang;
	give->charged = mem_array(give->chain->error_count, sizeof(*give->charged));
	for (size_t i = 0; i < give->chain->error_count; i++)
		read_charged(&give->charged[i], give, give->chain->errors[i].kind);
	line_init(&give->line, LINE_SINGLE, 200);
	line_set(&give->line, reason ? reason : "");
	return (struct action){ ACTION_PUSH, screen_new(&return_class, give) };
}
