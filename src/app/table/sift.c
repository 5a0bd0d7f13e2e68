#include "app/table/sift_sql.h"

#include <stdlib.h>
#include <string.h>

#include "app/table/report_day.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/answer/past.h"
#include "store/report/report.h"
#include "store/store.h"

/* ---- what is asked */

void
sift_drop_filters(struct sift *sift)
{
	for (size_t i = 0; i < sift->filter_count; i++) {
		free(sift->filters[i].column);
		free(sift->filters[i].value);
	}
	sift->filter_count = 0;
}

void
sift_drop_seen(struct sift *sift)
{
	for (size_t i = 0; i < sift->seen_count; i++)
		free(sift->seen[i].waits);
	free(sift->seen);
	free(sift->seen_words);
	free(sift->order_words);
	sift->seen = NULL;
	sift->seen_count = 0;
	sift->seen_words = sift->order_words = NULL;
}

void
sift_release(struct sift *sift)
{
	sift_drop_filters(sift);
	sift_drop_seen(sift);
	for (size_t i = 0; i < sift->column_count; i++)
		free(sift->columns[i]);
	for (size_t i = 0; i < SIFT_COUNTED_MOST; i++)
		free(sift->counted[i]);
	free(sift->filters);
	free(sift->columns);
	free(sift->order);
	*sift = (struct sift){ 0 };
}

void
sift_add_filter(struct sift *sift, const char *column, enum sift_op op, const char *value)
{
	MEM_GROW(sift->filters, sift->filter_count, sift->filter_cap);
	sift->filters[sift->filter_count++] = (struct sift_filter){ mem_strdup(column), op, mem_strdup(value) };
}

bool
sift_has_column(const struct sift *sift, const char *column)
{
	for (size_t i = 0; i < sift->column_count; i++)
		if (strcmp(sift->columns[i], column) == 0)
			return true;
	return false;
}

void
sift_add_column(struct sift *sift, const char *column)
{
	if (sift_has_column(sift, column))
		return;
	MEM_GROW(sift->columns, sift->column_count, sift->column_cap);
	sift->columns[sift->column_count++] = mem_strdup(column);
}

void
sift_drop_column(struct sift *sift, const char *column)
{
	size_t kept = 0;

	for (size_t i = 0; i < sift->column_count; i++)
		if (strcmp(sift->columns[i], column) == 0)
			free(sift->columns[i]);
		else
			sift->columns[kept++] = sift->columns[i];
	sift->column_count = kept;
}

/* The first of an operation is how it is said. */
static const struct {
	const char *sign;
	enum sift_op op;
} written[] = { { "!=", SIFT_IS_NOT }, { "<=", SIFT_AT_MOST }, { ">=", SIFT_AT_LEAST }, { "=", SIFT_IS },
		{ "<", SIFT_LESS },    { ">", SIFT_MORE },     { "~", SIFT_HAS } },
  wide[] = { { "！＝", SIFT_IS_NOT }, { "≠", SIFT_IS_NOT }, { "＜＝", SIFT_AT_MOST }, { "≤", SIFT_AT_MOST }, { "＞＝", SIFT_AT_LEAST },
	     { "≥", SIFT_AT_LEAST },  { "＝", SIFT_IS },    { "＜", SIFT_LESS },      { "＞", SIFT_MORE },   { "～", SIFT_HAS } };

static bool
take_filter(struct sift *sift, const char *text, const char *at, const char *sign, enum sift_op op)
{
	size_t len = (size_t)(at - text);
	char *column, *value;

	while (len && text[len - 1] == ' ')
		len--;
	if (!len || strncmp(at, sign, strlen(sign)) != 0)
		return false;
	column = mem_printf("%.*s", (int)len, text);
	value = mem_strdup(at + strlen(sign) + strspn(at + strlen(sign), " "));
	for (size_t end = strlen(value); end && value[end - 1] == ' '; end--)
		value[end - 1] = '\0';
	sift_add_filter(sift, column, op, value);
	free(column);
	free(value);
	return true;
}

enum status
sift_read_filter(struct sift *sift, const char *text, struct err *err)
{
	const char *at = text + strcspn(text, "=!<>~");

	for (size_t i = 0; *at && i < ARRAY_LEN(written); i++)
		if (take_filter(sift, text, at, written[i].sign, written[i].op))
			return STATUS_OK;
	for (at = text; *at; at++) /* signs as a Chinese keyboard has them; a label may hold one, and is written with one of the others */
		for (size_t i = 0; i < ARRAY_LEN(wide); i++)
			if (take_filter(sift, text, at, wide[i].sign, wide[i].op))
				return STATUS_OK;
	return err_set(err, STATUS_INVALID, _("\"%s\" is no filter; write a column, = != < <= > >= or ~, and a value, as in NAME>=3"),
		       text);
}

char *
sift_filter_words(const struct app *app, const struct sift_filter *filter, const char *lang)
{
	struct sift_source source;
	const char *value = filter->value, *code, *sign = "";
	char *words, *said;

	if (!app_pack(app) || !sift_find(app_pack(app), filter->column, &source))
		return mem_strdup(filter->column);
	code = filter->op == SIFT_HAS ? NULL : sift_code(&source, value);
	words = code && source.list ? list_words(source.list, code, lang) : NULL;
	value = words ? words : value;
	if (code && sift_kind(&source) == TABLE_TEXT && source.own < 0 && !source.list &&
	    (source.fact ? source.fact->type == FACT_BOOLEAN : source.field->type == FIELD_BOOLEAN) && *value)
		value = strcmp(code, "1") == 0 ? _("yes") : _("no");
	for (size_t i = 0; i < ARRAY_LEN(written); i++)
		if (written[i].op == filter->op)
			sign = written[i].sign;
	said = mem_printf("%s %s %s", sift_label(&source, lang), sign, *value ? value : _("(empty)"));
	free(words);
	return said;
}

struct column_visiting {
	const struct pack *pack;
	const char *lang, *group;
	void (*visit)(const struct sift_column *, void *);
	void *ctx;
};

/* What the label is in the other language; NULL: the pack has none. */
static const char *
other_label(const struct label *label, const char *lang)
{
	return strcmp(lang, "zh") == 0 ? label->en : label->zh;
}

static bool
visit_field(const struct field *field, void *ctx)
{
	const struct column_visiting *visiting = ctx;
	struct sift_source source;

	if (sift_find(visiting->pack, field->name, &source) && source.field == field)
		visiting->visit(&(struct sift_column){ .name = field->name,
						       .label = label_text(&field->label, visiting->lang),
						       .group = visiting->group,
						       .other = other_label(&field->label, visiting->lang),
						       .list = source.list,
						       .is_private = field->is_private },
				visiting->ctx);
	return true;
}

void
sift_each_column(const struct app *app, const char *lang, bool seen, void (*visit)(const struct sift_column *, void *), void *ctx)
{
	const struct pack *pack = app_pack(app);
	struct column_visiting visiting = { pack, lang, NULL, visit, ctx };

	for (size_t i = 0; pack && i < sift_own_count(); i++) {
		struct sift_source source;

		if (sift_find(pack, sift_own_name(i), &source) && (seen || !sift_is_seen_column(&source)))
			visit(&(struct sift_column){ .name = source.name, .label = sift_label(&source, lang), .group = _("House") }, ctx);
	}
	for (size_t i = 0; pack && i < pack->fact_count; i++)
		visit(&(struct sift_column){ .name = pack->facts[i].name,
					     .label = label_text(&pack->facts[i].label, lang),
					     .group = _("Follows from the forms"),
					     .other = other_label(&pack->facts[i].label, lang),
					     .is_fact = true },
		      ctx);
	for (size_t i = 0; pack && i < pack->form_count; i++) {
		visiting.group = label_text(&pack->forms[i].label, lang);
		form_each_field(&pack->forms[i], visit_field, &visiting);
	}
}

void
sift_add_seen_columns(const struct app *app, struct sift *sift, bool named)
{
	const struct pack *pack = app_pack(app);
	struct sift_source source;

	sift_add_column(sift, sift_own_name(OWN_VILLAGE));
	for (int is_private = 0; is_private <= named; is_private++)
		for (size_t i = 0; i < pack->root->field_count; i++) {
			const struct field *field = &pack->root->fields[i];

			if (field->calls_house && field->is_private == is_private && sift_find(pack, field->name, &source))
				sift_add_column(sift, field->name);
		}
	if (pack->chain_count && pack->chains[0].summary && sift_find(pack, pack->chains[0].summary->name, &source))
		sift_add_column(sift, pack->chains[0].summary->name);
	sift_add_column(sift, sift_own_name(OWN_WAITS));
	sift_add_column(sift, sift_own_name(OWN_WAITS_DAY));
}

bool
sift_is_private(const struct app *app, const struct sift *sift)
{
	for (size_t i = 0; app_pack(app) && i < sift->column_count; i++) {
		const struct field *field = pack_field(app_pack(app), sift->columns[i]);

		if (field && field->is_private)
			return true;
	}
	return false;
}

/* ---- asked */

static const struct place nowhere = { "louce list", 1, "sql" };

static enum status
run(const struct report_day *day, const char *area, const struct report_private *opened, struct buf *sql,
    void (*row)(const struct report_row *, void *), void *ctx, struct err *err)
{
	const struct expr expr = { sql->data, nowhere };
	const struct report_ask ask = {
		.area = area, .date = day->date, .blind = day->blind, .blind_count = day->blind_count, .opened = opened
	};

	return report_run(day->store, &expr, &ask, row, ctx, err);
}

struct house_taking {
	int64_t *houses;
	size_t count, cap;
};

static void
take_house(const struct report_row *row, void *ctx)
{
	struct house_taking *taking = ctx;

	MEM_GROW(taking->houses, taking->count, taking->cap);
	taking->houses[taking->count++] = row->texts[0] ? strtoll(row->texts[0], NULL, 10) : 0;
}

enum status
sift_houses(struct app *app, const struct sift *sift, int64_t **houses, size_t *count, struct err *err)
{
	struct house_taking taking = { 0 };
	struct report_day day = { 0 };
	struct buf sql = { 0 };
	const struct sift plain = { .filters = sift->filters, .filter_count = sift->filter_count };
	enum status status = report_day_open(app, NULL, &day, err);

	if (status)
		return status;
	buf_text_add(&sql, "SELECT b.building AS building");
	status = sift_add_from(store_pack(day.store), &plain, &sql, err);
	buf_text_add(&sql, " ORDER BY 1");
	if (!status)
		status = run(&day, "", NULL, &sql, take_house, &taking, err);
	buf_release(&sql);
	status = report_day_close(&day, status, err);
	if (status)
		free(taking.houses);
	else {
		*houses = taking.houses;
		*count = taking.count;
	}
	return status;
}
