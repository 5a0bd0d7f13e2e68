#include "ui/house/sift.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text/pinyin.h"
#include "ui/house/sift_columns.h"
#include "ui/house/task_words.h"
#include "ui/input.h"
#include "ui/page/listview.h"

/* ---- the houses that show */

static void
add_narrowing(struct buf *out, const char *words)
{
	if (words)
		buf_printf(out, "%s%s", out->len ? _("; ") : "", words);
}

void
sift_keep_shown(struct sift *sift, const struct building_list *list, const struct sift_shown *shown)
{
	struct buf words = { 0 };
	size_t count = building_list_count(list);

	sift_drop_seen(sift);
	sift->seen = mem_array(count + 1, sizeof(*sift->seen)); /* also of none: then no house is left */
	for (; sift->seen_count < count; sift->seen_count++) {
		struct sift_seen *seen = &sift->seen[sift->seen_count];
		struct listed listed;
		char waits[120];

		building_list_at(list, sift->seen_count, &listed);
		task_words_alone(shown->ui, &listed, waits, sizeof(waits));
		*seen = (struct sift_seen){ .root = listed.root, .waits = mem_strdup(waits) };
		memcpy(seen->day, listed.day, sizeof(seen->day));
	}
	sift->order_words = mem_strdup(shown->urgent ? _("The most urgent first.") : _("In the order of the roster."));
	if (count == building_list_total(list))
		return;
	add_narrowing(&words, shown->areas);
	add_narrowing(&words, shown->task);
	add_narrowing(&words, shown->searched ? _("found by words that were typed") : NULL);
	if (words.len)
		/* Translators: what narrows the list that is saved. */
		sift->seen_words = mem_printf(_("Only the houses that the list showed: %s."), buf_text(&words));
	buf_release(&words);
}

/* ---- columns */

static void
keep_column(const struct sift_column *column, void *ctx)
{
	struct kept_columns *columns = ctx;

	if ((column->is_private && !columns->with_private) || column->is_fact != columns->facts)
		return;
	MEM_GROW(columns->items, columns->count, columns->cap);
	columns->items[columns->count++] = (struct kept_column){ .name = mem_strdup(column->name),
								 .words = mem_printf(_("%s\t(%s)"), column->label, column->group),
								 .label = column->label,
								 .group = column->group,
								 .other = column->other,
								 .list = column->list };
}

/* Puts the column of the name behind the first `count` ones, where there is such a column. */
static size_t
put_first(struct kept_columns *columns, size_t count, const char *name)
{
	for (size_t i = count; i < columns->count; i++) {
		struct kept_column column = columns->items[i];

		if (strcmp(column.name, name) != 0)
			continue;
		memmove(&columns->items[count + 1], &columns->items[count], (i - count) * sizeof(column));
		columns->items[count] = column;
		return count + 1;
	}
	return count;
}

void
kept_columns_read(struct kept_columns *columns, const struct ui *ui)
{
	struct sift shown = { 0 };
	size_t first = 0;

	for (int facts = 0; facts < 2; facts++) {
		columns->facts = facts;
		sift_each_column(ui->app, ui->lang, columns->with_private, keep_column, columns);
	}
	sift_add_seen_columns(ui->app, &shown, true);
	for (size_t i = 0; i < shown.column_count; i++)
		first = put_first(columns, first, shown.columns[i]);
	sift_release(&shown);
}

void
kept_columns_release(struct kept_columns *columns)
{
	for (size_t i = 0; i < columns->count; i++) {
		free(columns->items[i].name);
		free(columns->items[i].words);
	}
	free(columns->items);
	*columns = (struct kept_columns){ 0 };
}

/* ---- the values of one column */

enum { COMMAND_IS = 1, COMMAND_IS_NOT, COMMAND_AT_LEAST, COMMAND_AT_MOST, COMMAND_BACK };

static const struct binding value_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("houses with this"), COMMAND_IS, true },
	{ UI_KEY_CHAR, '1', "1", N_("all but these"), COMMAND_IS_NOT, true },
	{ UI_KEY_CHAR, '2', "2", N_("this or more"), COMMAND_AT_LEAST, true },
	{ UI_KEY_CHAR, '3', "3", N_("this or less"), COMMAND_AT_MOST, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct kept_value {
	char *value, *words;
};

struct sift_values_state {
	struct sift *sift;
	char *column, *title;
	struct kept_value *items;
	size_t count, cap;
	struct list_view list;
};

static void
keep_value(const char *value, const char *words, int64_t houses, void *ctx)
{
	struct sift_values_state *state = ctx;

	MEM_GROW(state->items, state->count, state->cap);
	state->items[state->count++] = (struct kept_value){ mem_strdup(value), mem_printf("%6" PRId64 "  %s", houses,
											  *words   ? words
											  : *value ? value
												   : _("(empty)")) };
}

static void
row_text(const void *ctx, size_t index, struct buf *out)
{
	buf_text_add(out, ((const struct sift_values_state *)ctx)->items[index].words);
}

static struct list_rows
rows_of_values(const struct sift_values_state *state)
{
	return (struct list_rows){ .count = state->count, .ctx = state, .text = row_text, .wraps = true };
}

static void
values_recalc(struct screen *screen, struct ui *ui)
{
	struct sift_values_state *state = screen->state;
	const struct list_rows rows = rows_of_values(state);

	list_view_fit(&state->list, &rows, area_inside(area_below(ui_body(ui), 1), 1, 1));
}

static void
values_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct sift_values_state *state = screen->state;
	const struct list_rows rows = rows_of_values(state);

	(void)ui;
	list_view_draw(&state->list, &rows, canvas);
}

static struct action
values_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	static const enum sift_op ops[] = {
		[COMMAND_IS] = SIFT_IS, [COMMAND_IS_NOT] = SIFT_IS_NOT, [COMMAND_AT_LEAST] = SIFT_AT_LEAST, [COMMAND_AT_MOST] = SIFT_AT_MOST
	};
	struct sift_values_state *state = screen->state;
	const struct list_rows rows = rows_of_values(state);

	(void)ui;
	if (list_view_key(&state->list, &rows, key))
		return STAY;
	if (command == COMMAND_BACK)
		return BACK;
	if (command >= COMMAND_IS && command < COMMAND_BACK && state->count) {
		sift_add_filter(state->sift, state->column, ops[command], state->items[state->list.chosen].value);
		return (struct action){ ACTION_DONE, NULL };
	}
	return STAY;
}

static void
values_close(struct screen *screen, struct ui *ui)
{
	struct sift_values_state *state = screen->state;

	(void)ui;
	for (size_t i = 0; i < state->count; i++) {
		free(state->items[i].value);
		free(state->items[i].words);
	}
	free(state->items);
	free(state->column);
	free(state->title);
	list_view_release(&state->list);
	free(state);
}

static const char *
values_title(const struct screen *screen, const struct ui *ui)
{
	(void)ui;
	return ((const struct sift_values_state *)screen->state)->title;
}

static const char *
values_note(const struct screen *screen)
{
	return ((const struct sift_values_state *)screen->state)->list.note;
}

static const struct screen_class values_class = {
	.name = "values",
	.about = N_("What stands in the column, and in how many of the houses that show. Enter shows those with the chosen one."),
	.bindings = value_bindings,
	.also = move_bindings,
	.title = values_title,
	.note = values_note,
	.recalc = values_recalc,
	.draw = values_draw,
	.key = values_key,
	.close = values_close,
};

static struct screen *
values_screen(struct ui *ui, struct sift *sift, const struct kept_column *column)
{
	struct sift_values_state *state = mem_alloc(sizeof(*state));
	const struct app_report ask = { .area = "", .lang = ui->lang };
	struct screen *screen;
	struct err err = { 0 };

	state->sift = sift;
	state->column = mem_strdup(column->name);
	state->title = mem_printf(_("%s  (%s)"), column->label, column->group);
	screen = screen_new(&values_class, state);
	if (sift_each_value(ui->app, sift, column->name, &ask, keep_value, state, &err)) {
		ui_fail(ui, &err);
		screen_free(screen, ui);
		return NULL;
	}
	return screen;
}

/* ---- by which column */

enum { COMMAND_CHOOSE = 1, COMMAND_ALL, COMMAND_EMPTY, COMMAND_LEAVE };

static const struct binding column_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("its values"), COMMAND_CHOOSE, true },
	{ UI_KEY_CTRL, 'X', "^X", N_("all houses again"), COMMAND_ALL, true },
	{ UI_KEY_CTRL, 'U', "^U", N_("empty the search"), COMMAND_EMPTY, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_LEAVE, true },
	{ 0 },
};

#define SEARCH_CHARS 60 /* that may be typed */
#define SEARCH_COLS 36	/* of the field that is typed in */
#define WORD_COLS 7	/* of the word before it */

struct sift_columns_state {
	struct sift *sift;
	struct kept_columns columns;
	size_t *fits, fit_count; /* columns that the words fit */
	struct line line;
	struct list_view list;
};

/* The choice of a column by which it is found; NULL: none. */
static const struct choice *
choice_found(const struct kept_column *column, const char *words)
{
	for (size_t i = 0; column->list && i < column->list->choice_count; i++) {
		const struct label *label = &column->list->choices[i].label;

		if ((label->zh && text_matches(label->zh, words)) || (label->en && text_matches(label->en, words)))
			return &column->list->choices[i];
	}
	return NULL;
}

static bool
is_called(const struct kept_column *column, const char *words)
{
	return text_matches(column->label, words) || (column->other && text_matches(column->other, words)) ||
	       text_matches(column->group, words);
}

/* Columns that are called so come before those that have a choice of that name. */
static void
search_columns(struct sift_columns_state *state)
{
	const char *words = line_text(&state->line);

	state->fit_count = 0;
	for (size_t i = 0; i < state->columns.count; i++)
		if (is_called(&state->columns.items[i], words))
			state->fits[state->fit_count++] = i;
	for (size_t i = 0; i < state->columns.count; i++)
		if (!is_called(&state->columns.items[i], words) && choice_found(&state->columns.items[i], words))
			state->fits[state->fit_count++] = i;
}

static void
column_text(const void *ctx, size_t index, struct buf *out)
{
	const struct sift_columns_state *state = ctx;
	const struct kept_column *column = &state->columns.items[state->fits[index]];
	const char *words = line_text(&state->line);
	const struct choice *choice = is_called(column, words) ? NULL : choice_found(column, words);

	buf_text_add(out, column->words);
	if (choice)
		buf_printf(out, "\t%s", label_text(&choice->label, _("en")));
}

static struct list_rows
rows_of_columns(const struct sift_columns_state *state)
{
	return (struct list_rows){ .count = state->fit_count, .ctx = state, .text = column_text, .columns = true };
}

static struct area
columns_area(const struct ui *ui)
{
	return area_inside(area_below(ui_body(ui), 1), 1, 1);
}

static void
columns_recalc(struct screen *screen, struct ui *ui)
{
	struct sift_columns_state *state = screen->state;
	const struct list_rows rows = rows_of_columns(state);

	list_view_fit(&state->list, &rows, area_below(columns_area(ui), 2));
}

static void
columns_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct sift_columns_state *state = screen->state;
	const struct list_rows rows = rows_of_columns(state);
	struct area area = columns_area(ui), words = area_left(area, WORD_COLS - 1),
		    said = area_inside(area, WORD_COLS + SEARCH_COLS + 1, 0);
	char line[80];

	list_view_draw(&state->list, &rows, canvas);
	canvas_line(canvas, &words, BOLD, _("Search"));
	snprintf(line, sizeof(line), _("%zu of %zu columns"), state->fit_count, state->columns.count);
	canvas_line(canvas, &said, PLAIN, line);
	if (!state->fit_count) {
		words = area_below(area, 2);
		canvas_paragraph(canvas, &words, PLAIN, _("No question and no choice is called so. Backspace takes a letter away."));
	}
	input_draw(canvas, area.row, area.col + WORD_COLS, SEARCH_COLS, &state->line); /* last, for the cursor */
}

static struct action
columns_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct sift_columns_state *state = screen->state;
	struct list_rows rows = rows_of_columns(state);
	struct screen *next;

	switch (command) {
	case COMMAND_ALL:
		sift_drop_filters(state->sift);
		return BACK;
	case COMMAND_LEAVE:
		return BACK;
	case COMMAND_EMPTY:
		line_clear(&state->line);
		search_columns(state);
		return STAY;
	case COMMAND_CHOOSE:
		next = state->fit_count ? values_screen(ui, state->sift, &state->columns.items[state->fits[state->list.chosen]]) : NULL;
		return next ? (struct action){ ACTION_PUSH, next } : STAY;
	}
	if (list_view_move(&state->list, &rows, key))
		return STAY;
	if (!input_key(ui, &state->line, key, SEARCH_COLS - 2))
		return NO_KEY;
	state->list.chosen = 0;
	search_columns(state);
	return STAY;
}

static void
columns_close(struct screen *screen, struct ui *ui)
{
	struct sift_columns_state *state = screen->state;

	(void)ui;
	kept_columns_release(&state->columns);
	list_view_release(&state->list);
	line_release(&state->line);
	free(state->fits);
	free(state);
}

static const char *
columns_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen, (void)ui;
	return _("Houses by which answer");
}

static const char *
columns_note(const struct screen *screen)
{
	return ((const struct sift_columns_state *)screen->state)->list.note;
}

static const struct screen_class columns_class = {
	.name = "columns",
	.about = N_(
		"All that the forms ask and what follows from it: first what the list shows, then each form's questions. Type part of a question, of a form or of an answer, or pinyin initials. Enter shows which answers there are; several filters hold together, ^X drops them."),
	.bindings = column_bindings,
	.also = MOVE_ONLY_BINDINGS,
	.title = columns_title,
	.note = columns_note,
	.recalc = columns_recalc,
	.draw = columns_draw,
	.key = columns_key,
	.close = columns_close,
	.types = true,
};

struct screen *
sift_filter_screen(struct ui *ui, struct sift *sift)
{
	struct sift_columns_state *state;

	if (!app_pack(ui->app)) {
		ui_say(ui, TOAST_BAD, "%s", _("No form pack is in force in this file yet."));
		return NULL;
	}
	state = mem_alloc(sizeof(*state));
	state->sift = sift;
	line_init(&state->line, LINE_SINGLE, SEARCH_CHARS);
	kept_columns_read(&state->columns, ui);
	state->fits = mem_array(state->columns.count + 1, sizeof(*state->fits));
	search_columns(state);
	return screen_new(&columns_class, state);
}
