#include "ui/house/sift.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/house/sift_columns.h"
#include "ui/page/listview.h"
#include "ui/page/text.h"
#include "ui/page/where.h"

/* The houses that are left, saved or looked at: which columns, in which order, or how many of each. */

enum { COMMAND_TOGGLE = 1, COMMAND_ORDER, COMMAND_COUNT, COMMAND_VIEW, COMMAND_XLSX, COMMAND_CSV, COMMAND_WHERE, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("with this column, or without"), COMMAND_TOGGLE, true },
	{ UI_KEY_CHAR, 'o', "o", N_("in its order"), COMMAND_ORDER, true },
	{ UI_KEY_CHAR, 'c', "c", N_("count by it"), COMMAND_COUNT, true },
	{ UI_KEY_CHAR, 'v', "v", N_("view"), COMMAND_VIEW, true },
	{ UI_KEY_CHAR, '1', "1", N_("save as XLSX"), COMMAND_XLSX, true },
	{ UI_KEY_CHAR, '2', "2", N_("as CSV"), COMMAND_CSV, true },
	{ UI_KEY_CHAR, 'u', "u", N_("onto the stick, or here"), COMMAND_WHERE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct save_state {
	struct sift *sift;
	char *area;
	struct kept_columns columns;
	struct list_view list;
	struct save_place place;
};

static bool
is_counted(const struct sift *sift, const char *column)
{
	for (size_t i = 0; i < SIFT_COUNTED_MOST; i++)
		if (sift->counted[i] && strcmp(sift->counted[i], column) == 0)
			return true;
	return false;
}

static void
row_text(const void *ctx, size_t index, struct buf *out)
{
	const struct save_state *state = ctx;
	const struct kept_column *column = &state->columns.items[index];
	const struct sift *sift = state->sift;
	const char *order = sift->order && strcmp(sift->order, column->name) == 0
				    ? sift->descending ? _("in its order, the last first") : _("in its order")
				    : "",
		   *counted = is_counted(sift, column->name) ? _("counted by it") : "";

	buf_printf(out, "[%c] %s\t%s%s%s", sift_has_column(sift, column->name) ? 'x' : ' ', column->words, order,
		   *order && *counted ? _("; ") : "", counted);
}

static struct list_rows
rows_of(const struct save_state *state)
{
	return (struct list_rows){ .count = state->columns.count, .ctx = state, .text = row_text, .columns = true };
}

static struct area
where_area(const struct ui *ui)
{
	return area_inside(area_below(ui_body(ui), 1), 1, 1);
}

static void
save_recalc(struct screen *screen, struct ui *ui)
{
	struct save_state *state = screen->state;
	const struct list_rows rows = rows_of(state);
	char *where = save_place_words(&state->place);
	struct area area = where_area(ui);

	list_view_fit(&state->list, &rows, area_below(area, canvas_wrap_rows(where, area.cols) + 1));
	free(where);
}

static void
save_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct save_state *state = screen->state;
	const struct list_rows rows = rows_of(state);
	struct area area = where_area(ui);
	char *where = save_place_words(&state->place);

	canvas_paragraph(canvas, &area, FAINT, where);
	list_view_draw(&state->list, &rows, canvas);
	free(where);
}

/* First in its order, then the last first, then as before. */
static void
turn_order(struct sift *sift, const char *column)
{
	bool is = sift->order && strcmp(sift->order, column) == 0, last_first = sift->descending;

	sift->descending = is && !last_first;
	if (is && last_first) {
		free(sift->order);
		sift->order = NULL;
	} else if (!is) {
		free(sift->order);
		sift->order = mem_strdup(column);
	}
}

static void
turn_count(struct sift *sift, const char *column, struct ui *ui)
{
	for (size_t i = 0; i < SIFT_COUNTED_MOST; i++) {
		if (!sift->counted[i]) {
			sift->counted[i] = mem_strdup(column);
			return;
		}
		if (strcmp(sift->counted[i], column) == 0) {
			free(sift->counted[i]);
			for (size_t k = i; k + 1 < SIFT_COUNTED_MOST; k++)
				sift->counted[k] = sift->counted[k + 1];
			sift->counted[SIFT_COUNTED_MOST - 1] = NULL;
			return;
		}
	}
	ui_say(ui, TOAST_BAD, "%s", _("Houses are counted by one or two columns: take one away with c."));
}

static struct action
make(struct save_state *state, struct ui *ui, enum app_format format)
{
	bool save = format != APP_FORMAT_TEXT;
	struct report_heading heading = { 0 };
	struct app_report ask = {
		.name = _("houses"),
		.heading = &heading,
		.area = state->area,
		.lang = ui->lang,
		.format = format,
		.encoding = save ? APP_UTF8_BOM : APP_UTF8,
		.folder = state->place.stick,
	};
	struct buf out = { 0 };
	struct err err = { 0 };
	struct screen *screen = NULL;
	char *path = NULL;
	struct sift sift = *state->sift;
	enum status status;

	if (sift.counted[0])
		sift.order = NULL; /* of the list alone */
	ui_busy(ui, _("Counting..."));
	status = app_sift(ui->app, &sift, &ask, &out, &err);
	if (!status && save)
		status = app_report_save(ui->app, &ask, &out, &path, &err);
	if (status)
		ui_fail(ui, &err);
	else if (save)
		ui_say(ui, TOAST_GOOD, _("Written: %s"), path);
	else
		screen = text_screen_table(mem_strdup(_("Houses")), buf_detach(&out), heading.from, heading.count);
	free(path);
	buf_release(&out);
	return screen ? (struct action){ ACTION_PUSH, screen } : STAY;
}

static struct action
save_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct save_state *state = screen->state;
	const struct list_rows rows = rows_of(state);
	const char *column;

	if (list_view_key(&state->list, &rows, key))
		return STAY;
	if (command == COMMAND_BACK || !state->columns.count)
		return command == COMMAND_BACK ? BACK : STAY;
	column = state->columns.items[state->list.chosen].name;
	switch (command) {
	case COMMAND_TOGGLE:
		if (sift_has_column(state->sift, column))
			sift_drop_column(state->sift, column);
		else
			sift_add_column(state->sift, column);
		return STAY;
	case COMMAND_ORDER:
		turn_order(state->sift, column);
		return STAY;
	case COMMAND_COUNT:
		turn_count(state->sift, column, ui);
		return STAY;
	case COMMAND_VIEW:
		return make(state, ui, APP_FORMAT_TEXT);
	case COMMAND_XLSX:
		return make(state, ui, APP_FORMAT_XLSX);
	case COMMAND_CSV:
		return make(state, ui, APP_FORMAT_CSV);
	case COMMAND_WHERE:
		save_place_turn(&state->place, ui);
		return STAY;
	}
	return STAY;
}

static void
save_close(struct screen *screen, struct ui *ui)
{
	struct save_state *state = screen->state;

	(void)ui;
	kept_columns_release(&state->columns);
	list_view_release(&state->list);
	save_place_release(&state->place);
	free(state->area);
	free(state);
}

static const char *
save_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen, (void)ui;
	return _("Save the list of houses");
}

static const char *
save_note(const struct screen *screen)
{
	return ((const struct save_state *)screen->state)->list.note;
}

static const struct screen_class save_class = {
	.name = "save-list",
	.about = N_(
		"The houses that show, in their order and with the columns of the list, which are marked; Enter adds a column or takes one out. Counted by a column: how many of each."),
	.bindings = bindings,
	.also = move_bindings,
	.title = save_title,
	.note = save_note,
	.recalc = save_recalc,
	.draw = save_draw,
	.key = save_key,
	.close = save_close,
};

struct screen *
sift_save_screen(struct ui *ui, struct sift *sift, const char *area)
{
	struct save_state *state;

	if (!app_pack(ui->app)) {
		ui_say(ui, TOAST_BAD, "%s", _("No form pack is in force in this file yet."));
		return NULL;
	}
	state = mem_alloc(sizeof(*state));
	state->sift = sift;
	state->area = mem_strdup(area);
	state->columns.with_private = true;
	kept_columns_read(&state->columns, ui);
	return screen_new(&save_class, state);
}
