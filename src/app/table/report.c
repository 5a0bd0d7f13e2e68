#include "app/table/report.h"

#include "app/house/office.h"
#include "app/session/division.h"
#include "app/session/known.h"
#include "app/session/workspace.h"
#include "app/table/draw.h"
#include "app/table/report_day.h"
#include "app/table/report_heads.h"
#include "app/table/report_make.h"
#include "app/table/report_private.h"
#include "app/table/report_sums.h"
#include "store/store.h"
#include "store/report/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "table/table.h"

/* A report of the pack as a table; it refuses to print when it must add up and does not. */

struct table_filling {
	const struct report *report;
	struct table *table;
};

static void
add_row(const struct report_row *row, void *ctx)
{
	struct table_filling *filling = ctx;
	char **cells = table_add_row(filling->table);

	for (int i = 0; i < row->count; i++) {
		size_t column = report_column(filling->report, row->names[i]);

		if (column == SIZE_MAX)
			continue;
		cells[column] = mem_strdup(row->texts[i]);
		if (row->numbers[i] && filling->report->columns[column].type == REPORT_UNTYPED)
			filling->table->columns[column].kind = TABLE_NUMBER;
	}
}

static const enum table_kind kinds[REPORT_TYPE_COUNT] = {
	[REPORT_UNTYPED] = TABLE_TEXT,	 [REPORT_TEXT] = TABLE_TEXT,	   [REPORT_CODE] = TABLE_CODE,
	[REPORT_INTEGER] = TABLE_NUMBER, [REPORT_DECIMAL] = TABLE_DECIMAL, [REPORT_DATE] = TABLE_DATE,
};

/* ---- compared with another day */

bool
report_tells_change(const struct report *report)
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
		size_t of = report->columns[c].change_of ? report_column(report, report->columns[c].change_of) : SIZE_MAX;

		for (size_t r = 0; r < table->row_count && of != SIZE_MAX; r++) {
			size_t before = row_like(then, table_cell_text(table, r, 0));
			int64_t change = report_number_at(table, r, of) - (before == SIZE_MAX ? 0 : report_number_at(then, before, of));

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
	return report_day_close(&day, status, err);
}

/* The choice of the report's list that a person names, by its code or in the words of a label; *out NULL: all. */
static enum status
report_office(const struct report *report, const char *office, const char *lang, const struct choice **out, struct err *err)
{
	struct buf known = { 0 };
	enum status status = STATUS_OK;

	*out = NULL;
	if (!office)
		return STATUS_OK;
	if (!report->offices)
		return err_set(err, STATUS_INVALID, _("the report \"%s\" is not made for one office: name none"), report->name);
	for (size_t i = 0; i < report->offices->choice_count && !*out; i++) {
		const struct choice *choice = &report->offices->choices[i];

		if (strcmp(choice->name, office) == 0 || strcmp(choice->label.zh, office) == 0 ||
		    (choice->label.en && strcasecmp(choice->label.en, office) == 0))
			*out = choice;
		buf_printf(&known, "%s%s", known.len ? _(", ") : "", label_text(&choice->label, lang));
	}
	if (!*out)
		status = err_set(err, STATUS_NOT_FOUND, _("there is no office \"%s\"; there are: %s"), office, buf_text(&known));
	buf_release(&known);
	return status;
}

/* The title and the columns; what stood on a day that is past says so in its title, too. */
static void
begin_table(const struct report *report, const struct report_day *day, const struct choice *office, const char *lang, struct table *table)
{
	/* Translators: a report's title, and the office that it is made for. */
	char *title = office ? mem_printf(_("%s: %s"), label_text(&report->title, lang), label_text(&office->label, lang))
			     : mem_strdup(label_text(&report->title, lang));

	/* Translators: a report's title and the day that it counts by. */
	table->title = report_asks_day(store_pack(day->store), report) || day->receipt ? mem_printf(_("%s, as of %s"), title, day->date)
										       : mem_strdup(title);
	free(title);
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
	const struct choice *office = NULL;
	struct report_ask query = { .area = ask->area, .date = day->date, .blind = day->blind, .blind_count = day->blind_count };
	struct opened_house house = { 0 };
	struct report_private opened = { 0 };
	enum status status = STATUS_OK;

	if (ask->date && !day->receipt && !report_asks_day(store_pack(day->store), report))
		return err_set(err, STATUS_INVALID, _("the report \"%s\" counts what stands now and asks for no day: name none"),
			       report->name);
	if (ask->since && !report_tells_change(report))
		return err_set(err, STATUS_INVALID, _("the report \"%s\" tells no change: name no day to compare with"), report->name);
	if (ask->since && strcmp(ask->since, day->date) >= 0)
		return err_set(err, STATUS_INVALID, _("a report is compared with a day before its own: %s is not before %s"), ask->since,
			       day->date);
	if (report_is_private(report) && day->receipt)
		return err_set(err, STATUS_INVALID, _("nothing private is kept of a day that is past: name no day"));
	status = report_office(report, ask->office, ask->lang, &office, err);
	if (status)
		return status;
	office = office ? office
			: house_office_of_person(app, report->offices); /* who works for one office alone is given what is its own */
	query.office = office ? office->name : NULL;
	begin_table(report, day, office, ask->lang, table);
	if (report_is_private(report)) {
		status = report_private_open(app, report->name, &house, &opened, err);
		query.opened = &opened;
		if (status) {
			report_private_close(&house);
			return status;
		}
		table->notice = report_private_notice(app, day->date);
	}
	status = report_run(day->store, &report->sql, &query, add_row, &filling, err);
	if (!status && ask->since)
		status = compare(app, report, ask, table, err);
	else if (!status && report_tells_change(report))
		table_add_head(table, _("What changed is told when a day to compare with is given."));
	if (!status)
		status = report_check_rows(day->store, report, &query, table, err);
	if (!status && report->has_total && table->row_count > 1) /* of one row the sum is that row */
		report_add_total(report, table, ask);
	if (!status)
		status = report_check_partitions(report, table, err);
	for (size_t l = 0; l < report->line_count && !status; l++) {
		struct report_line_filling line = { table, label_text(&report->lines[l].label, ask->lang) };

		status = report_run(day->store, &report->lines[l].sql, &query, report_add_line, &line, err);
	}
	report_private_close(&house);
	return status;
}

enum status
app_report_each(const struct app *app, const char *lang, void (*visit)(const struct app_report_known *, void *), void *ctx, struct err *err)
{
	const struct pack *pack = app_pack(app);

	if (!pack)
		return err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	for (size_t i = 0; i < pack->report_count; i++) {
		const struct report *report = &pack->reports[i];

		visit(&(struct app_report_known){ report->name, label_text(&report->title, lang), report_is_private(report),
						  report->offices != NULL },
		      ctx);
	}
	return STATUS_OK;
}

bool
app_report_is_private(const struct app *app, const char *name)
{
	const struct report *report = app_pack(app) ? pack_report(app_pack(app), name) : NULL;

	return report && report_is_private(report);
}

enum status
report_make(struct app *app, const struct app_report *ask, struct table *table, struct err *err)
{
	struct report_day day = { 0 };
	const struct report *report;
	enum status status = STATUS_OK;

	app_draws_prove(app, DRAWS_UNPROVEN);
	status = report_day_open(app, ask->date, &day, err);
	if (status)
		return status;
	report = pack_report(store_pack(day.store), ask->name);
	status = report ? app_check_area(app, ask->area, err) : known_no_report(app, ask->name, err);
	if (!status)
		status = report_add_heads(app, &day, ask->area, table, err);
	if (!status)
		status = report_add_hidden(&day, report, ask, table, err);
	if (!status)
		status = fill_table(app, report, &day, ask, table, err);
	return report_day_close(&day, status, err);
}

enum status
app_report(struct app *app, const struct app_report *ask, struct buf *out, struct err *err)
{
	struct table table = { 0 };
	enum status status = STATUS_OK;

	if (ask->by)
		return report_book(app, ask, out, err);
	status = report_make(app, ask, &table, err);
	if (!status)
		status = report_write(&table, ask, out, err);
	table_release(&table);
	return status;
}
