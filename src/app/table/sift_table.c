#include "app/table/sift_sql.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/division.h"
#include "app/table/report_day.h"
#include "app/table/report_heads.h"
#include "app/table/report_make.h"
#include "app/table/report_private.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/report/report.h"
#include "store/store.h"

/* A sift as a table: the houses with their columns, or how many of each. */

/* The columns of the table, as the person chose them, or a few that tell a house. */
struct sift_columns {
	const char **names;
	size_t count, cap;
};

static void
add_column(struct sift_columns *columns, const char *name)
{
	for (size_t i = 0; i < columns->count; i++)
		if (strcmp(columns->names[i], name) == 0)
			return;
	MEM_GROW(columns->names, columns->count, columns->cap);
	columns->names[columns->count++] = name;
}

static void
choose_columns(const struct sift *sift, struct sift_columns *columns)
{
	if (sift->counted[0]) {
		for (size_t i = 0; i < SIFT_COUNTED_MOST && sift->counted[i]; i++)
			add_column(columns, sift->counted[i]);
		return;
	}
	for (size_t i = 0; i < sift->column_count; i++)
		add_column(columns, sift->columns[i]);
	if (columns->count)
		return;
	for (size_t i = 0; i < 3 && i < sift_own_count(); i++) /* number, township, village */
		add_column(columns, sift_own_name(i));
	for (size_t i = 0; i < sift->filter_count; i++)
		add_column(columns, sift->filters[i].column);
}

static enum status
add_columns(const struct pack *pack, const struct sift *sift, const struct sift_columns *columns, const char *lang, struct table *table,
	    struct buf *sql, struct err *err)
{
	table->column_count = columns->count + (sift->counted[0] != NULL);
	table->columns = mem_array(table->column_count, sizeof(*table->columns));
	sift_add_with(sift, sql);
	buf_text_add(sql, "SELECT ");
	for (size_t i = 0; i < columns->count; i++) {
		struct sift_source source;

		if (!sift_find_in(sift, pack, columns->names[i], &source))
			return err_set(err, STATUS_NOT_FOUND, _("there is no column \"%s\"; the list of columns names them"),
				       columns->names[i]);
		if (sift->counted[0] && source.field && source.field->is_private)
			return err_set(err, STATUS_DENIED, _("\"%s\" is private: it is shown to who may read it, and not searched by"),
				       columns->names[i]);
		table->columns[i] = (struct table_column){ .name = mem_strdup(source.name),
							   .label = mem_strdup(sift_label(&source, lang)),
							   .kind = sift_kind(&source) };
		buf_text_add(sql, i ? ", " : "");
		sift_add_words(pack, &source, lang, sql);
	}
	if (sift->counted[0]) {
		table->columns[columns->count] = (struct table_column){
			.name = mem_strdup("houses"), .label = mem_strdup(_("Houses")), .kind = TABLE_NUMBER, .bar = true
		};
		buf_text_add(sql, ", count(*)");
	}
	return STATUS_OK;
}

static enum status
add_order(const struct pack *pack, const struct sift *sift, const struct sift_columns *columns, struct buf *sql, struct err *err)
{
	struct sift_source source;

	if (sift->counted[0])
		for (size_t i = 0; i < columns->count; i++)
			buf_printf(sql, "%s%zu", i ? ", " : " GROUP BY ", i + 1);
	buf_text_add(sql, " ORDER BY ");
	if (sift->order && sift->counted[0])
		return err_set(err, STATUS_INVALID, _("counts are in the order of their numbers: name no other order"));
	if (sift->counted[0]) {
		buf_printf(sql, "%zu %s", columns->count + 1, sift->descending ? "" : "DESC");
		for (size_t i = 0; i < columns->count; i++)
			buf_printf(sql, ", %zu", i + 1);
		return STATUS_OK;
	}
	if (sift->order && !sift_find_in(sift, pack, sift->order, &source))
		return err_set(err, STATUS_NOT_FOUND, _("there is no column \"%s\"; the list of columns names them"), sift->order);
	if (sift->order && source.field && source.field->is_private)
		return err_set(err, STATUS_DENIED, _("\"%s\" is private: it is shown to who may read it, and not searched by"),
			       sift->order);
	if (sift->order) {
		sift_add_value(pack, &source, sql);
		buf_text_add(sql, sift->descending ? " DESC, " : ", ");
	}
	if (sift->seen) {
		buf_printf(sql, "seen.n%s", sift->descending && !sift->order ? " DESC" : "");
		return STATUS_OK;
	}
	buf_printf(sql, "b.division%s, ", sift->descending && !sift->order ? " DESC" : "");
	if (sift_find(pack, sift_own_name(0), &source)) { /* the number, which a person looks for */
		sift_add_value(pack, &source, sql);
		buf_text_add(sql, ", ");
	}
	buf_text_add(sql, "b.root");
	return STATUS_OK;
}

static void
take_row(const struct report_row *row, void *ctx)
{
	struct table *table = ctx;
	char **cells = table_add_row(table);

	for (int i = 0; i < row->count && (size_t)i < table->column_count; i++)
		cells[i] = row->texts[i] ? mem_strdup(row->texts[i]) : NULL;
}

/* Says above the table in what order the houses stand, where anything else than the roster's was asked for. */
static void
add_order_said(const struct pack *pack, const struct sift *sift, const char *lang, struct table *table)
{
	struct sift_source source;
	char *line = NULL;

	if (sift->counted[0])
		return;
	if (sift->order && sift_find(pack, sift->order, &source) && sift->descending)
		line = mem_printf(_("In the order of: %s, the last first."), sift_label(&source, lang));
	else if (sift->order && sift_find(pack, sift->order, &source))
		line = mem_printf(_("In the order of: %s."), sift_label(&source, lang));
	else if (sift->order_words)
		line = mem_strdup(sift->order_words);
	if (line)
		table_add_head(table, line);
	free(line);
}

/* Says below it how many houses there are, and how many of the list are not among them: a house that was joined to another is counted there. */
static void
add_counts_said(const struct sift *sift, struct table *table)
{
	int64_t houses = 0;
	char *line;

	for (size_t r = 0; r < table->row_count; r++)
		houses += sift->counted[0] ? strtoll(table_cell_text(table, r, table->column_count - 1), NULL, 10) : 1;
	line = mem_printf(n_("%" PRId64 " house.", "%" PRId64 " houses.", houses), houses);
	table_add_line(table, line);
	free(line);
	if (!sift->seen || (int64_t)sift->seen_count <= houses)
		return;
	houses = (int64_t)sift->seen_count - houses;
	line = mem_printf(n_("%" PRId64 " more that the list shows counts as another house.",
			     "%" PRId64 " more that the list shows count as other houses.", houses),
			  houses);
	table_add_line(table, line);
	free(line);
}

/* Says what was asked, above the table, and how many there are, below. */
static void
add_said(struct app *app, const struct sift *sift, const char *lang, struct table *table)
{
	struct buf said = { 0 };
	char *line;

	for (size_t i = 0; i < sift->filter_count; i++) {
		char *words = sift_filter_words(app, &sift->filters[i], lang);

		buf_printf(&said, "%s%s", said.len ? _("; ") : "", words);
		free(words);
	}
	if (said.len) {
		/* Translators: what the houses of a table have in common. */
		line = mem_printf(_("Only houses with: %s."), buf_text(&said));
		table_add_head(table, line);
		free(line);
	}
	if (sift->seen_words)
		table_add_head(table, sift->seen_words);
	add_order_said(app_pack(app), sift, lang, table);
	add_counts_said(sift, table);
	buf_release(&said);
}

static enum status
make_table(struct app *app, const struct sift *sift, const struct report_day *day, const struct app_report *ask, struct table *table,
	   struct err *err)
{
	const struct pack *pack = store_pack(day->store);
	struct sift_columns columns = { 0 };
	struct opened_house house = { 0 };
	struct report_private opened = { 0 };
	struct buf sql = { 0 };
	bool is_private = sift_is_private(app, sift) && !sift->counted[0];
	enum status status;

	choose_columns(sift, &columns);
	table->title = mem_strdup(sift->counted[0] ? _("Numbers of houses") : _("Houses"));
	table->lang = ask->lang;
	status = add_columns(pack, sift, &columns, ask->lang, table, &sql, err);
	if (!status)
		status = sift_add_from(pack, sift, &sql, err);
	if (!status)
		status = add_order(pack, sift, &columns, &sql, err);
	if (!status && is_private && day->receipt)
		status = err_set(err, STATUS_INVALID, _("nothing private is kept of a day that is past: name no day"));
	if (!status && is_private)
		status = report_private_open(app, _("list"), &house, &opened, err);
	if (!status && is_private)
		table->notice = report_private_notice(app, day->date);
	if (!status) {
		const struct expr expr = { sql.data, { "louce list", 1, "sql" } };

		status = report_run(day->store, &expr,
				    &(struct report_ask){ .area = ask->area,
							  .date = day->date,
							  .blind = day->blind,
							  .blind_count = day->blind_count,
							  .opened = is_private ? &opened : NULL },
				    take_row, table, err);
	}
	if (!status)
		add_said(app, sift, ask->lang, table);
	report_private_close(&house);
	buf_release(&sql);
	free(columns.names);
	return status;
}

enum status
app_sift(struct app *app, const struct sift *sift, const struct app_report *ask, struct buf *out, struct err *err)
{
	static const struct report plain = { 0 }; /* no office's own paper */
	struct report_day day = { 0 };
	struct table table = { 0 };
	enum status status = report_day_open(app, ask->date, &day, err);

	if (status)
		return status;
	status = app_check_area(app, ask->area, err);
	if (!status)
		status = report_add_heads(app, &day, ask->area, &table, err);
	if (!status && !day.receipt) { /* of a day that is past the heads say it */
		char *line = mem_printf(_("As it stands on %s."), day.date);

		table_add_head(&table, line);
		free(line);
	}
	if (!status)
		status = report_add_hidden(&day, &plain, ask, &table, err);
	if (!status)
		status = make_table(app, sift, &day, ask, &table, err);
	if (!status)
		status = report_write(&table, ask, out, err);
	table_release(&table);
	return report_day_close(&day, status, err);
}
