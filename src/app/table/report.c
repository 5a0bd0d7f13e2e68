#include "app/table/report.h"

#include "app/session/division.h"
#include "app/session/known.h"
#include "app/session/workspace.h"
#include "app/table/report_day.h"
#include "app/table/report_private.h"
#include "store/store.h"
#include "store/report.h"
#include "store/area.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "table/html_out.h"
#include "table/pdf_out.h"
#include "table/table.h"
#include "table/xlsx_out.h"

const char *
app_format_name(enum app_format format)
{
	static const char *const names[] = { [APP_FORMAT_TEXT] = "text",
					     [APP_FORMAT_CSV] = "csv",
					     [APP_FORMAT_XLSX] = "xlsx",
					     [APP_FORMAT_PDF] = "pdf",
					     [APP_FORMAT_HTML] = "html" };

	_Static_assert(ARRAY_LEN(names) == APP_FORMAT_COUNT, "a name for each format");
	return names[format];
}

bool
app_format_is_binary(enum app_format format)
{
	return format == APP_FORMAT_XLSX || format == APP_FORMAT_PDF;
}

/* A report of the pack as a table; it refuses to print when it must add up and does not. */

struct table_filling {
	const struct report *report;
	struct table *table;
};

static size_t
column_of(const struct report *report, const char *name)
{
	for (size_t i = 0; i < report->column_count; i++)
		if (strcmp(report->columns[i].name, name) == 0)
			return i;
	return SIZE_MAX;
}

static void
add_row(const struct report_row *row, void *ctx)
{
	struct table_filling *filling = ctx;
	char **cells = table_add_row(filling->table);

	for (int i = 0; i < row->count; i++) {
		size_t column = column_of(filling->report, row->names[i]);

		if (column == SIZE_MAX)
			continue;
		cells[column] = mem_strdup(row->texts[i]);
		if (row->numbers[i] && filling->report->columns[column].type == REPORT_UNTYPED)
			filling->table->columns[column].kind = TABLE_NUMBER;
	}
}

/* A line below the table: each value of its one row fills a %s of the label. */
struct footer_filling {
	struct table *table;
	const char *label;
};

static void
add_line(const struct report_row *row, void *ctx)
{
	struct footer_filling *line = ctx;
	struct buf text = { 0 };
	int next = 0;

	for (const char *at = line->label; *at;) {
		const char *mark = strstr(at, "%s");

		if (!mark) {
			buf_text_add(&text, at);
			break;
		}
		buf_add(&text, at, (size_t)(mark - at));
		if (next < row->count)
			buf_text_add(&text, row->texts[next] ? row->texts[next] : "0");
		next++;
		at = mark + 2;
	}
	table_add_line(line->table, buf_text(&text));
	buf_release(&text);
}

static int64_t
number_at(const struct table *table, size_t row, size_t column)
{
	const char *text = table->cells[row * table->column_count + column];

	return text ? strtoll(text, NULL, 10) : 0;
}

/* Adds the total row, first or last. */
static void
add_total(const struct report *report, struct table *table, const struct app_report *ask)
{
	size_t rows = table->row_count, labelled = SIZE_MAX;
	char **cells = table_add_row(table);

	table->has_total = true;
	table->total_first = report->total_first;
	for (size_t c = 0; c < report->column_count; c++) {
		int64_t sum = 0;

		if (!report->columns[c].total || (report->columns[c].change_of && !ask->since)) {
			/* Its name stands in the last column of words before the numbers. */
			if (table->columns[c].kind == TABLE_TEXT && labelled == SIZE_MAX)
				labelled = c;
			continue;
		}
		for (size_t r = 0; r < rows; r++)
			sum += number_at(table, r, c);
		cells[c] = mem_printf("%" PRId64, sum);
		table->columns[c].kind = TABLE_NUMBER;
	}
	if (labelled != SIZE_MAX)
		cells[labelled] = mem_strdup(label_text(&report->total_label, ask->lang));
	if (!report->total_first || rows == 0)
		return;
	for (size_t c = 0; c < table->column_count; c++) {
		char *held = table->cells[rows * table->column_count + c];

		for (size_t r = rows; r > 0; r--)
			table->cells[r * table->column_count + c] = table->cells[(r - 1) * table->column_count + c];
		table->cells[c] = held;
	}
}

/* Refuses a table that must add up and does not (rule QR-80). */
static enum status
check_partition(const struct report *report, const struct table *table, struct err *err)
{
	size_t whole = report->whole ? column_of(report, report->whole) : SIZE_MAX;

	for (size_t r = 0; r < table->row_count && whole != SIZE_MAX; r++) {
		int64_t sum = 0;

		for (size_t p = 0; p < report->parts.count; p++)
			sum += number_at(table, r, column_of(report, report->parts.items[p]));
		if (sum != number_at(table, r, whole))
			return err_set(err, STATUS_TAMPERED,
				       _("the report \"%s\" is not printed: row %zu does not add up (%" PRId64 ", its parts %" PRId64
					 "); run louce rebuild and louce check"),
				       report->name, r + 1, number_at(table, r, whole), sum);
	}
	return STATUS_OK;
}

/* ---- what is counted */

#define NAMES_MOST 5 /* of villages of which nothing is here; of more the number */

struct places_counting {
	char (*villages)[DIVISION_CODE_LEN + 1]; /* with a house here, ascending */
	size_t count, cap;
	int64_t houses;
};

static bool
count_village(const char *division, int64_t houses, void *ctx)
{
	struct places_counting *counting = ctx;

	MEM_GROW(counting->villages, counting->count, counting->cap);
	snprintf(counting->villages[counting->count++], sizeof(*counting->villages), "%s", division);
	counting->houses += houses;
	return true;
}

static bool
is_here(const struct places_counting *counting, const char *division)
{
	bool is = false;

	for (size_t i = 0; i < counting->count && !is; i++)
		is = strcmp(counting->villages[i], division) == 0;
	return is;
}

/* Villages of the area of which no house is here; *names: the first of them, caller frees; *all: of the area. */
static size_t
missing_villages(const struct app *app, const char *area, const struct places_counting *counting, struct buf *names, size_t *all)
{
	const struct pack *pack = app_pack(app);
	size_t missing = 0;

	*all = 0;
	for (size_t i = 0; i < pack->division_count; i++) {
		const struct division *division = &pack->divisions[i];

		if (division->level != DIVISION_VILLAGE || !division_covers(area, division->code))
			continue;
		++*all;
		if (is_here(counting, division->code))
			continue;
		if (missing++ < NAMES_MOST) {
			/* Translators: between the names of a list. */
			buf_printf(names, "%s%s", names->len ? _(", ") : "", division->name);
		}
	}
	return missing;
}

/* The name of an area; "" is the county. Caller frees. */
static char *
area_name(const struct app *app, const char *area)
{
	const struct pack *pack = app_pack(app);

	if (*area)
		return app_place_name(app, area);
	for (size_t i = 0; i < pack->division_count; i++)
		if (pack->divisions[i].level == DIVISION_COUNTY)
			return mem_strdup(pack->divisions[i].name);
	return mem_strdup(_("everything"));
}

/* Whoever holds a table in his hands cannot see on which laptop it was made: it says which area and which file were counted, and what is not in it.
 * NOT_FOUND: nothing of the area is here, and a table of zeros would pass for a count. */
static enum status
add_heads(struct app *app, const struct report_day *day, const char *area, struct table *table, struct err *err)
{
	const char *path = app_workspace(app), *slash = strrchr(path, '/');
	struct places_counting counting = { 0 };
	struct buf names = { 0 };
	char *name = area_name(app, area), *head;
	size_t all, missing;
	enum status status = store_each_village(day->store, area, count_village, &counting, err);

	missing = missing_villages(app, area, &counting, &names, &all);
	if (!status && !counting.houses)
		status = err_set(err, STATUS_NOT_FOUND, _("no house of %s is in this file: there is nothing to count"), name);
	if (!status) {
		head = missing ? mem_printf(_("Counted: %s, from the file %s: %" PRId64 " houses in %zu of %zu villages."), name,
					    slash ? slash + 1 : path, counting.houses, all - missing, all)
			       : mem_printf(_("Counted: %s, from the file %s: %" PRId64 " houses, of every village."), name,
					    slash ? slash + 1 : path, counting.houses);
		table_add_head(table, head);
		free(head);
	}
	if (!status && day->receipt) {
		/* Translators: the day asked for, the receipt's number and its day. */
		head = mem_printf(_("As it stood on %s: what county receipt no. %lld of %s covers."), day->date, (long long)day->receipt,
				  day->received);
		table_add_head(table, head);
		free(head);
	}
	if (!status && missing) {
		/* Translators: villages. */
		head = missing > NAMES_MOST
			       ? mem_printf(_("Not here, so not counted: %s, and %zu more."), buf_text(&names), missing - NAMES_MOST)
			       : mem_printf(_("Not here, so not counted: %s."), buf_text(&names));
		table_add_head(table, head);
		free(head);
	}
	buf_release(&names);
	free(counting.villages);
	free(name);
	return status;
}

static const enum table_kind kinds[REPORT_TYPE_COUNT] = {
	[REPORT_UNTYPED] = TABLE_TEXT,	 [REPORT_TEXT] = TABLE_TEXT,	   [REPORT_CODE] = TABLE_CODE,
	[REPORT_INTEGER] = TABLE_NUMBER, [REPORT_DECIMAL] = TABLE_DECIMAL, [REPORT_DATE] = TABLE_DATE,
};

/* What the person must not know yet counts as not known: the paper says of how many houses. An office's own paper, to be signed and sent, is not made so. */
static enum status
add_hidden(const struct report_day *day, const struct report *report, const struct app_report *ask, struct table *table, struct err *err)
{
	size_t houses;
	enum status status = report_day_hidden(day, ask->area, &houses, err);
	char *head;

	if (status || !houses)
		return status;
	if (report->official && app_format_is_binary(ask->format))
		return err_set(
			err, STATUS_DENIED,
			_("of %zu houses something is hidden from you, so your totals are not the office's: let somebody print it who fills none of their forms, or unlock as such a person"),
			houses);
	head = mem_printf(_("Of %zu houses something is hidden from you until a form stands; it is counted here as not known."), houses);
	table_add_head(table, head);
	free(head);
	return STATUS_OK;
}

/* ---- compared with another day */

static bool
tells_change(const struct report *report)
{
	for (size_t c = 0; c < report->column_count; c++)
		if (report->columns[c].change_of)
			return true;
	return false;
}

/* The row with the same first cell; SIZE_MAX: there is none. */
static size_t
row_like(const struct table *table, const char *first)
{
	for (size_t r = 0; r < table->row_count; r++)
		if (strcmp(table_cell_text(table, r, 0), first) == 0)
			return r;
	return SIZE_MAX;
}

static void
add_changes(const struct report *report, const struct table *then, struct table *table)
{
	for (size_t c = 0; c < report->column_count; c++) {
		size_t of = report->columns[c].change_of ? column_of(report, report->columns[c].change_of) : SIZE_MAX;

		for (size_t r = 0; r < table->row_count && of != SIZE_MAX; r++) {
			size_t before = row_like(then, table_cell_text(table, r, 0));
			int64_t change = number_at(table, r, of) - (before == SIZE_MAX ? 0 : number_at(then, before, of));

			table->cells[r * table->column_count + c] = mem_printf("%" PRId64, change);
		}
	}
}

/* The same query over what stood on the day that the report is compared with; says which day that is. */
static enum status
compare(struct app *app, const struct report *report, const struct app_report *ask, struct table *table, struct err *err)
{
	struct report_day day = { 0 };
	struct table then = { .column_count = report->column_count, .columns = table->columns };
	struct table_filling filling = { report, &then };
	const struct report *of_then;
	char *head;
	enum status status = report_day_open(app, ask->since, &day, err);

	if (status)
		return status;
	of_then = pack_report(store_pack(day.store), report->name);
	if (!of_then)
		status = err_set(err, STATUS_NOT_FOUND, _("the form pack of %s has no report \"%s\""), ask->since, report->name);
	if (!status)
		status = report_run(day.store, &of_then->sql,
				    &(struct report_ask){
					    .area = ask->area, .date = day.date, .blind = day.blind, .blind_count = day.blind_count },
				    add_row, &filling, err);
	if (!status) {
		add_changes(report, &then, table);
		head = day.receipt ? mem_printf(_("Compared with %s, by what the county receipt of %s covers."), day.date, day.received)
				   : mem_printf(_("Compared with %s."), day.date);
		table_add_head(table, head);
		free(head);
	}
	table_release_cells(&then);
	report_day_close(&day);
	return status;
}

/* The title and the columns; what stood on a day that is past says so in its title, too. */
static void
begin_table(const struct report *report, const struct report_day *day, const char *lang, struct table *table)
{
	/* Translators: a report's title and the day that it counts by. */
	table->title = report_asks_day(report) || day->receipt ? mem_printf(_("%s, as of %s"), label_text(&report->title, lang), day->date)
							       : mem_strdup(label_text(&report->title, lang));
	table->column_count = report->column_count;
	table->columns = mem_array(report->column_count, sizeof(*table->columns));
	table->official = report->official;
	table->lang = lang;
	for (size_t c = 0; c < report->column_count; c++)
		table->columns[c] = (struct table_column){ .name = mem_strdup(report->columns[c].name),
							   .label = mem_strdup(label_text(&report->columns[c].label, lang)),
							   .kind = kinds[report->columns[c].type],
							   .bar = report->columns[c].bar };
}

static enum status
fill_table(struct app *app, const struct report *report, const struct report_day *day, const struct app_report *ask, struct table *table,
	   struct err *err)
{
	struct table_filling filling = { report, table };
	struct report_ask query = { .area = ask->area, .date = day->date, .blind = day->blind, .blind_count = day->blind_count };
	struct opened_house house = { 0 };
	struct report_private opened = { 0 };
	enum status status = STATUS_OK;

	if (ask->date && !day->receipt && !report_asks_day(report))
		return err_set(err, STATUS_INVALID, _("the report \"%s\" counts what stands now and asks for no day: leave out --date"),
			       report->name);
	if (ask->since && !tells_change(report))
		return err_set(err, STATUS_INVALID, _("the report \"%s\" tells no change: leave out --since"), report->name);
	if (ask->since && strcmp(ask->since, day->date) >= 0)
		return err_set(err, STATUS_INVALID, _("a report is compared with a day before its own: %s is not before %s"), ask->since,
			       day->date);
	if (report_is_private(report) && day->receipt)
		return err_set(err, STATUS_INVALID, _("nothing private is kept of a day that is past: leave out --date"));
	begin_table(report, day, ask->lang, table);
	if (report_is_private(report)) {
		status = report_private_open(app, report->name, &house, &opened, err);
		query.opened = &opened;
		if (status)
			return status;
		table->notice = report_private_notice(app, day->date);
	}
	status = report_run(day->store, &report->sql, &query, add_row, &filling, err);
	if (!status && ask->since)
		status = compare(app, report, ask, table, err);
	else if (!status && tells_change(report))
		table_add_head(table, _("What changed is told when a day to compare with is given."));
	if (!status && report->has_total && table->row_count > 1) /* of one row the sum is that row */
		add_total(report, table, ask);
	if (!status)
		status = check_partition(report, table, err);
	for (size_t l = 0; l < report->line_count && !status; l++) {
		struct footer_filling line = { table, label_text(&report->lines[l].label, ask->lang) };

		status = report_run(day->store, &report->lines[l].sql, &query, add_line, &line, err);
	}
	report_private_close(&house);
	return status;
}

bool
app_report_is_private(const struct app *app, const char *name)
{
	const struct report *report = app_pack(app) ? pack_report(app_pack(app), name) : NULL;

	return report && report_is_private(report);
}

enum status
app_report(struct app *app, const struct app_report *ask, struct buf *out, struct err *err)
{
	struct report_day day = { 0 };
	const struct report *report;
	struct table table = { 0 };
	struct buf text = { 0 };
	enum status status = report_day_open(app, ask->date, &day, err);

	if (status)
		return status;
	report = pack_report(store_pack(day.store), ask->name);
	status = report ? app_check_area(app, ask->area, err) : known_no_report(app, ask->name, err);
	if (!status)
		status = add_heads(app, &day, ask->area, &table, err);
	if (!status)
		status = add_hidden(&day, report, ask, &table, err);
	if (!status)
		status = fill_table(app, report, &day, ask, &table, err);
	if (status)
		goto out;
	if (app_format_is_binary(ask->format)) {
		status = ask->format == APP_FORMAT_PDF ? table_write_pdf(&table, clock_now_unix(), out, err)
						       : table_write_xlsx(&table, clock_now_unix(), out, err);
		goto out;
	}
	if (ask->format == APP_FORMAT_HTML) {
		table_write_html(&table, out);
		goto out;
	}
	if (ask->format == APP_FORMAT_CSV)
		table_write_csv(&table, ask->encoding != APP_UTF8, &text);
	else
		table_write_text(&table, &text);
	if (ask->encoding == APP_UTF8_BOM)
		buf_text_add(out, "\xef\xbb\xbf");
	if (ask->encoding == APP_GB18030)
		status = text_to_gb18030(buf_text(&text), text.len, out, err);
	else
		buf_add(out, buf_text(&text), text.len);
out:
	report_day_close(&day);
	table_release(&table);
	buf_release(&text);
	return status;
}
