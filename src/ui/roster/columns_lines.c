#include "ui/roster/columns_state.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"

/* The lines of the page of columns, and what can be chosen for one. */

const struct roster_look_column *
columns_line_column(const struct columns_state *state, size_t line)
{
	return &state->look.columns[state->lines[line].column];
}

struct roster_word *
columns_line_word(const struct columns_state *state, size_t line)
{
	const struct columns_line *at = &state->lines[line];

	return at->word == SIZE_MAX ? NULL : &state->look.columns[at->column].words[at->word];
}

bool
columns_line_is_unknown(const struct columns_state *state, size_t line)
{
	const struct roster_look_column *column = columns_line_column(state, line);
	const struct roster_word *word = columns_line_word(state, line);

	if (word)
		return word->is == ROSTER_WORD_UNKNOWN;
	return !column->field && !column->left_out && !column->within && !column->address && !column->empty && !state->leaves_out;
}

void
columns_make_lines(struct columns_state *state)
{
	size_t all = state->look.count;

	for (size_t c = 0; c < state->look.count; c++)
		all += state->look.columns[c].word_count;
	free(state->lines);
	state->lines = mem_array(all, sizeof(*state->lines));
	state->line_count = state->unknown_words = 0;
	for (size_t c = 0; c < state->look.count; c++) {
		const struct roster_look_column *column = &state->look.columns[c];

		state->lines[state->line_count++] = (struct columns_line){ c, SIZE_MAX };
		for (size_t w = 0; w < column->word_count; w++) {
			state->unknown_words += column->words[w].is == ROSTER_WORD_UNKNOWN;
			if (state->every || column->words[w].is != ROSTER_WORD_OWN)
				state->lines[state->line_count++] = (struct columns_line){ c, w };
		}
	}
}

void
columns_look(struct columns_state *state, struct ui *ui)
{
	struct err err = { 0 };

	roster_look_release(&state->look);
	state->pack = app_pack(ui->app);
	if (app_roster_look(ui->app, state->path, state->sheet, state->map, &state->look, &err))
		ui_fail(ui, &err);
	else
		app_roster_words(ui->app, state->path, state->sheet, state->map, &state->look);
	columns_make_lines(state);
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

const char *
columns_name(const struct columns_state *state, const struct roster_look_column *column)
{
	for (size_t c = 0; column->under && c < state->look.count; c++)
		if (&state->look.columns[c] != column && strcmp(state->look.columns[c].header, column->header) == 0)
			return column->under;
	return column->header;
}

static void
word_text(const struct roster_word *word, struct buf *out)
{
	if (word->choice)
		buf_printf(out, n_("  \"%s\" (%zu row) is: %s", "  \"%s\" (%zu rows) is: %s", word->rows), word->text, word->rows,
			   label_text(&word->choice->label, _("en")));
	else if (word->is == ROSTER_WORD_UNKNOWN)
		buf_printf(out, n_("  \"%s\" (%zu row) means nothing yet", "  \"%s\" (%zu rows) means nothing yet", word->rows), word->text,
			   word->rows);
	else
		buf_printf(out,
			   n_("  \"%s\" (%zu row): the cell is left empty", "  \"%s\" (%zu rows): the cells are left empty", word->rows),
			   word->text, word->rows);
}

static void
column_text(const struct columns_state *state, size_t line, struct buf *out)
{
	const struct roster_look_column *column = columns_line_column(state, line);
	struct buf field = { 0 };

	if (column->field)
		add_label(state, column->field, &field);
	else if (column->left_out || (state->leaves_out && !column->within && !column->address))
		buf_text_add(&field, _("left out"));
	else if (column->within)
		buf_text_add(&field, _("compared with where the village lies"));
	else if (column->address)
		buf_text_add(&field, _("a whole address, which is taken apart"));
	else if (column->empty)
		buf_text_add(&field, _("left out, since nothing stands below it"));
	if (field.len)
		buf_printf(out, _("\"%s\" is: %s"), columns_name(state, column), buf_text(&field));
	else if (column->guess)
		buf_printf(out, _("\"%s\" means nothing yet; is it %s?"), columns_name(state, column),
			   label_text(&column->guess->label, _("en")));
	else
		buf_printf(out, _("\"%s\" means nothing yet"), columns_name(state, column));
	if (*column->example && !column->word_count)
		buf_printf(out, _(" (below it: %s)"), column->example);
	buf_release(&field);
}

static void
add_line(const void *ctx, size_t index, struct buf *out)
{
	const struct columns_state *state = ctx;

	if (columns_line_word(state, index))
		word_text(columns_line_word(state, index), out);
	else
		column_text(state, index, out);
}

static struct look
line_colour(const void *ctx, size_t index)
{
	return columns_line_is_unknown(ctx, index) ? WARN : PLAIN;
}

const struct field *
columns_field_at(const struct columns_state *state, size_t index)
{
	return index == state->own_count ? NULL : state->fields[index < state->own_count ? index : index - 1];
}

static void
choice_text(const void *ctx, size_t index, struct buf *out)
{
	const struct columns_state *state = ctx;

	if (columns_field_at(state, index))
		add_label(state, columns_field_at(state, index), out);
	else
		buf_text_add(out, _("Leave this column out"));
}

static void
option_text(const void *ctx, size_t index, struct buf *out)
{
	const struct columns_state *state = ctx;
	const struct list *list = columns_line_column(state, state->columns.chosen)->field->list;

	buf_text_add(out, index < list->choice_count ? label_text(&list->choices[index].label, _("en")) : _("Leave the cell empty"));
}

struct list_rows
columns_rows(const struct columns_state *state)
{
	return (struct list_rows){ .count = state->line_count, .ctx = state, .text = add_line, .look = line_colour, .wraps = true };
}

struct list_rows
columns_choices(const struct columns_state *state)
{
	if (state->choosing && columns_line_word(state, state->columns.chosen))
		return (struct list_rows){ .count = columns_line_column(state, state->columns.chosen)->field->list->choice_count + 1,
					   .ctx = state,
					   .text = option_text,
					   .numbered = true };
	return (struct list_rows){ .count = state->field_count + 1, .ctx = state, .text = choice_text, .numbered = true };
}
