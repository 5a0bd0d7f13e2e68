#include "form/later/recounted.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "form/later/look.h"

struct recounting {
	struct look_packs look;
	void (*visit)(const struct recounted *recounted, void *ctx);
	void *ctx;
};

static void
tell(const struct recounting *recounting, struct recounted recounted)
{
	recounting->visit(&recounted, recounting->ctx);
}

/* ---- reports */

static const struct report_column *
find_column(const struct report *report, const char *name)
{
	for (size_t i = 0; i < report->column_count; i++)
		if (strcmp(report->columns[i].name, name) == 0)
			return &report->columns[i];
	return NULL;
}

static bool
is_made_otherwise(const struct report_column *was, const struct report_column *is)
{
	return was->type != is->type || was->total != is->total || was->is_private != is->is_private ||
	       look_texts_differ(was->change_of, is->change_of);
}

/* Do the columns that both have stand in another order? */
static bool
columns_moved(const struct report *was, const struct report *is)
{
	const struct report_column *last = NULL;
	bool moved = false;

	for (size_t i = 0; i < is->column_count && !moved; i++) {
		const struct report_column *then = find_column(was, is->columns[i].name);

		moved = then && last && then < last;
		last = then ? then : last;
	}
	return moved;
}

static void
look_at_columns(const struct recounting *recounting, const struct report *was, const struct report *is)
{
	const char *title = look_words(&recounting->look, &is->title);

	for (size_t i = 0; i < was->column_count; i++)
		if (!find_column(is, was->columns[i].name))
			tell(recounting, (struct recounted){ .what = RECOUNTED_COLUMN_GONE,
							     .of = title,
							     .before = look_words(&recounting->look, &was->columns[i].label) });
	for (size_t i = 0; i < is->column_count; i++) {
		const struct report_column *now = &is->columns[i], *then = find_column(was, now->name);
		struct recounted said = { .what = RECOUNTED_COLUMN_NEW, .of = title, .after = look_words(&recounting->look, &now->label) },
				 called;

		called = said;
		called.what = RECOUNTED_COLUMN;
		if (then && look_words_differ(&then->label, &now->label, recounting->look.lang, &called.before, &called.after))
			tell(recounting, called);
		said.what = then ? RECOUNTED_COLUMN_MADE : RECOUNTED_COLUMN_NEW;
		if (!then || is_made_otherwise(then, now))
			tell(recounting, said);
	}
	if (columns_moved(was, is))
		tell(recounting, (struct recounted){ .what = RECOUNTED_COLUMNS_MOVED, .of = title });
}

static bool
lines_differ(const struct report *was, const struct report *is)
{
	bool differ = was->line_count != is->line_count;

	for (size_t i = 0; i < is->line_count && !differ; i++)
		differ = look_labels_differ(&was->lines[i].label, &is->lines[i].label) ||
			 expr_differs(&was->lines[i].sql, &is->lines[i].sql);
	return differ || look_labels_differ(&was->total_label, &is->total_label) || was->has_total != is->has_total;
}

static bool
counts_differ(const struct report *was, const struct report *is)
{
	return expr_differs(&was->sql, &is->sql) || expr_differs(&was->rows.sql, &is->rows.sql) || was->rows.kind != is->rows.kind ||
	       look_texts_differ(was->rows.of, is->rows.of) || look_texts_differ(was->offices_name, is->offices_name);
}

static void
look_at_reports(const struct recounting *recounting)
{
	const struct pack *before = recounting->look.before, *now = recounting->look.now;

	for (size_t i = 0; i < before->report_count; i++)
		if (!pack_report(now, before->reports[i].name))
			tell(recounting, (struct recounted){ .what = RECOUNTED_REPORT_GONE,
							     .before = look_words(&recounting->look, &before->reports[i].title) });
	for (size_t i = 0; i < now->report_count; i++) {
		const struct report *is = &now->reports[i], *was = pack_report(before, is->name);
		const char *title = look_words(&recounting->look, &is->title);
		struct recounted called = { .what = RECOUNTED_TITLE };

		if (!was) {
			tell(recounting, (struct recounted){ .what = RECOUNTED_REPORT_NEW, .after = title });
			continue;
		}
		if (look_words_differ(&was->title, &is->title, recounting->look.lang, &called.before, &called.after))
			tell(recounting, called);
		look_at_columns(recounting, was, is);
		if (counts_differ(was, is))
			tell(recounting, (struct recounted){ .what = RECOUNTED_QUERY, .of = title });
		if (lines_differ(was, is))
			tell(recounting, (struct recounted){ .what = RECOUNTED_LINES, .of = title });
	}
	for (size_t i = 0; i < now->view_count; i++)
		for (size_t k = 0; k < before->view_count; k++)
			if (strcmp(now->views[i].name, before->views[k].name) == 0 &&
			    expr_differs(&before->views[k].sql, &now->views[i].sql))
				tell(recounting, (struct recounted){ .what = RECOUNTED_VIEW, .of = now->views[i].name });
}

/* ---- facts */

static void
look_at_facts(const struct recounting *recounting)
{
	const struct pack *before = recounting->look.before, *now = recounting->look.now;

	for (size_t i = 0; i < before->fact_count; i++)
		if (!look_fact(now, before->facts[i].name))
			tell(recounting, (struct recounted){ .what = RECOUNTED_FACT_GONE,
							     .before = look_words(&recounting->look, &before->facts[i].label) });
	for (size_t i = 0; i < now->fact_count; i++) {
		const struct fact *is = &now->facts[i], *was = look_fact(before, is->name);
		const char *label = look_words(&recounting->look, &is->label);
		struct recounted called = { .what = RECOUNTED_FACT_CALLED };

		if (!was)
			tell(recounting, (struct recounted){ .what = RECOUNTED_FACT_NEW, .after = label });
		if (was && look_words_differ(&was->label, &is->label, recounting->look.lang, &called.before, &called.after))
			tell(recounting, called);
		if (was && (expr_differs(&was->calculation, &is->calculation) || was->type != is->type || was->shown != is->shown ||
			    look_texts_differ(was->lapse_day_name, is->lapse_day_name) || look_texts_differ(was->lapse_to, is->lapse_to) ||
			    look_names_differ(&was->signed_forms, &is->signed_forms)))
			tell(recounting, (struct recounted){ .what = RECOUNTED_FACT, .of = label });
	}
}

/* ---- tables */

static size_t
column_at(const struct column *columns, size_t count, const char *name)
{
	size_t i = 0;

	while (i < count && strcmp(columns[i].name, name) != 0)
		i++;
	return i;
}

/* Tells the columns that only one of the two has. */
static void
look_at_column_names(const struct recounting *recounting, struct recounted said, const struct column *was, size_t was_count,
		     const struct column *is, size_t is_count)
{
	for (size_t i = 0; i < was_count; i++) {
		said.before = was[i].name;
		said.after = NULL;
		if (column_at(is, is_count, was[i].name) == is_count)
			tell(recounting, said);
	}
	for (size_t i = 0; i < is_count; i++) {
		said.before = NULL;
		said.after = is[i].name;
		if (column_at(was, was_count, is[i].name) == was_count)
			tell(recounting, said);
	}
}

/* The rows of a table as texts, in the columns that the other one has, too, and in its order. */
struct row_texts {
	char **items;
	bool *told;
	size_t count;
};

static void
read_rows(const struct pack_table *table, const struct pack_table *columns, const struct pack_table *other, struct row_texts *out)
{
	*out = (struct row_texts){ mem_array(table->row_count, sizeof(*out->items)), mem_array(table->row_count, sizeof(*out->told)),
				   table->row_count };
	for (size_t r = 0; r < table->row_count; r++) {
		struct buf text = { 0 };

		for (size_t c = 0; c < columns->column_count; c++) {
			size_t at = column_at(table->columns, table->column_count, columns->columns[c].name);

			if (at < table->column_count &&
			    column_at(other->columns, other->column_count, columns->columns[c].name) < other->column_count)
				buf_printf(&text, "%s%s", text.len ? "," : "", *table->rows[r][at] ? table->rows[r][at] : "-");
		}
		out->items[r] = buf_detach(&text);
	}
}

static void
free_rows(struct row_texts *rows)
{
	for (size_t i = 0; i < rows->count; i++)
		free(rows->items[i]);
	free(rows->items);
	free(rows->told);
}

/* Marks what both have, each row as often as both have it. Rows mostly stand where they stood: the search goes on behind the one found last. */
static void
mark_same(struct row_texts *was, struct row_texts *is)
{
	size_t next = 0;

	for (size_t i = 0; i < was->count; i++)
		for (size_t k = 0; k < is->count && !was->told[i]; k++) {
			size_t at = (next + k) % is->count;

			if (is->told[at] || strcmp(was->items[i], is->items[at]) != 0)
				continue;
			was->told[i] = is->told[at] = true;
			next = at + 1;
		}
}

/* The next row that the other table does not have; count: none. */
static size_t
next_untold(const struct row_texts *rows, size_t from)
{
	while (from < rows->count && rows->told[from])
		from++;
	return from;
}

/* Do the two rows begin alike, so that the one became the other? */
static bool
begin_alike(const char *a, const char *b)
{
	size_t len = strcspn(a, ",");

	return len == strcspn(b, ",") && strncmp(a, b, len) == 0;
}

static void
tell_row(const struct recounting *recounting, const char *table, const char *before, const char *after, size_t *count)
{
	if ((*count)++ < RECOUNTED_ROWS_MOST)
		tell(recounting, (struct recounted){ .what = RECOUNTED_ROW, .of = table, .before = before, .after = after });
}

static void
look_at_rows(const struct recounting *recounting, const struct pack_table *was, const struct pack_table *is)
{
	struct row_texts then, now;
	size_t count = 0, w, n;

	read_rows(was, is, was, &then);
	read_rows(is, is, was, &now);
	mark_same(&then, &now);
	w = next_untold(&then, 0);
	n = next_untold(&now, 0);
	while (w < then.count || n < now.count) {
		bool both = w < then.count && n < now.count && begin_alike(then.items[w], now.items[n]), gone = w < then.count;

		tell_row(recounting, is->name, gone ? then.items[w] : NULL, both || !gone ? now.items[n] : NULL, &count);
		n = both || !gone ? next_untold(&now, n + 1) : n;
		w = gone ? next_untold(&then, w + 1) : w;
	}
	if (count > RECOUNTED_ROWS_MOST)
		tell(recounting, (struct recounted){ .what = RECOUNTED_ROWS_MORE, .of = is->name, .more = count - RECOUNTED_ROWS_MOST });
	free_rows(&then);
	free_rows(&now);
}

static void
look_at_tables(const struct recounting *recounting)
{
	const struct pack *before = recounting->look.before, *now = recounting->look.now;

	for (size_t i = 0; i < before->table_count; i++)
		if (!pack_table(now, before->tables[i].name))
			tell(recounting, (struct recounted){ .what = RECOUNTED_TABLE_GONE, .of = before->tables[i].name });
	for (size_t i = 0; i < now->table_count; i++) {
		const struct pack_table *is = &now->tables[i], *was = pack_table(before, is->name);

		if (!was) {
			tell(recounting, (struct recounted){ .what = RECOUNTED_TABLE_NEW, .of = is->name });
			continue;
		}
		look_at_column_names(recounting, (struct recounted){ .what = RECOUNTED_TABLE_COLUMN, .of = is->name }, was->columns,
				     was->column_count, is->columns, is->column_count);
		look_at_rows(recounting, was, is);
	}
}

/* ---- lists */

static const char *
value_at(const struct list *list, const struct choice *choice, const char *column)
{
	size_t at = column_at(list->columns, list->column_count, column);

	return at < list->column_count ? choice->values[at] : NULL;
}

/* Has each choice of the list a value of its own in the column, as codes of another system are, and who had this one? NULL: not so. */
static const struct choice *
who_had(const struct list *was, const char *column, const char *value)
{
	const struct choice *had = NULL;

	for (size_t i = 0; i < was->choice_count; i++) {
		const char *one = value_at(was, &was->choices[i], column);

		if (one && value && strcmp(one, value) == 0)
			had = &was->choices[i];
		for (size_t k = 0; k < i && one; k++)
			if (!look_texts_differ(one, value_at(was, &was->choices[k], column)))
				return NULL;
	}
	return had;
}

static void
look_at_values(const struct recounting *recounting, const struct list *was, const struct list *is, const char *column)
{
	for (size_t i = 0; i < is->choice_count; i++) {
		const struct choice *now = &is->choices[i], *then = list_choice(was, now->name), *had;
		struct recounted said = {
			.what = RECOUNTED_VALUE, .of = is->name, .column = column, .choice = look_words(&recounting->look, &now->label)
		};

		said.before = then ? value_at(was, then, column) : NULL;
		said.after = value_at(is, now, column);
		had = look_texts_differ(said.before, said.after) ? who_had(was, column, said.after) : NULL;
		if (!look_texts_differ(said.before, said.after) || (!then && !had))
			continue;
		if (had) {
			said.what = RECOUNTED_CODE_MOVED;
			said.had = look_words(&recounting->look, &had->label);
		}
		tell(recounting, said);
	}
}

static void
look_at_lists(const struct recounting *recounting)
{
	for (size_t i = 0; i < recounting->look.now->list_count; i++) {
		const struct list *is = &recounting->look.now->lists[i], *was = pack_list(recounting->look.before, is->name);

		if (!was)
			continue;
		look_at_column_names(recounting, (struct recounted){ .what = RECOUNTED_LIST_COLUMN, .of = is->name }, was->columns,
				     was->column_count, is->columns, is->column_count);
		for (size_t c = 0; c < is->column_count; c++)
			if (list_has_column(was, is->columns[c].name))
				look_at_values(recounting, was, is, is->columns[c].name);
	}
}

/* ---- what signers see summed up */

static void
look_at_summaries(const struct recounting *recounting)
{
	for (size_t i = 0; i < recounting->look.now->chain_count; i++) {
		const struct chain *is = &recounting->look.now->chains[i], *was = pack_chain(recounting->look.before, is->name);

		if (was && look_texts_differ(was->summary_name, is->summary_name))
			tell(recounting,
			     (struct recounted){ .what = RECOUNTED_SUMMARY,
						 .of = look_words(&recounting->look, &is->label),
						 .before = was->summary ? look_words(&recounting->look, &was->summary->label) : NULL,
						 .after = is->summary ? look_words(&recounting->look, &is->summary->label) : NULL });
	}
}

void
recounted_each(const struct pack *before, const struct pack *now, const char *lang,
	       void (*visit)(const struct recounted *recounted, void *ctx), void *ctx)
{
	const struct recounting recounting = { { before, now, lang }, visit, ctx };

	look_at_reports(&recounting);
	look_at_facts(&recounting);
	look_at_tables(&recounting);
	look_at_lists(&recounting);
	look_at_summaries(&recounting);
}
