#include "store/divisions/compared.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/i18n.h"
#include "base/number/interval.h"
#include "base/text.h"
#include "eval/sql_text.h"
#include "form/parts/register_names.h"

/* Compared fields as a query: one row of the register becomes a row for each field, of whose columns each says which it is. */

#define TABLE_NAME "compared"

/* ---- the fields */

struct field_comparing {
	const struct pack *pack;
	const char *prefix; /* "": the fields themselves */
	bool labelled;	    /* as a person reads it, else the value */
	size_t count;
	struct buf *out;
};

static bool
is_compared(const struct field *field)
{
	return field->kind > 0;
}

/* The field as a person reads it. */
static void
add_label(const struct field *field, const char *column, struct buf *out)
{
	/* Translators: which of the labels of a choice is taken, as the language is. */
	const char *label = strcmp(_("en"), "en") == 0 ? "coalesce(l.label_en, l.label_zh)" : "l.label_zh";

	if (field->type == FIELD_SELECT_ONE) {
		buf_printf(out, "(SELECT %s FROM " LIST_PREFIX "%s l WHERE l.name = b.\"%s\")", label, field->list_name, column);
	} else if (field->type == FIELD_SELECT_MULTIPLE) {
		buf_printf(out, "(SELECT group_concat(%s, '%s') FROM " LIST_PREFIX "%s l WHERE selected(b.\"%s\", l.name))", label, _(", "),
			   field->list_name, column);
	} else if (field->type == FIELD_BOOLEAN) {
		buf_printf(out, "CASE b.\"%s\" WHEN 1 THEN ", column);
		sql_text_add(out, _("yes"));
		buf_text_add(out, " WHEN 0 THEN ");
		sql_text_add(out, _("no"));
		buf_text_add(out, " END");
	} else {
		buf_printf(out, "CAST(b.\"%s\" AS TEXT)", column);
	}
}

static bool
add_arm(const struct field *field, void *ctx)
{
	struct field_comparing *comparing = ctx;
	char column[128];

	if (!is_compared(field))
		return true;
	snprintf(column, sizeof(column), "%s%s", comparing->prefix, field->name);
	buf_printf(comparing->out, " WHEN %zu THEN ", comparing->count++);
	if (!pack_field(comparing->pack, column))
		buf_text_add(comparing->out, "NULL");
	else if (comparing->labelled)
		add_label(field, column, comparing->out);
	else
		buf_printf(comparing->out, "CAST(b.\"%s\" AS TEXT)", column);
	return true;
}

/* The forms whose own fields are compared: those that copy none. */
static void
each_original(struct field_comparing *comparing, bool (*visit)(const struct field *, void *))
{
	comparing->count = 0;
	for (size_t i = 0; i < comparing->pack->form_count; i++)
		if (!comparing->pack->forms[i].copy.prefix && !comparing->pack->forms[i].repeat)
			form_each_field(&comparing->pack->forms[i], visit, comparing);
}

static void
add_column(struct field_comparing *comparing, const char *prefix, bool labelled)
{
	comparing->prefix = prefix;
	comparing->labelled = labelled;
	buf_text_add(comparing->out, ", CASE c.n WHEN -1 THEN NULL");
	each_original(comparing, add_arm);
	buf_printf(comparing->out, " END AS %s%s", prefix, labelled ? "text" : "value");
}

static bool
add_row(const struct field *field, void *ctx)
{
	struct field_comparing *comparing = ctx;

	if (!is_compared(field))
		return true;
	buf_printf(comparing->out, "%s %zu AS n, '%s' AS field, %d AS kind, ", comparing->count ? " UNION ALL SELECT" : "SELECT",
		   comparing->count, field->name, field->kind);
	comparing->count++;
	sql_text_add(comparing->out, label_text(&field->label, _("en")));
	buf_text_add(comparing->out, " AS label");
	return true;
}

void
compared_add(const struct pack *pack, const char *query, struct buf *out)
{
	struct buf rows = { 0 };
	struct field_comparing comparing = { .pack = pack, .out = &rows };

	if (!strstr(query, TABLE_NAME))
		return;
	each_original(&comparing, add_row);
	if (!comparing.count)
		buf_text_add(&rows, "SELECT -1 AS n, '' AS field, 0 AS kind, '' AS label WHERE 0");
	comparing.out = out;
	/* Not kept as a table of its own: of most houses nothing is compared, and which these are the query says. */
	buf_printf(out,
		   "%s " TABLE_NAME
		   " AS NOT MATERIALIZED (SELECT b.building AS building, c.field AS field, c.kind AS kind, c.label AS label",
		   out->len ? "," : "WITH");
	add_column(&comparing, "", false);
	add_column(&comparing, "", true);
	for (size_t i = 0; i < pack->form_count; i++)
		if (pack->forms[i].copy.prefix && !pack->forms[i].repeat) {
			add_column(&comparing, pack->forms[i].copy.prefix, false);
			add_column(&comparing, pack->forms[i].copy.prefix, true);
		}
	buf_printf(out, " FROM b CROSS JOIN (%s) c)", buf_text(&rows));
	buf_release(&rows);
}

/* ---- rates */

static void
rate_end(sqlite3_context *context, sqlite3_value **args, double (*end)(int64_t hits, int64_t count))
{
	int64_t hits = sqlite3_value_int64(args[0]), count = sqlite3_value_int64(args[1]);

	if (sqlite3_value_type(args[0]) == SQLITE_NULL || sqlite3_value_type(args[1]) == SQLITE_NULL || hits < 0 || hits > count)
		sqlite3_result_null(context);
	else
		sqlite3_result_double(context, end(hits, count));
}

static void
rate_low(sqlite3_context *context, int count, sqlite3_value **args)
{
	(void)count;
	rate_end(context, args, interval_low);
}

static void
rate_high(sqlite3_context *context, int count, sqlite3_value **args)
{
	(void)count;
	rate_end(context, args, interval_high);
}

static void
names_in_order(sqlite3_context *context, int count, sqlite3_value **args)
{
	const char *names = (const char *)sqlite3_value_text(args[0]);

	(void)count;
	if (names)
		sqlite3_result_text(context, text_names_in_order(names), -1, free);
	else
		sqlite3_result_null(context);
}

bool
compared_function_allowed(const char *name)
{
	return strcmp(name, "rate_low") == 0 || strcmp(name, "rate_high") == 0 || strcmp(name, "names_in_order") == 0;
}

enum status
compared_functions(struct sqlite3 *db, struct err *err)
{
	const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;

	if (sqlite3_create_function_v2(db, "rate_low", 2, flags, NULL, rate_low, NULL, NULL, NULL) == SQLITE_OK &&
	    sqlite3_create_function_v2(db, "rate_high", 2, flags, NULL, rate_high, NULL, NULL, NULL) == SQLITE_OK &&
	    sqlite3_create_function_v2(db, "names_in_order", 1, flags, NULL, names_in_order, NULL, NULL, NULL) == SQLITE_OK)
		return STATUS_OK;
	return err_set(err, STATUS_IO, _("the evaluator does not start; memory may be short"));
}
