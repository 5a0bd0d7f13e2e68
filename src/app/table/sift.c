#include "app/table/sift_sql.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

/* ---- what is asked */

static void
drop_filters(struct sift *sift)
{
	for (size_t i = 0; i < sift->filter_count; i++) {
		free(sift->filters[i].column);
		free(sift->filters[i].value);
	}
	sift->filter_count = 0;
}

void
sift_release(struct sift *sift)
{
	drop_filters(sift);
	for (size_t i = 0; i < sift->column_count; i++)
		free(sift->columns[i]);
	for (size_t i = 0; i < SIFT_COUNTED_MOST; i++)
		free(sift->counted[i]);
	free(sift->filters);
	free(sift->columns);
	free(sift->order);
	*sift = (struct sift){ 0 };
}

static void
add_filter(struct sift *sift, const char *column, enum sift_op op, const char *value)
{
	MEM_GROW(sift->filters, sift->filter_count, sift->filter_cap);
	sift->filters[sift->filter_count++] = (struct sift_filter){ mem_strdup(column), op, mem_strdup(value) };
}

static bool
has_column(const struct sift *sift, const char *column)
{
	for (size_t i = 0; i < sift->column_count; i++)
		if (strcmp(sift->columns[i], column) == 0)
			return true;
	return false;
}

void
sift_add_column(struct sift *sift, const char *column)
{
	if (has_column(sift, column))
		return;
	MEM_GROW(sift->columns, sift->column_count, sift->column_cap);
	sift->columns[sift->column_count++] = mem_strdup(column);
}

static const struct {
	const char *sign;
	enum sift_op op;
} written[] = { { "!=", SIFT_IS_NOT }, { "<=", SIFT_AT_MOST }, { ">=", SIFT_AT_LEAST }, { "=", SIFT_IS },
		{ "<", SIFT_LESS },    { ">", SIFT_MORE },     { "~", SIFT_HAS } };

enum status
sift_read_filter(struct sift *sift, const char *text, struct err *err)
{
	size_t name = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");

	for (size_t i = 0; name && i < ARRAY_LEN(written); i++)
		if (strncmp(text + name, written[i].sign, strlen(written[i].sign)) == 0) {
			char *column = mem_printf("%.*s", (int)name, text);

			add_filter(sift, column, written[i].op, text + name + strlen(written[i].sign));
			free(column);
			return STATUS_OK;
		}
	return err_set(err, STATUS_INVALID, _("\"%s\" is no filter; write a column, = != < <= > >= or ~, and a value, as in NAME>=3"),
		       text);
}

char *
sift_filter_words(const struct app *app, const struct sift_filter *filter, const char *lang)
{
	struct sift_source source;
	const char *value = filter->value, *code, *sign = "";

	if (!app_pack(app) || !sift_find(app_pack(app), filter->column, &source))
		return mem_strdup(filter->column);
	code = filter->op == SIFT_HAS ? NULL : sift_code(&source, value);
	for (size_t i = 0; code && source.list && i < source.list->choice_count; i++)
		if (strcmp(source.list->choices[i].name, code) == 0)
			value = label_text(&source.list->choices[i].label, lang);
	if (code && sift_kind(&source) == TABLE_TEXT && source.own < 0 && !source.list &&
	    (source.fact ? source.fact->type == FACT_BOOLEAN : source.field->type == FIELD_BOOLEAN) && *value)
		value = strcmp(code, "1") == 0 ? _("yes") : _("no");
	for (size_t i = 0; i < ARRAY_LEN(written); i++)
		if (written[i].op == filter->op)
			sign = written[i].sign;
	return mem_printf("%s %s %s", sift_label(&source, lang), sign, *value ? value : _("(empty)"));
}

struct column_visiting {
	const struct pack *pack;
	const char *lang, *group;
	void (*visit)(const struct sift_column *, void *);
	void *ctx;
};

static bool
visit_field(const struct field *field, void *ctx)
{
	const struct column_visiting *visiting = ctx;
	struct sift_source source;

	if (sift_find(visiting->pack, field->name, &source) && source.field == field)
		visiting->visit(&(struct sift_column){ field->name, label_text(&field->label, visiting->lang), visiting->group,
						       field->is_private },
				visiting->ctx);
	return true;
}

void
sift_each_column(const struct app *app, const char *lang, void (*visit)(const struct sift_column *, void *), void *ctx)
{
	const struct pack *pack = app_pack(app);
	struct column_visiting visiting = { pack, lang, NULL, visit, ctx };

	for (size_t i = 0; pack && i < sift_own_count(); i++) {
		struct sift_source source;

		if (sift_find(pack, sift_own_name(i), &source))
			visit(&(struct sift_column){ source.name, sift_label(&source, lang), _("House"), false }, ctx);
	}
	for (size_t i = 0; pack && i < pack->fact_count; i++)
		visit(&(struct sift_column){ pack->facts[i].name, label_text(&pack->facts[i].label, lang), _("Follows from the forms"),
					     false },
		      ctx);
	for (size_t i = 0; pack && i < pack->form_count; i++) {
		visiting.group = label_text(&pack->forms[i].label, lang);
		form_each_field(&pack->forms[i], visit_field, &visiting);
	}
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
