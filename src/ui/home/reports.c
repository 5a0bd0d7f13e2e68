#include "app/session/person.h"
#include "app/session/workspace.h"
#include "app/table/report.h"
#include "app/table/report_day.h"
#include "app/table/report_parts.h"
#include "ui/home/reports.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/division.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/text/line.h"
#include "ui/input.h"
#include "ui/house/board.h"
#include "ui/page/listview.h"
#include "ui/page/text.h"
#include "ui/page/where.h"
#include "ui/screen.h"

/* The reports of the pack: read on the screen, or written for a spreadsheet, for paper or for a browser. */

enum {
	COMMAND_OPEN = 1,
	COMMAND_CSV,
	COMMAND_XLSX,
	COMMAND_PDF,
	COMMAND_HTML,
	COMMAND_WHERE,
	COMMAND_SINCE,
	COMMAND_PARTS,
	COMMAND_BOARD,
	COMMAND_BACK
};

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("read"), COMMAND_OPEN, true },
	{ UI_KEY_CHAR, '1', "1", N_("save as XLSX"), COMMAND_XLSX, true },
	{ UI_KEY_CHAR, '2', "2", N_("as PDF, to print"), COMMAND_PDF, true },
	{ UI_KEY_CHAR, '3', "3", N_("as a web page"), COMMAND_HTML, true },
	{ UI_KEY_CHAR, '4', "4", N_("as CSV"), COMMAND_CSV, true },
	{ UI_KEY_CHAR, 'u', "u", N_("onto the stick, or here"), COMMAND_WHERE, true },
	{ UI_KEY_CHAR, 'd', "d", N_("day: compare with an earlier one"), COMMAND_SINCE, false },
	{ UI_KEY_CHAR, 't', "t", N_("XLSX and PDF by township, by village, or whole"), COMMAND_PARTS, false },
	{ UI_KEY_CHAR, 'e', "e", N_("errors: the quality board"), COMMAND_BOARD, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

#define DAY_COLS 22
#define DAYS_MOST 40 /* of receipts, that the arrows go through */
#define DAYS_SAID 4  /* ... and that stand in the question */

struct reports_state {
	struct list_view list;
	struct save_place place; /* where reports are saved */
	char since[11];		 /* the day that what changes is compared with; "": none */
	struct line day;	 /* while it is typed */
	bool typing;
	enum division_level by; /* XLSX and PDF have a part for each division of it; DIVISION_ALL: they are whole */
	char days[120];		/* that may be compared with, the newest first */
	size_t chosen;		/* Up and Down go through them */
	struct report_receipt_day receipts[DAYS_MOST];
	size_t receipt_count;
};

static void
report_text(const void *ctx, size_t index, struct buf *out)
{
	const struct ui *ui = ctx;

	buf_text_add(out, label_text(&app_pack(ui->app)->reports[index].title, ui->lang));
}

static struct list_rows
rows_of(const struct ui *ui)
{
	return (struct list_rows){ .count = app_pack(ui->app)->report_count, .ctx = ui, .text = report_text };
}

static struct area
where_area(const struct ui *ui)
{
	return area_inside(area_below(ui_body(ui), 1), 1, 1);
}

#define SINCE_BYTES 400

/* What the numbers are compared with, as the page says it. */
static const char *
since_words(const struct reports_state *state, char out[SINCE_BYTES])
{
	if (state->typing)
		snprintf(out, SINCE_BYTES, _("With which day (empty: none)? County receipts: %s (Up, Down):"), state->days);
	else if (*state->since)
		snprintf(out, SINCE_BYTES, _("Compared with %s, where a report tells a change; d: another day"), state->since);
	else
		snprintf(out, SINCE_BYTES, "%s", _("d: compare with an earlier day, in reports that tell a change"));
	return out;
}

/* Whether XLSX and PDF are whole, as the page says it. */
static const char *
parts_words(const struct reports_state *state)
{
	switch (state->by) {
	case DIVISION_TOWNSHIP:
		return _("By township: XLSX has a sheet for each, PDF begins a page for each, behind one that sums them; t: by village");
	case DIVISION_VILLAGE:
		return _("By village: XLSX has a sheet for each, PDF begins a page for each, behind one that sums them; t: whole");
	default:
		return _("t: XLSX and PDF with a sheet, or pages, for each township or village");
	}
}

/* From whole to the level below this person's area, down to villages, and back. */
static void
turn_parts(struct reports_state *state, struct ui *ui)
{
	enum division_level own = division_level(app_person_area(ui->app));
	enum division_level next = state->by == DIVISION_ALL ? DIVISION_TOWNSHIP : state->by + 1;

	while (next <= own)
		next++;
	state->by = next <= DIVISION_VILLAGE ? next : DIVISION_ALL;
	if (own == DIVISION_VILLAGE)
		ui_say(ui, TOAST_SAID, "%s", _("Your area is one village: a report of it has no parts."));
}

static void
reports_recalc(struct screen *screen, struct ui *ui)
{
	struct reports_state *state = screen->state;
	const struct list_rows rows = rows_of(ui);

	char *where = save_place_words(&state->place);
	struct area area = where_area(ui);

	char since[SINCE_BYTES];
	int rows_above = canvas_wrap_rows(where, area.cols) + 1;

	rows_above += canvas_wrap_rows(since_words(state, since), area.cols - DAY_COLS);
	rows_above += canvas_wrap_rows(parts_words(state), area.cols);
	list_view_fit(&state->list, &rows, area_below(area, rows_above));
	free(where);
}

static void
reports_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct reports_state *state = screen->state;
	const struct list_rows rows = rows_of(ui);
	struct area area = where_area(ui), words, day;
	char *where = save_place_words(&state->place), since[SINCE_BYTES];

	canvas_paragraph(canvas, &area, FAINT, where);
	list_view_draw(&state->list, &rows, canvas);
	canvas_paragraph(canvas, &area, state->by ? GOOD : FAINT, parts_words(state));
	words = area_left(area, area.cols - DAY_COLS);
	day = area_inside(area, words.cols, 0);
	canvas_paragraph(canvas, &words, state->typing ? BOLD : *state->since ? GOOD : FAINT, since_words(state, since));
	if (state->typing)
		input_draw(canvas, day.row, day.col, day.cols, &state->day);
	free(where);
}

static const char *
reports_note(const struct screen *screen)
{
	return ((const struct reports_state *)screen->state)->list.note;
}

static void
tell(void *ctx, const char *what, int64_t done, int64_t all)
{
	char *text = mem_printf("%s %" PRId64 "/%" PRId64, what, done, all);

	ui_busy(ctx, text);
	free(text);
}

/* One too long for a single PDF: a file for each township. */
static enum status
save_parts(struct ui *ui, const struct app_report *report, struct err *err)
{
	struct progress progress = { tell, ui };
	char *path = NULL;
	size_t written = 0;
	enum status status = app_report_save_parts(ui->app, report, &progress, &path, &written, err);

	if (!status)
		ui_say(ui, TOAST_GOOD, n_("%zu file written in: %s", "%zu files written in: %s", written), written, path);
	free(path);
	return status;
}

static struct action
make(struct reports_state *state, struct ui *ui, enum app_format format)
{
	bool save = format != APP_FORMAT_TEXT;
	const struct report *known = &app_pack(ui->app)->reports[state->list.chosen];
	struct report_heading heading = { 0 };
	struct app_report report = { .name = known->name,
				     .heading = &heading,
				     .area = app_person_area(ui->app),
				     .lang = ui->lang,
				     .format = format,
				     .encoding = save ? APP_UTF8_BOM : APP_UTF8,
				     .by = app_format_has_parts(format) ? state->by : DIVISION_ALL,
				     .folder = state->place.stick,
				     .since = *state->since && report_tells_change(known) ? state->since : NULL };
	struct buf out = { 0 };
	struct err err = { 0 };
	char *path = NULL;
	struct screen *screen = NULL;
	enum status status;

	ui_busy(ui, _("Counting..."));
	status = app_report(ui->app, &report, &out, &err);
	if (!status && save)
		status = app_report_save(ui->app, &report, &out, &path, &err);
	if (status == STATUS_CONFLICT && format == APP_FORMAT_PDF) {
		err = (struct err){ 0 };
		status = save_parts(ui, &report, &err);
		save = false;
	}
	if (status)
		ui_fail(ui, &err);
	else if (path)
		ui_say(ui, TOAST_GOOD, _("Written: %s"), path);
	else if (format == APP_FORMAT_TEXT)
		screen = text_screen_table(mem_strdup(label_text(&known->title, ui->lang)), buf_detach(&out), heading.from, heading.count);
	free(path);
	buf_release(&out);
	return screen ? (struct action){ ACTION_PUSH, screen } : STAY;
}

static const enum app_format formats[] = {
	[COMMAND_OPEN] = APP_FORMAT_TEXT, [COMMAND_CSV] = APP_FORMAT_CSV,   [COMMAND_XLSX] = APP_FORMAT_XLSX,
	[COMMAND_PDF] = APP_FORMAT_PDF,	  [COMMAND_HTML] = APP_FORMAT_HTML,
};

/* Asks for the day; where no receipt of an earlier one is here, says so at once. */
static void
ask_day(struct reports_state *state, struct ui *ui)
{
	struct err err = { 0 };
	struct buf days = { 0 };

	if (report_receipt_days(ui->app, state->receipts, DAYS_MOST, &state->receipt_count, &err)) {
		ui_fail(ui, &err);
		return;
	}
	if (!state->receipt_count) {
		ui_say(ui, TOAST_BAD, "%s",
		       _("There is nothing to compare with yet: no county receipt of a day before today is here. The county writes one when it takes sticks in."));
		return;
	}
	for (size_t i = 0; i < state->receipt_count && i < DAYS_SAID; i++)
		buf_printf(&days, "%s%s", i ? _(", ") : "", state->receipts[i].date);
	if (state->receipt_count > DAYS_SAID)
		buf_text_add(&days, "…");
	snprintf(state->days, sizeof(state->days), "%s", buf_text(&days));
	buf_release(&days);
	state->chosen = 0;
	line_preset(&state->day, *state->since ? state->since : state->receipts[0].date);
	state->typing = true;
}

/* Takes the typed day, unless nothing of it can be told. */
static void
take_day(struct reports_state *state, struct ui *ui, const char *day, const char *today)
{
	struct err err = { 0 };
	bool stood;

	if (clock_days(day) >= clock_days(today)) {
		ui_say(ui, TOAST_BAD, _("a report is compared with a day before its own: %s is not before %s"), day, today);
	} else if (report_stood_on(ui->app, day, &stood, &err)) {
		ui_fail(ui, &err);
	} else if (!stood) {
		ui_say(ui, TOAST_BAD,
		       _("No county receipt of %s or before is here, so nobody can tell what stood then. Receipts are of %s."), day,
		       state->days);
	} else {
		strcpy(state->since, day);
		state->typing = false;
	}
}

/* A key while the day is typed. */
static void
day_key(struct reports_state *state, struct ui *ui, const struct ui_key *key)
{
	char today[11], day[11];

	clock_date(clock_now_unix(), today);
	if (key->kind == UI_KEY_ESC) {
		state->typing = false;
	} else if (key->kind == UI_KEY_UP || key->kind == UI_KEY_DOWN) {
		state->chosen = (state->chosen + (key->kind == UI_KEY_DOWN ? 1 : state->receipt_count - 1)) % state->receipt_count;
		line_preset(&state->day, state->receipts[state->chosen].date);
	} else if (key->kind != UI_KEY_ENTER) {
		input_key(ui, &state->day, key, DAY_COLS - 2);
	} else if (!*line_text(&state->day)) {
		state->since[0] = '\0';
		state->typing = false;
	} else if (!clock_day_meant(line_text(&state->day), today, day)) {
		ui_say(ui, TOAST_BAD, _("\"%s\" is no date; write it as 2022-09-16"), line_text(&state->day));
	} else {
		take_day(state, ui, day, today);
	}
}

static struct action
reports_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct reports_state *state = screen->state;
	const struct list_rows rows = rows_of(ui);

	if (state->typing) {
		day_key(state, ui, key);
		return STAY;
	}
	if (list_view_key(&state->list, &rows, key))
		return STAY;
	if (command == COMMAND_BACK)
		return BACK;
	if (command == COMMAND_SINCE)
		ask_day(state, ui);
	if (command == COMMAND_PARTS)
		turn_parts(state, ui);
	if (command == COMMAND_BOARD) {
		struct screen *board = board_screen(ui);

		return board ? (struct action){ ACTION_PUSH, board } : STAY;
	}
	if (command == COMMAND_WHERE)
		save_place_turn(&state->place, ui);
	if (command >= COMMAND_OPEN && command < COMMAND_WHERE && state->list.count)
		return make(state, ui, formats[command]);
	return STAY;
}

static void
reports_close(struct screen *screen, struct ui *ui)
{
	struct reports_state *state = screen->state;

	(void)ui;
	list_view_release(&state->list);
	save_place_release(&state->place);
	line_release(&state->day);
	free(state);
}

static const char *
reports_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("Reports");
}

static const struct screen_class reports_class = {
	.name = "reports",
	.about = N_(
		"The reports of the form pack, for your area. Enter shows one; a digit saves it, beside the file of this laptop or, after u, onto the stick."),
	.bindings = bindings,
	.also = move_bindings,
	.title = reports_title,
	.note = reports_note,
	.recalc = reports_recalc,
	.draw = reports_draw,
	.key = reports_key,
	.close = reports_close,
};

struct screen *
reports_screen(struct ui *ui)
{
	struct reports_state *state;

	if (!app_pack(ui->app)) {
		ui_say(ui, TOAST_BAD, "%s", _("No form pack is in force in this file yet."));
		return NULL;
	}
	state = mem_alloc(sizeof(*state));
	line_init(&state->day, LINE_SINGLE, 20);
	return screen_new(&reports_class, state);
}
