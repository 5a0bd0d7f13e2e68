#include <stdlib.h>
#include <string.h>

#include "app/session/workspace.h"
#include "app/table/roster_look.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/page/listview.h"
#include "ui/roster/roster.h"

/* What the columns of a table mean: each with the field it is taken for. One that means nothing yet is given a field of the form, or left out. */

enum { COMMAND_CHOOSE = 1, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("choose"), COMMAND_CHOOSE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct columns_state {
	const char *path, *sheet; /* of the page below, as the map */
	struct roster_map *map;
	const struct pack *pack; /* of the last look */
	struct roster_look look;
	bool read, choosing; /* choosing: the field of the chosen column */
	const struct field **fields;
	size_t field_count, field_cap,
		own_count; /* own_count: of the listing; behind them stands that a column is left out, then the record's */
	struct list_view columns, choices;
};

static void
look(struct columns_state *state, struct ui *ui)
{
	struct err err = { 0 };

	roster_look_release(&state->look);
	state->pack = app_pack(ui->app);
	if (app_roster_look(ui->app, state->path, state->sheet, state->map, &state->look, &err))
		ui_fail(ui, &err);
	state->read = true;
}

/* ---- rows */

/* A field of the record says so: its label is that of a question of the village. */
static void
add_label(const struct columns_state *state, const struct field *field, struct buf *out)
{
	const struct form *record = state->pack ? state->pack->record : NULL;

	if (record && pack_form_of_field(state->pack, field->name) == record)
		buf_printf(out, _("%s: "), label_text(&record->label, _("en")));
	buf_text_add(out, label_text(&field->label, _("en")));
}

static void
column_text(const void *ctx, size_t index, struct buf *out)
{
	const struct columns_state *state = ctx;
	const struct roster_look_column *column = &state->look.columns[index];
	struct buf field = { 0 };

	if (column->field)
		add_label(state, column->field, &field);
	else if (column->left_out)
		buf_text_add(&field, _("left out"));
	else if (column->within)
		buf_text_add(&field, _("compared with where the village lies"));
	else if (column->address)
		buf_text_add(&field, _("a whole address, which is taken apart"));
	if (field.len)
		buf_printf(out, _("\"%s\" is: %s"), column->header, buf_text(&field));
	else if (column->guess)
		buf_printf(out, _("\"%s\" means nothing yet; is it %s?"), column->header, label_text(&column->guess->label, _("en")));
	else
		buf_printf(out, _("\"%s\" means nothing yet"), column->header);
	if (*column->example)
		buf_printf(out, _(" (below it: %s)"), column->example);
	buf_release(&field);
}

static struct look
column_look(const void *ctx, size_t index)
{
	const struct roster_look_column *column = &((const struct columns_state *)ctx)->look.columns[index];

	return column->field || column->left_out || column->within || column->address ? PLAIN : WARN;
}

/* The field of a row of the choice; NULL: the column is left out. */
static const struct field *
field_at(const struct columns_state *state, size_t index)
{
	return index == state->own_count ? NULL : state->fields[index < state->own_count ? index : index - 1];
}

static void
choice_text(const void *ctx, size_t index, struct buf *out)
{
	const struct columns_state *state = ctx;

	if (field_at(state, index))
		add_label(state, field_at(state, index), out);
	else
		buf_text_add(out, _("Leave this column out"));
}

static struct list_rows
column_rows(const struct columns_state *state)
{
	return (struct list_rows){ .count = state->look.count, .ctx = state, .text = column_text, .look = column_look, .wraps = true };
}

static struct list_rows
choice_rows(const struct columns_state *state)
{
	return (struct list_rows){ .count = state->field_count + 1, .ctx = state, .text = choice_text, .numbered = true };
}

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
	const struct roster_look_column *column = &state->look.columns[state->columns.chosen];
	const struct field *likely = column->field ? column->field : column->guess;

	state->field_count = 0;
	form_each_field(state->pack->root, add_field, state);
	state->own_count = state->field_count;
	if (state->pack->record)
		form_each_field(state->pack->record, add_field, state);
	state->choices.chosen = state->own_count;
	for (size_t i = 0; likely && i <= state->field_count; i++)
		if (field_at(state, i) == likely)
			state->choices.chosen = i;
	state->choosing = true;
}

/* The first column that means nothing yet, or the one that is chosen. */
static void
go_to_unknown(struct columns_state *state)
{
	for (size_t c = 0; c < state->look.count; c++)
		if (!state->look.columns[c].field && !state->look.columns[c].left_out && !state->look.columns[c].within &&
		    !state->look.columns[c].address) {
			state->columns.chosen = c;
			return;
		}
}

static void
end_choice(struct columns_state *state, struct ui *ui, size_t index)
{
	const struct field *field = field_at(state, index);

	for (size_t c = 0; field && c < state->look.count; c++)
		if (c != state->columns.chosen && state->look.columns[c].field == field) {
			ui_say(ui, TOAST_BAD, _("\"%s\" is that field already: change it there first."), state->look.columns[c].header);
			return;
		}
	roster_map_set(state->map, state->look.columns[state->columns.chosen].header, field ? field->name : "");
	state->choosing = false;
	look(state, ui);
	go_to_unknown(state);
	if (!state->look.unknown)
		ui_say(ui, TOAST_GOOD, "%s", _("Every column means something. Esc goes on; it is kept once the table is taken in."));
}

/* ---- the page */

static struct area
page_area(const struct ui *ui)
{
	return area_below(area_inside(ui_body(ui), 2, 2), 1);
}

static char *
intro(const struct columns_state *state)
{
	if (state->choosing)
		return mem_printf(_("Which field is the column \"%s\"?"), state->look.columns[state->columns.chosen].header);
	return state->look.unknown
		       ? mem_printf(n_("%zu column means nothing yet. Enter says which field it is.",
				       "%zu columns mean nothing yet. Enter says which field a column is.", state->look.unknown),
				    state->look.unknown)
		       : mem_strdup(_("What each column is taken for. Enter changes it."));
}

static void
columns_recalc(struct screen *screen, struct ui *ui)
{
	struct columns_state *state = screen->state;
	struct list_rows columns, choices;
	char *words;

	if (!state->read) {
		look(state, ui);
		go_to_unknown(state);
	}
	words = intro(state);
	columns = column_rows(state);
	choices = choice_rows(state);
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
	const struct list_rows columns = column_rows(state), choices = choice_rows(state);
	struct area left = page_area(ui);
	char *words = intro(state);

	canvas_paragraph(canvas, &left, state->look.unknown && !state->choosing ? WARN : PLAIN, words);
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

static struct action
columns_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct columns_state *state = screen->state;
	const struct list_rows columns = column_rows(state), choices = choice_rows(state);
	size_t index;

	if (state->choosing ? list_view_key(&state->choices, &choices, key) : list_view_key(&state->columns, &columns, key))
		return STAY;
	if (command == COMMAND_BACK && !state->choosing)
		return BACK;
	if (command == COMMAND_BACK)
		state->choosing = false;
	else if (state->choosing && list_view_digit(&state->choices, &choices, key, &index))
		end_choice(state, ui, index);
	else if (command == COMMAND_CHOOSE && state->choosing)
		end_choice(state, ui, state->choices.chosen);
	else if (command == COMMAND_CHOOSE && state->columns.chosen < state->look.count)
		begin_choice(state);
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
	.about = N_("What each column of the table means. Enter at a column chooses its field; it is kept for the next table."),
	.bindings = bindings,
	.also = move_bindings,
	.title = columns_title,
	.note = columns_note,
	.recalc = columns_recalc,
	.draw = columns_draw,
	.key = columns_key,
	.forget = columns_forget,
	.close = columns_close,
};

struct screen *
roster_columns_screen(const char *path, const char *sheet, struct roster_map *map)
{
	struct columns_state *state = mem_alloc(sizeof(*state));

	state->path = path;
	state->sheet = sheet;
	state->map = map;
	return screen_new(&columns_class, state);
}
