#include "store/report/report_past.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "eval/sql_text.h"
#include "form/answer/past.h"
#include "form/parts/register_names.h"

struct having {
	const struct list *list;
	const char *code;
	const struct form *form;
	struct buf *out;
	size_t count;
};

/* Names of the pack are [a-z0-9_]. */
static bool
add_having(const struct field *field, void *ctx)
{
	struct having *having = ctx;
	const bool in_row = field->parent && field->parent->type == FIELD_REPEAT;

	if (field->list != having->list || field->is_private || !field_type_has_value(field->type))
		return true;
	buf_printf(having->out, "%s EXISTS (SELECT 1 FROM main.%s%s v WHERE ", having->count++ ? " OR" : "", VALUE_PREFIX,
		   in_row ? field->parent->name : having->form->name);
	buf_printf(having->out, field->type == FIELD_SELECT_MULTIPLE ? "selected(v.\"%s\", " : "v.\"%s\" = ", field->name);
	sql_text_add(having->out, having->code);
	buf_text_add(having->out, field->type == FIELD_SELECT_MULTIPLE ? "))" : ")");
	return true;
}

/* Writes where some house has the choice; false: no field of a house can have it. */
static bool
add_where(const struct pack *pack, const struct list *list, const char *code, struct buf *out)
{
	struct having having = { .list = list, .code = code, .out = out };

	buf_text_add(out, " WHERE");
	for (size_t i = 0; i < pack->form_count; i++) {
		having.form = &pack->forms[i];
		if (!pack->forms[i].of_division)
			form_each_field(&pack->forms[i], add_having, &having);
	}
	return having.count > 0;
}

static void
add_words(const struct choice *choice, const char *lang, struct buf *out)
{
	char *words = past_words(choice, lang);

	sql_text_add(out, words);
	free(words);
}

static void
add_row(const struct pack *pack, const struct list *list, const struct choice *choice, struct buf *out)
{
	struct buf row = { 0 };

	buf_text_add(&row, " UNION ALL SELECT ");
	sql_text_add(&row, choice->name);
	buf_text_add(&row, ", ");
	add_words(choice, "zh", &row);
	buf_text_add(&row, ", ");
	add_words(choice, "en", &row);
	for (size_t c = 0; c < list->column_count; c++) {
		buf_text_add(&row, ", ");
		if (choice->values[c])
			sql_text_add(&row, choice->values[c]);
		else
			buf_text_add(&row, "NULL");
	}
	if (add_where(pack, list, choice->name, &row))
		buf_text_add(out, buf_text(&row));
	buf_release(&row);
}

void
report_past_add(const struct pack *pack, const char *query, struct buf *out)
{
	for (size_t i = 0; i < pack->list_count; i++) {
		const struct list *list = &pack->lists[i];
		char *name = mem_printf("%s%s", LIST_PREFIX, list->name);
		struct buf rows = { 0 };

		for (size_t c = 0; strstr(query, name) && c < list->past_count; c++)
			add_row(pack, list, &list->past[c], &rows);
		if (rows.len)
			buf_printf(out, "%s %s AS NOT MATERIALIZED (SELECT * FROM main.%s%s)", out->len ? "," : "WITH", name, name,
				   buf_text(&rows));
		buf_release(&rows);
		free(name);
	}
}
