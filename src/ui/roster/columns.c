#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/workspace.h"
#include "app/roster/roster.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/roster/columns_state.h"
#include "ui/roster/roster.h"

/* What the columns of a table mean: each with the field it is taken for; one that means nothing yet is given a field of the form, or left out. Below a
 * column of codes stand its words: each is given an option, or its cells are left empty. */

enum { COMMAND_CHOOSE = 1, COMMAND_WORDS, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("choose"), COMMAND_CHOOSE, true },
	{ UI_KEY_CHAR, 'w', "w", N_("all words"), COMMAND_WORDS, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

/* ---- choosing */

static bool
add_field(const struct field *field, void *ctx)
{
	struct columns_state *state = ctx;

	if (!roster_map_takes(field))
		return true;
	if (state->field_count == state->field_cap) {
		state->field_cap = state->field_cap ? state->field_cap * 2 : 16;
		state->fields = mem_resize(state->fields, state->field_cap, sizeof(*state->fields));
	}
	state->fields[state->field_count++] = field;
	return true;
}

/* The fields of the form, the likeliest chosen. */
static void
begin_choice(struct columns_state *state)
{
	const struct roster_look_column *column = columns_line_column(state, state->columns.chosen);
	const struct field *likely = column->field ? column->field : column->guess;

	state->field_count = 0;
	form_each_field(state->pack->root, add_field, state);
	state->own_count = state->field_count;
	if (state->pack->record)
		form_each_field(state->pack->record, add_field, state);
	state->choices.chosen = state->own_count;
	for (size_t i = 0; likely && i <= state->field_count; i++)
		if (columns_field_at(state, i) == likely)
			state->choices.chosen = i;
	state->choosing = true;
}

/* The options of the column's field, what the word means now chosen. Of one that means nothing none is guessed: 自住 is no 自住兼经营性. */
static void
begin_option(struct columns_state *state, const struct roster_word *word)
{
	const struct list *list = columns_line_column(state, state->columns.chosen)->field->list;

	state->choices.chosen = word->choice ? (size_t)(word->choice - list->choices) : list->choice_count;
	state->choosing = true;
}

/* The next line that means nothing yet, from the chosen one on and then from the first; or the one that is chosen. */
static void
go_to_unknown(struct columns_state *state)
{
	size_t from = state->columns.chosen < state->line_count ? state->columns.chosen : 0;

	for (size_t i = 0; i < state->line_count; i++) {
		size_t line = (from + i) % state->line_count;

		if (columns_line_is_unknown(state, line)) {
			state->columns.chosen = line;
			return;
		}
	}
}

static void
go_on(struct columns_state *state, struct ui *ui)
{
	state->said = true;
	state->choosing = false;
	columns_make_lines(state);
	go_to_unknown(state);
	if (!state->look.unknown && !state->unknown_words)
		ui_say(ui, TOAST_GOOD, "%s", _("Every column and word means something. Esc goes on; it is kept for the next table."));
}

static void
end_choice(struct columns_state *state, struct ui *ui, size_t index)
{
	const struct roster_look_column *column = columns_line_column(state, state->columns.chosen);
	const struct field *field = columns_field_at(state, index);
	bool of_person;

	for (size_t c = 0; field && c < state->look.count; c++)
		if (&state->look.columns[c] != column && state->look.columns[c].field == field) {
			ui_say(ui, TOAST_BAD, _("\"%s\" is that field already: change it there first."), state->look.columns[c].header);
			return;
		}
	/* a name or a number is somebody's: of the group that it stands under, in this table and in the next */
	of_person = field && (field->type == FIELD_PERSON || field->type == FIELD_PHONE || field->type == FIELD_ID_NUMBER);
	roster_map_set(state->map, of_person && column->under ? column->under : columns_name(state, column), field ? field->name : "");
	columns_look(state, ui);
	go_on(state, ui);
}

static void
end_option(struct columns_state *state, struct ui *ui, size_t index)
{
	const struct roster_look_column *column = columns_line_column(state, state->columns.chosen);
	const struct list *list = column->field->list;
	struct roster_word *word = columns_line_word(state, state->columns.chosen);

	word->choice = index < list->choice_count ? &list->choices[index] : NULL;
	word->is = ROSTER_WORD_SAID;
	roster_map_set_word(state->map, column->header, column->field->name, word->text, word->choice ? word->choice->name : "");
	go_on(state, ui);
}

static void
choose(struct columns_state *state, struct ui *ui, size_t index)
{
	if (columns_line_word(state, state->columns.chosen))
		end_option(state, ui, index);
	else
		end_choice(state, ui, index);
}

/* What was said here is kept: the table itself may have to be corrected first, and comes back as another. */
static void
keep(struct columns_state *state, struct ui *ui)
{
	struct err err = { 0 };

	if (state->said && app_roster_map_keep(ui->app, state->map, &err))
		ui_fail(ui, &err);
	state->said = false;
}

/* ---- the page */

static struct area
page_area(const struct ui *ui)
{
	return area_below(area_inside(ui_body(ui), 2, 2), 1);
}

/* Does a column or a word mean nothing yet? */
static bool
needs_a_word(const struct columns_state *state)
{
	return (state->look.unknown && !state->leaves_out) || state->unknown_words;
}

static char *
intro(const struct columns_state *state)
{
	struct buf words = { 0 };

	if (state->choosing && columns_line_word(state, state->columns.chosen))
		return mem_printf(_("Which option does \"%s\" mean in the column \"%s\"?"),
				  columns_line_word(state, state->columns.chosen)->text,
				  columns_line_column(state, state->columns.chosen)->header);
	if (state->choosing)
		return mem_printf(_("Which field is the column \"%s\"?"),
				  columns_name(state, columns_line_column(state, state->columns.chosen)));
	if (state->look.unknown && !state->leaves_out)
		buf_printf(&words,
			   n_("%zu column means nothing yet. Enter says which field it is.",
			      "%zu columns mean nothing yet. Enter says which field a column is.", state->look.unknown),
			   state->look.unknown);
	if (state->unknown_words)
		buf_printf(&words,
			   n_("%s%zu word means nothing yet. Enter says which option it is.",
			      "%s%zu words mean nothing yet. Enter says which option a word is.", state->unknown_words),
			   words.len ? "\n" : "", state->unknown_words);
	if (words.len)
		return buf_detach(&words);
	return mem_strdup(_("What each column is taken for. Enter changes it."));
}

static void
columns_recalc(struct screen *screen, struct ui *ui)
{
	struct columns_state *state = screen->state;
	struct list_rows columns, choices;
	char *words;

	if (!state->read) {
		columns_look(state, ui);
		go_to_unknown(state);
	}
	words = intro(state);
	columns = columns_rows(state);
	choices = columns_choices(state);
	if (state->choosing)
		list_view_fit(&state->choices, &choices, area_below(page_area(ui), canvas_wrap_rows(words, page_area(ui).cols) + 1));
	else
		list_view_fit(&state->columns, &columns, area_below(page_area(ui), canvas_wrap_rows(words, page_area(ui).cols) + 1));
	free(words);
}

static void
columns_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct columns_state *state = screen->state;
	const struct list_rows columns = columns_rows(state), choices = columns_choices(state);
	struct area left = page_area(ui);
	char *words = intro(state);

	canvas_paragraph(canvas, &left, needs_a_word(state) && !state->choosing ? WARN : PLAIN, words);
	free(words);
	if (state->choosing)
		list_view_draw(&state->choices, &choices, canvas);
	else
		list_view_draw(&state->columns, &columns, canvas);
}

static const char *
columns_note(const struct screen *screen)
{
	const struct columns_state *state = screen->state;

	return state->choosing ? state->choices.note : state->columns.note;
}

/* All words, or those alone that the form does not know by itself. */
static void
show_every(struct columns_state *state)
{
	size_t column = state->columns.chosen < state->line_count ? state->lines[state->columns.chosen].column : 0;

	state->every = !state->every;
	columns_make_lines(state);
	for (size_t i = 0; i < state->line_count; i++)
		if (state->lines[i].column == column && state->lines[i].word == SIZE_MAX)
			state->columns.chosen = i;
}

static bool
columns_offers(const struct screen *screen, const struct ui *ui, int command)
{
	const struct columns_state *state = screen->state;
	bool words = false;

	(void)ui;
	for (size_t c = 0; c < state->look.count; c++)
		words |= state->look.columns[c].word_count > 0;
	return command != COMMAND_WORDS || (words && !state->choosing);
}

static struct action
columns_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct columns_state *state = screen->state;
	const struct list_rows columns = columns_rows(state), choices = columns_choices(state);
	size_t index;

	if (state->choosing ? list_view_key(&state->choices, &choices, key) : list_view_key(&state->columns, &columns, key))
		return STAY;
	if (command == COMMAND_BACK && !state->choosing) {
		keep(state, ui);
		return BACK;
	}
	if (command == COMMAND_BACK)
		state->choosing = false;
	else if (state->choosing && list_view_digit(&state->choices, &choices, key, &index))
		choose(state, ui, index);
	else if (command == COMMAND_CHOOSE && state->choosing)
		choose(state, ui, state->choices.chosen);
	else if (command == COMMAND_CHOOSE && state->columns.chosen < state->line_count && columns_line_word(state, state->columns.chosen))
		begin_option(state, columns_line_word(state, state->columns.chosen));
	else if (command == COMMAND_CHOOSE && state->columns.chosen < state->line_count)
		begin_choice(state);
	else if (command == COMMAND_WORDS && !state->choosing)
		show_every(state);
	return STAY;
}

static void
columns_close(struct screen *screen, struct ui *ui)
{
	struct columns_state *state = screen->state;

	(void)ui;
	roster_look_release(&state->look);
	list_view_release(&state->columns);
	list_view_release(&state->choices);
	free(state->fields);
	free(state->lines);
	free(state);
}

static void
columns_forget(struct screen *screen, struct ui *ui)
{
	struct columns_state *state = screen->state;

	(void)ui;
	state->read = state->choosing = false; /* the form may be another one */
}

static const char *
columns_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("The columns of a table");
}

static const struct screen_class columns_class = {
	.name = "roster-columns",
	.about = N_(
		"What each column of the table means, and each word in a column of codes. Enter at a column chooses its field, at a word its option; it is kept for the next table."),
	.bindings = bindings,
	.also = move_bindings,
	.offers = columns_offers,
	.title = columns_title,
	.note = columns_note,
	.recalc = columns_recalc,
	.draw = columns_draw,
	.key = columns_key,
	.forget = columns_forget,
	.close = columns_close,
};

struct screen *
roster_columns_screen(const char *path, const char *sheet, struct roster_map *map, bool leaves_out)
{
	struct columns_state *state = mem_alloc(sizeof(*state));

	state->path = path;
	state->sheet = sheet;
	state->map = map;
	state->leaves_out = leaves_out;
	return screen_new(&columns_class, state);
}
