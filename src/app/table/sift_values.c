#include "app/table/sift_sql.h"

#include <stdlib.h>
#include <string.h>

#include "app/table/report_day.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/report/report.h"
#include "store/store.h"

/* What stands in a column, and in how many houses. */

struct told_value {
	char *value, *words;
	int64_t houses;
};

struct value_telling {
	struct told_value *items; /* as the register counts them */
	size_t count, cap;
};

static void
keep_value(const struct report_row *row, void *ctx)
{
	struct value_telling *telling = ctx;

	MEM_GROW(telling->items, telling->count, telling->cap);
	telling->items[telling->count++] = (struct told_value){ mem_strdup(row->texts[0] ? row->texts[0] : ""),
								mem_strdup(row->texts[1] ? row->texts[1] : ""),
								row->texts[2] ? strtoll(row->texts[2], NULL, 10) : 0 };
}

static void
telling_release(struct value_telling *telling)
{
	for (size_t i = 0; i < telling->count; i++) {
		free(telling->items[i].value);
		free(telling->items[i].words);
	}
	free(telling->items);
}

/* ---- the query */

static bool
is_of_several(const struct sift_source *source)
{
	return source->field && source->field->type == FIELD_SELECT_MULTIPLE;
}

/* Asks for each choice of a field that takes several how many houses have it among theirs: the list beside the houses. */
static enum status
ask_of_several(const struct pack *pack, const struct sift *sift, const struct sift_source *source, const char *lang, struct buf *sql,
	       struct err *err)
{
	struct buf from = { 0 };
	enum status status = sift_add_from(pack, sift, &from, err);

	if (!status)
		buf_printf(
			sql,
			"SELECT l.name, %s, count(*) FROM list_%s l CROSS JOIN%s AND selected(b.\"%s\", l.name) GROUP BY 1 ORDER BY 3 DESC, 1",
			strcmp(lang, "zh") == 0 ? "l.label_zh" : "coalesce(l.label_en, l.label_zh)", source->field->list_name,
			buf_text(&from) + strlen(" FROM"), source->name);
	buf_release(&from);
	return status;
}

static bool
is_ordered(const struct sift_source *source)
{
	enum table_kind kind = sift_kind(source);

	return table_is_number(kind) || kind == TABLE_DATE || (source->field && source->field->type == FIELD_YEAR);
}

static enum status
ask_of_one(const struct pack *pack, const struct sift *sift, const struct sift_source *source, const char *lang, struct buf *sql,
	   struct err *err)
{
	enum status status;

	buf_text_add(sql, "SELECT ");
	sift_add_value(pack, source, sql);
	buf_text_add(sql, ", ");
	sift_add_words(pack, source, lang, sql);
	buf_text_add(sql, ", count(*)");
	status = sift_add_from(pack, sift, sql, err);
	buf_printf(sql, " GROUP BY 1 ORDER BY %s LIMIT 1000", is_ordered(source) ? "1" : "3 DESC, 1");
	return status;
}

/* ---- told */

static int64_t
houses_of(const struct value_telling *telling, const char *value)
{
	for (size_t i = 0; i < telling->count; i++)
		if (strcmp(telling->items[i].value, value) == 0)
			return telling->items[i].houses;
	return 0;
}

/* Tells every choice that the column can have, also that of no house; false: it has none. */
static bool
tell_choices(const struct sift_source *source, const char *lang, const struct value_telling *telling,
	     void (*visit)(const char *value, const char *words, int64_t houses, void *), void *ctx)
{
	bool boolean = source->own < 0 &&
		       (source->fact ? source->fact->type == FACT_BOOLEAN : source->field && source->field->type == FIELD_BOOLEAN);

	if (!source->list && !boolean)
		return false;
	for (size_t i = 0; source->list && i < source->list->choice_count; i++) {
		const struct choice *choice = &source->list->choices[i];

		visit(choice->name, label_text(&choice->label, lang), houses_of(telling, choice->name), ctx);
	}
	if (boolean) {
		visit("1", _("yes"), houses_of(telling, "1"), ctx);
		visit("0", _("no"), houses_of(telling, "0"), ctx);
	}
	for (size_t i = 0; i < telling->count; i++) { /* nothing, and what an older form knew */
		const struct told_value *told = &telling->items[i];
		bool known = boolean ? strcmp(told->value, "1") == 0 || strcmp(told->value, "0") == 0
				     : source->list && list_choice(source->list, told->value);

		if (!known)
			visit(told->value, *told->words ? told->words : told->value, told->houses, ctx);
	}
	return true;
}

enum status
sift_each_value(struct app *app, const struct sift *sift, const char *column, const struct app_report *ask,
		void (*visit)(const char *value, const char *words, int64_t houses, void *), void *ctx, struct err *err)
{
	static const struct expr told = { NULL, { "louce list", 1, "sql" } };
	const struct sift plain = {
		.filters = sift->filters, .filter_count = sift->filter_count, .seen = sift->seen, .seen_count = sift->seen_count
	};
	struct value_telling telling = { 0 };
	struct report_day day = { 0 };
	struct sift_source source;
	struct buf sql = { 0 };
	enum status status = report_day_open(app, NULL, &day, err);

	if (status)
		return status;
	sift_add_with(&plain, &sql);
	if (!sift_find(store_pack(day.store), column, &source))
		status = err_set(err, STATUS_NOT_FOUND, _("there is no column \"%s\"; the list of columns names them"), column);
	else if (source.field && source.field->is_private)
		status = err_set(err, STATUS_DENIED, _("\"%s\" is private: it is shown to who may read it, and not searched by"), column);
	else if (is_of_several(&source))
		status = ask_of_several(store_pack(day.store), &plain, &source, ask->lang, &sql, err);
	else
		status = ask_of_one(store_pack(day.store), &plain, &source, ask->lang, &sql, err);
	if (!status) {
		struct expr expr = told;

		expr.sql = sql.data;
		status = report_run(day.store, &expr,
				    &(struct report_ask){
					    .area = ask->area, .date = day.date, .blind = day.blind, .blind_count = day.blind_count },
				    keep_value, &telling, err);
	}
	buf_release(&sql);
	status = report_day_close(&day, status, err);
	if (!status && !tell_choices(&source, ask->lang, &telling, visit, ctx))
		for (size_t i = 0; i < telling.count; i++)
			visit(telling.items[i].value, telling.items[i].words, telling.items[i].houses, ctx);
	telling_release(&telling);
	return status;
}
