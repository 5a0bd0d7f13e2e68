#include "ui/house/sift.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/house/sift_columns.h"
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

	sift_drop_only(sift);
	if (building_list_count(list) == building_list_total(list))
		return;
	sift->only = building_list_roots(list, &sift->only_count);
	add_narrowing(&words, shown->areas);
	add_narrowing(&words, shown->task);
	add_narrowing(&words, shown->searched ? _("found by words that were typed") : NULL);
	if (words.len)
		/* Translators: what narrows the list that is saved. */
		sift->only_words = mem_printf(_("Only the houses that the list showed: %s."), buf_text(&words));
	buf_release(&words);
}

/* ---- columns */

static void
keep_column(const struct sift_column *column, void *ctx)
{
	struct kept_columns *columns = ctx;

	if (column->is_private && !columns->with_private)
		return;
	MEM_GROW(columns->items, columns->count, columns->cap);
	columns->items[columns->count++] = (struct kept_column){ mem_strdup(column->name),
								 mem_printf("%s  (%s)", column->label, column->group) };
}

void
kept_columns_read(struct kept_columns *columns, const struct ui *ui)
{
	sift_each_column(ui->app, ui->lang, keep_column, columns);
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
	return (struct list_rows){ .count = state->count, .ctx = state, .text = row_text };
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
	state->title = mem_strdup(column->words);
	screen = screen_new(&values_class, state);
	if (sift_each_value(ui->app, sift, column->name, &ask, keep_value, state, &err)) {
		ui_fail(ui, &err);
		screen_free(screen, ui);
		return NULL;
	}
	return screen;
}

/* ---- by which column */

enum { COMMAND_CHOOSE = 1, COMMAND_ALL, COMMAND_LEAVE };

static const struct binding column_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("its values"), COMMAND_CHOOSE, true },
	{ UI_KEY_CHAR, '0', "0", N_("all houses again"), COMMAND_ALL, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_LEAVE, true },
	{ 0 },
};

struct sift_columns_state {
	struct sift *sift;
	struct kept_columns columns;
	struct list_view list;
};

static void
column_text(const void *ctx, size_t index, struct buf *out)
{
	buf_text_add(out, ((const struct sift_columns_state *)ctx)->columns.items[index].words);
}

static struct list_rows
rows_of_columns(const struct sift_columns_state *state)
{
	return (struct list_rows){ .count = state->columns.count, .ctx = state, .text = column_text };
}

static void
columns_recalc(struct screen *screen, struct ui *ui)
{
	struct sift_columns_state *state = screen->state;
	const struct list_rows rows = rows_of_columns(state);

	list_view_fit(&state->list, &rows, area_inside(area_below(ui_body(ui), 1), 1, 1));
}

static void
columns_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct sift_columns_state *state = screen->state;
	const struct list_rows rows = rows_of_columns(state);

	(void)ui;
	list_view_draw(&state->list, &rows, canvas);
}

static struct action
columns_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct sift_columns_state *state = screen->state;
	const struct list_rows rows = rows_of_columns(state);
	struct screen *next;

	if (list_view_key(&state->list, &rows, key))
		return STAY;
	if (command == COMMAND_ALL)
		sift_drop_filters(state->sift);
	if (command == COMMAND_ALL || command == COMMAND_LEAVE)
		return BACK;
	if (command != COMMAND_CHOOSE || !state->columns.count)
		return STAY;
	next = values_screen(ui, state->sift, &state->columns.items[state->list.chosen]);
	return next ? (struct action){ ACTION_PUSH, next } : STAY;
}

static void
columns_close(struct screen *screen, struct ui *ui)
{
	struct sift_columns_state *state = screen->state;

	(void)ui;
	kept_columns_release(&state->columns);
	list_view_release(&state->list);
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
		"All that the forms ask and what follows from it. Enter shows which answers there are; several filters hold together, 0 drops them."),
	.bindings = column_bindings,
	.also = move_bindings,
	.title = columns_title,
	.note = columns_note,
	.recalc = columns_recalc,
	.draw = columns_draw,
	.key = columns_key,
	.close = columns_close,
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
	kept_columns_read(&state->columns, ui);
	return screen_new(&columns_class, state);
}
