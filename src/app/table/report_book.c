#include "app/table/report_make.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/division.h"
#include "app/session/known.h"
#include "app/table/report_day.h"
#include "app/table/report_sums.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/divisions/area.h"
#include "store/store.h"

/* A report by divisions in one file: a table for each, and before them one that sums them, which must come to the report as a whole. */

/* ---- the divisions */

struct place_list {
	const struct pack *pack;
	char area[DIVISION_CODE_LEN + 1]; /* as it is now */
	enum division_level level;
	const struct division **items;
	size_t count, cap;
};

/* Where a village with houses lies now. Villages come by the codes they had, so what became one comes more than once. */
static bool
add_place(const char *village, int64_t houses, void *ctx)
{
	struct place_list *list = ctx;
	char now[DIVISION_CODE_LEN + 1], area[DIVISION_CODE_LEN + 1], code[DIVISION_CODE_LEN + 1];
	const struct division *division;

	pack_area_now(list->pack, village, now);
	if (!houses || !division_covers(list->area, now))
		return true;
	division_area(now, list->level, area);
	division_code(area, code);
	division = pack_division(list->pack, code);
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i] == division)
			return true;
	if (!division)
		return true;
	MEM_GROW(list->items, list->count, list->cap);
	list->items[list->count++] = division;
	return true;
}

static int
by_code(const void *a, const void *b)
{
	return strcmp((*(const struct division *const *)a)->code, (*(const struct division *const *)b)->code);
}

enum status
report_places(struct app *app, const struct app_report *ask, enum division_level level, const struct division ***out, size_t *count,
	      struct err *err)
{
	struct place_list list = { .pack = app_pack(app), .level = level };
	struct report_day day = { 0 };
	enum status status = app_check_area(app, ask->area, err);

	*out = NULL;
	*count = 0;
	pack_area_now(list.pack, ask->area, list.area);
	if (!status && division_level(list.area) >= level)
		status = err_set(err, STATUS_INVALID, _("the area %s is too small to be divided so: ask for the report of a larger one"),
				 ask->area);
	if (!status)
		status = report_day_open(app, ask->date, &day, err);
	if (status)
		return status;
	status = report_day_close(&day, store_each_village(day.store, "", add_place, &list, err), err);
	if (!status && !list.count)
		status = err_set(err, STATUS_NOT_FOUND, _("no house of this area is in this file: there is nothing to count"));
	if (status) {
		free(list.items);
		return status;
	}
	qsort(list.items, list.count, sizeof(const struct division *), by_code);
	*out = list.items;
	*count = list.count;
	return STATUS_OK;
}

/* ---- what adds up */

enum { SUM_CODE, SUM_NAME, SUM_LINES, SUM_FIRST }; /* columns of the table that sums the others; behind them those with a total */

struct book {
	struct app *app;
	const struct app_report *ask;
	const struct report *report;
	const struct division **places;
	size_t count;
	struct table *tables; /* the sums, then a table for each place */
	int64_t *whole;	      /* by column of the report: what all its lines come to */
};

static bool
is_summed(const struct book *book, size_t column)
{
	const struct report_column *known = &book->report->columns[column];

	return known->total && !(known->change_of && !book->ask->since);
}

/* Its place in a table, which is of the pack of then where the day is past; SIZE_MAX: it has none. */
static size_t
place_of(const struct table *table, const char *column)
{
	for (size_t c = 0; c < table->column_count; c++)
		if (strcmp(table->columns[c].name, column) == 0)
			return c;
	return SIZE_MAX;
}

/* What the lines of a table come to in a column, and, behind the columns, how many there are, or what the column comes to that counts them. */
static void
add_up(const struct book *book, const struct table *table, int64_t *sums)
{
	const struct report *report = book->report;
	size_t of = report->rows.of ? place_of(table, report->rows.of) : SIZE_MAX, columns = report->column_count;

	for (size_t r = 0; r < table->row_count; r++) {
		if (table_is_total(table, r))
			continue;
		for (size_t c = 0; c < columns; c++) {
			size_t at = is_summed(book, c) ? place_of(table, report->columns[c].name) : SIZE_MAX;

			sums[c] += at == SIZE_MAX ? 0 : report_number_at(table, r, at);
		}
		sums[columns] += of == SIZE_MAX ? 1 : report_number_at(table, r, of);
	}
}

static enum status
check_sums(const struct book *book, const int64_t *parts, struct err *err)
{
	size_t columns = book->report->column_count;

	for (size_t c = 0; c <= columns; c++) {
		if (c < columns ? !is_summed(book, c) : book->report->rows.kind == REPORT_ROWS_UNSAID)
			continue;
		if (parts[c] != book->whole[c])
			return err_set(err, STATUS_INVALID,
				       _("the report \"%s\" is not divided: its parts come to %" PRId64 " (%s) and the whole to %" PRId64
					 ", so something that it counts lies in none of them; make it as a whole"),
				       book->report->name, parts[c],
				       c < columns ? label_text(&book->report->columns[c].label, book->ask->lang) : _("Lines"),
				       book->whole[c]);
	}
	return STATUS_OK;
}

/* ---- the tables */

static void
add_column(struct table *table, const char *name, const char *label, enum table_kind kind)
{
	table->columns = mem_resize(table->columns, table->column_count + 1, sizeof(*table->columns));
	table->columns[table->column_count++] = (struct table_column){ .name = mem_strdup(name), .label = mem_strdup(label), .kind = kind };
}

static void
begin_sums(const struct book *book, const struct table *whole, struct table *sums)
{
	sums->title = mem_strdup(whole->title);
	/* Translators: the sheet that sums the others. */
	sums->part = mem_strdup(_("All together"));
	sums->official = whole->official;
	sums->lang = whole->lang;
	sums->notice = whole->notice ? mem_strdup(whole->notice) : NULL;
	for (size_t h = 0; h < whole->head_count; h++)
		table_add_head(sums, whole->heads[h]);
	add_column(sums, "code", _("Division code"), TABLE_CODE);
	add_column(sums, "division", _("Division"), TABLE_TEXT);
	add_column(sums, "lines", _("Lines"), TABLE_NUMBER);
	for (size_t c = 0; c < book->report->column_count; c++)
		if (is_summed(book, c))
			add_column(sums, book->report->columns[c].name, label_text(&book->report->columns[c].label, book->ask->lang),
				   TABLE_NUMBER);
}

static void
add_sum_row(const struct book *book, const char *code, const char *name, size_t lines, const int64_t *values)
{
	char **cells = table_add_row(&book->tables[0]);
	size_t at = SUM_FIRST;

	cells[SUM_CODE] = mem_strdup(code);
	cells[SUM_NAME] = mem_strdup(name);
	cells[SUM_LINES] = mem_printf("%zu", lines);
	for (size_t c = 0; c < book->report->column_count; c++)
		if (is_summed(book, c))
			cells[at++] = mem_printf("%" PRId64, values[c]);
}

/* The lines of a table that are not its total. */
static size_t
plain_lines(const struct table *table)
{
	return table->row_count - (table->has_total && table->row_count ? 1 : 0);
}

/* One place: its table, titled by its name, and its row among the sums. */
static enum status
make_part(struct book *book, size_t index, int64_t *parts, struct err *err)
{
	const struct division *place = book->places[index];
	struct table *table = &book->tables[1 + index];
	struct app_report ask = *book->ask;
	int64_t *own = mem_array(book->report->column_count + 1, sizeof(*own));
	char area[DIVISION_CODE_LEN + 1], *title;
	/* Villages of two townships may have one name. */
	char *name = place->level == DIVISION_VILLAGE ? app_place_name(book->app, place->code) : mem_strdup(place->name);
	enum status status;

	division_area(place->code, book->ask->by, area);
	ask.area = area;
	ask.by = DIVISION_ALL;
	status = report_make(book->app, &ask, table, err);
	if (!status) {
		/* Translators: a report's title, and the office that it is made for. */
		title = mem_printf(_("%s: %s"), table->title, name);
		free(table->title);
		table->title = title;
		table->part = mem_strdup(place->name);
		add_up(book, table, own);
		add_sum_row(book, place->code, name, plain_lines(table), own);
		for (size_t c = 0; c <= book->report->column_count; c++)
			parts[c] += own[c];
	}
	free(own);
	free(name);
	return status;
}

/* The report as a whole: what its parts must come to, and what stands above their sums. */
static enum status
make_whole(struct book *book, struct err *err)
{
	struct app_report ask = *book->ask;
	struct table whole = { 0 };
	enum status status;

	ask.by = DIVISION_ALL;
	status = report_make(book->app, &ask, &whole, err);
	if (!status) {
		add_up(book, &whole, book->whole);
		begin_sums(book, &whole, &book->tables[0]);
	}
	table_release(&whole);
	return status;
}

static enum status
make_tables(struct book *book, struct err *err)
{
	size_t columns = book->report->column_count, lines = 0;
	int64_t *parts = mem_array(columns + 1, sizeof(*parts));
	char *said;
	enum status status = make_whole(book, err);

	for (size_t i = 0; i < book->count && !status; i++) {
		status = make_part(book, i, parts, err);
		lines += plain_lines(&book->tables[1 + i]);
	}
	if (!status)
		status = check_sums(book, parts, err);
	if (!status) {
		add_sum_row(book, "", _("Together"), lines, parts);
		book->tables[0].has_total = true;
		said = mem_printf(n_("%zu part; together they come to what the report counts as a whole.",
				     "%zu parts; together they come to what the report counts as a whole.", book->count),
				  book->count);
		table_add_line(&book->tables[0], said);
		free(said);
	}
	free(parts);
	return status;
}

enum status
report_book(struct app *app, const struct app_report *ask, struct buf *out, struct err *err)
{
	const struct pack *pack = app_pack(app);
	struct book book = { .app = app, .ask = ask, .report = pack ? pack_report(pack, ask->name) : NULL };
	enum status status = STATUS_OK;

	if (!app_format_has_parts(ask->format))
		return report_write_parts(NULL, 0, ask, out, err);
	if (!pack)
		return err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	if (!book.report)
		return known_no_report(app, ask->name, err);
	status = report_places(app, ask, ask->by, &book.places, &book.count, err);
	if (status)
		return status;
	book.tables = mem_array(1 + book.count, sizeof(*book.tables));
	book.whole = mem_array(book.report->column_count + 1, sizeof(*book.whole));
	status = make_tables(&book, err);
	if (!status)
		status = report_write_parts(book.tables, 1 + book.count, ask, out, err);
	for (size_t i = 0; i <= book.count; i++)
		table_release(&book.tables[i]);
	free(book.tables);
	free(book.whole);
	free(book.places);
	return status;
}
