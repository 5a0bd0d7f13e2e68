#include "app/xlsform/survey_out.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/xlsform/formula.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/number/number.h"
#include "form/pack.h"
#include "table/write/writer.h"

/* Writing a survey. Yes and no is a select_one of 1 and 0 there. */

#define ZH "::中文 (zh)"
#define EN "::English (en)"

enum survey_column {
	COLUMN_TYPE,
	COLUMN_NAME,
	COLUMN_LABEL_ZH,
	COLUMN_LABEL_EN,
	COLUMN_HINT_ZH,
	COLUMN_HINT_EN,
	COLUMN_REQUIRED,
	COLUMN_RELEVANT,
	COLUMN_CONSTRAINT,
	COLUMN_MESSAGE_ZH,
	COLUMN_MESSAGE_EN,
	COLUMN_CALCULATION,
	COLUMN_DEFAULT,
	COLUMN_FILTER,
};

static const char *const column_names[] = { "type",
					    "name",
					    "label" ZH,
					    "label" EN,
					    "hint" ZH,
					    "hint" EN,
					    "required",
					    "relevant",
					    "constraint",
					    "constraint_message" ZH,
					    "constraint_message" EN,
					    "calculation",
					    "default",
					    "choice_filter" };

struct writing_survey {
	const struct pack *pack;
	const struct form *form;
	struct table_writer *writer;
	struct buf *lost;
	size_t *lost_count;
	size_t row;
	const struct list **lists; /* those that questions choose from */
	size_t list_count;
	bool asks_yes;
};

static void lose(struct writing_survey *writing, const struct place *place, const char *key, const char *why);

static void
lose(struct writing_survey *writing, const struct place *place, const char *key, const char *why)
{
	buf_printf(writing->lost, _("%s, line %d, %s: %s\n"), place->file, place->line, key, why);
	++*writing->lost_count;
}

static void
put(struct writing_survey *writing, enum survey_column column, const char *text)
{
	if (text && *text)
		table_writer_cell(writing->writer, writing->row, column, text, false);
}

/* ---- expressions */

static const char *
repeat_of(const struct field *field)
{
	for (const struct field *up = field->parent; up; up = up->parent)
		if (up->type == FIELD_REPEAT)
			return up->name;
	return NULL;
}

static bool
find(void *ctx, const char *name, struct formula_field *out)
{
	const struct writing_survey *writing = ctx;
	const struct field *field = pack_field(writing->pack, name);

	if (!field)
		return false;
	*out = (struct formula_field){ .name = field->name,
				       .type = field->type,
				       .list = field->list_name,
				       .repeat = repeat_of(field),
				       .other = pack_form_of_field(writing->pack, name) != writing->form };
	return true;
}

/* The other questions that an expression reads. */
static void
add_others(const struct formula *formula, const char *self, struct buf *out)
{
	if (formula->kind == FORMULA_FIELD && strcmp(formula->text, self) != 0)
		buf_printf(out, "${%s} = '' or ", formula->text);
	for (size_t i = 0; i < formula->count; i++)
		add_others(formula->args[i], self, out);
}

/* An expression as XPath; NULL: there is none, or it has nothing like it, which is said. Caller frees. */
static char *
in_xpath(struct writing_survey *writing, const struct field *field, const struct expr *expr, bool constraint)
{
	struct formula_scope scope = { .find = find, .ctx = writing, .repeat = repeat_of(field), .self = constraint ? field->name : NULL };
	struct buf xpath = { 0 }, why = { 0 }, others = { 0 };
	struct formula *formula;
	char *out = NULL;

	if (!expr->sql)
		return NULL;
	formula = sql_read(expr->sql, strcmp(expr->place.key, "choices") == 0 ? field->list : NULL, &why);
	if (!formula || !xpath_write(formula, &scope, &xpath, &why))
		lose(writing, &expr->place, expr->place.key, buf_text(&why));
	else if (!constraint)
		out = mem_strdup(buf_text(&xpath));
	else /* in a pack what cannot be asked holds */
		add_others(formula, field->name, &others);
	if (constraint && formula && !why.len)
		out = others.len ? mem_printf("%s(%s)", buf_text(&others), buf_text(&xpath)) : mem_strdup(buf_text(&xpath));
	formula_free(formula);
	buf_release(&xpath);
	buf_release(&why);
	buf_release(&others);
	return out;
}

static void
put_expr(struct writing_survey *writing, enum survey_column column, const struct field *field, const struct expr *expr)
{
	char *xpath = in_xpath(writing, field, expr, false);

	put(writing, column, xpath);
	free(xpath);
}

static void
add_and(struct buf *all, const char *one)
{
	if (all->len)
		buf_text_add(all, " and ");
	buf_text_add(all, one);
}

/* The constraint, and the range and length that a survey says in it. */
static void
put_constraint(struct writing_survey *writing, const struct field *field)
{
	struct buf all = { 0 };
	char *own = in_xpath(writing, field, &field->constraint, true), *bound;

	if (field->has_range) {
		char least[NUMBER_TEXT_MAX], greatest[NUMBER_TEXT_MAX];

		number_write(field->least, least);
		number_write(field->greatest, greatest);
		bound = mem_printf(". >= %s and . <= %s", least, greatest);
		add_and(&all, bound);
		free(bound);
	}
	if (field->max_chars && field->type == FIELD_TEXT) {
		bound = mem_printf("string-length(.) <= %d", field->max_chars);
		add_and(&all, bound);
		free(bound);
	}
	if (own && all.len) {
		bound = mem_printf("(%s)", own);
		add_and(&all, bound);
		free(bound);
	} else if (own) {
		add_and(&all, own);
	}
	put(writing, COLUMN_CONSTRAINT, buf_text(&all));
	put(writing, COLUMN_MESSAGE_ZH, field->constraint_message.zh);
	put(writing, COLUMN_MESSAGE_EN, field->constraint_message.en);
	free(own);
	buf_release(&all);
}

/* ---- questions */

static void
note_list(struct writing_survey *writing, const struct list *list)
{
	for (size_t i = 0; i < writing->list_count; i++)
		if (writing->lists[i] == list)
			return;
	writing->lists = mem_resize(writing->lists, writing->list_count + 1, sizeof(*writing->lists));
	writing->lists[writing->list_count++] = list;
}

/* The name of the list of yes and no: none that the pack has. */
static const char *
yes_list(const struct writing_survey *writing)
{
	return pack_list(writing->pack, "yes_no") ? "yes_no_1_0" : "yes_no";
}

static char *
type_of(struct writing_survey *writing, const struct field *field)
{
	static const char *const names[FIELD_TYPE_COUNT] = {
		[FIELD_TEXT] = "text",	  [FIELD_INTEGER] = "integer", [FIELD_DECIMAL] = "decimal",   [FIELD_DATE] = "date",
		[FIELD_YEAR] = "integer", [FIELD_PHOTO] = "image",     [FIELD_GEOPOINT] = "geopoint", [FIELD_DIVISION] = "text",
		[FIELD_PERSON] = "text",  [FIELD_ID_NUMBER] = "text",  [FIELD_PHONE] = "text",	      [FIELD_NOTE] = "note",
		[FIELD_GROUP] = "group",  [FIELD_REPEAT] = "repeat",
	};

	if (field->type == FIELD_BOOLEAN) {
		writing->asks_yes = true;
		return mem_printf("select_one %s", yes_list(writing));
	}
	if (field->list) {
		note_list(writing, field->list);
		return mem_printf("%s %s", field->type == FIELD_SELECT_ONE ? "select_one" : "select_multiple", field->list_name);
	}
	return mem_strdup(names[field->type]);
}

/* What a field is beyond a question of a survey. */
static void
lose_keys(struct writing_survey *writing, const struct field *field)
{
	const struct {
		bool there;
		const char *key, *why;
	} keys[] = {
		{ field->is_private, "private", _("answers of a survey lie open") },
		{ field->carry || field->complete, "carry", _("a survey does not take answers over from other houses") },
		{ field->people.count > 0, "people", _("the names of people are typed there") },
		{ field->suffixes.count > 0, "suffixes", _("endings are typed there") },
		{ field->none.count > 0, "none", _("words for no answer are typed there") },
		{ field->type == FIELD_DIVISION || field->type == FIELD_PERSON || field->type == FIELD_ID_NUMBER ||
			  field->type == FIELD_PHONE,
		  "type", _("it is a text there: whether it is well formed is not asked") },
	};

	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (keys[i].there)
			lose(writing, &field->place, keys[i].key, keys[i].why);
}

/* What is calculated, as a survey does it; NULL: nothing, or nothing that it could, and then it is asked. Caller frees. */
static char *
calculation_of(struct writing_survey *writing, const struct field *field)
{
	char *xpath = in_xpath(writing, field, &field->calculation, false), *number;

	if (!xpath || field->type != FIELD_BOOLEAN)
		return xpath;
	number = mem_printf("if(%s, 1, 0)", xpath);
	free(xpath);
	return number;
}

static void
put_words(struct writing_survey *writing, const struct field *field)
{
	put(writing, COLUMN_NAME, field->name);
	put(writing, COLUMN_LABEL_ZH, field->label.zh);
	put(writing, COLUMN_LABEL_EN, field->label.en);
	put(writing, COLUMN_HINT_ZH, field->hint.zh);
	put(writing, COLUMN_HINT_EN, field->hint.en);
	put(writing, COLUMN_REQUIRED, field->required ? "yes" : "");
}

static void
write_question(struct writing_survey *writing, const struct field *field)
{
	bool holds = field->type == FIELD_GROUP || field->type == FIELD_REPEAT;
	char *calculation = calculation_of(writing, field), *type = calculation ? mem_strdup("calculate") : type_of(writing, field);
	char *begin = holds ? mem_printf("begin %s", type) : NULL, *end = holds ? mem_printf("end %s", type) : NULL;

	writing->row++;
	put(writing, COLUMN_TYPE, begin ? begin : type);
	put_words(writing, field);
	put_expr(writing, COLUMN_RELEVANT, field, &field->relevant);
	put_constraint(writing, field);
	put(writing, COLUMN_CALCULATION, calculation);
	put_expr(writing, COLUMN_DEFAULT, field, &field->initial);
	put_expr(writing, COLUMN_FILTER, field, &field->choices);
	lose_keys(writing, field);
	for (size_t i = 0; i < field->field_count; i++)
		write_question(writing, &field->fields[i]);
	if (holds) {
		writing->row++;
		put(writing, COLUMN_TYPE, end);
	}
	free(calculation);
	free(type);
	free(begin);
	free(end);
}

static void
write_survey(struct writing_survey *writing)
{
	table_writer_sheet(writing->writer, "survey", false);
	for (size_t i = 0; i < ARRAY_LEN(column_names); i++) {
		table_writer_cell(writing->writer, 0, i, column_names[i], true);
		table_writer_width(writing->writer, i, i == COLUMN_TYPE || i >= COLUMN_LABEL_ZH ? 24 : 16);
	}
	for (size_t i = 0; i < writing->form->field_count; i++)
		write_question(writing, &writing->form->fields[i]);
}

/* ---- choices and settings */

/* The place of a list's further column among those of all lists, behind the four that each has. */
static size_t
column_place(char ***names, size_t *count, const char *name)
{
	size_t i = 0;

	while (i < *count && strcmp((*names)[i], name) != 0)
		i++;
	if (i == *count) {
		*names = mem_resize(*names, *count + 1, sizeof(**names));
		(*names)[(*count)++] = mem_strdup(name);
	}
	return 4 + i;
}

static void
write_choice(struct writing_survey *writing, size_t row, const char *list, const char *name, const struct label *label)
{
	table_writer_cell(writing->writer, row, 0, list, false);
	table_writer_cell(writing->writer, row, 1, name, false);
	table_writer_cell(writing->writer, row, 2, label->zh, false);
	table_writer_cell(writing->writer, row, 3, label->en ? label->en : label->zh, false);
}

/* The list of yes and no behind those of the pack. */
static void
write_yes_no(struct writing_survey *writing, size_t row)
{
	char yes_zh[] = "是", yes_en[] = "Yes", no_zh[] = "否", no_en[] = "No";

	if (!writing->asks_yes)
		return;
	write_choice(writing, row + 1, yes_list(writing), "1", &(struct label){ yes_zh, yes_en });
	write_choice(writing, row + 2, yes_list(writing), "0", &(struct label){ no_zh, no_en });
}

static void
write_choices(struct writing_survey *writing)
{
	static const char *const heads[] = { "list_name", "name", "label" ZH, "label" EN };
	char **further = NULL;
	size_t further_count = 0, row = 0;

	table_writer_sheet(writing->writer, "choices", false);
	for (size_t i = 0; i < writing->list_count; i++) /* the columns first: rows are written in ascending order */
		for (size_t c = 0; c < writing->lists[i]->column_count; c++)
			column_place(&further, &further_count, writing->lists[i]->columns[c].name);
	for (size_t i = 0; i < ARRAY_LEN(heads); i++)
		table_writer_cell(writing->writer, 0, i, heads[i], true);
	for (size_t i = 0; i < further_count; i++)
		table_writer_cell(writing->writer, 0, ARRAY_LEN(heads) + i, further[i], true);
	for (size_t i = 0; i < writing->list_count; i++) {
		const struct list *list = writing->lists[i];

		for (size_t k = 0; k < list->choice_count; k++) {
			const struct choice *choice = &list->choices[k];

			write_choice(writing, ++row, list->name, choice->name, &choice->label);
			for (size_t c = 0; c < list->column_count && choice->values; c++)
				if (choice->values[c])
					table_writer_cell(writing->writer, row,
							  column_place(&further, &further_count, list->columns[c].name), choice->values[c],
							  false);
		}
	}
	write_yes_no(writing, row);
	for (size_t i = 0; i < further_count; i++)
		free(further[i]);
	free(further);
}

static void
write_settings(struct writing_survey *writing)
{
	static const char *const heads[] = { "form_title" ZH, "form_title" EN, "form_id", "version", "default_language" };
	char *version = mem_printf("%" PRId64, writing->pack->version);
	const char *const texts[] = { writing->form->label.zh, writing->form->label.en ? writing->form->label.en : "", writing->form->name,
				      version, "中文 (zh)" };

	table_writer_sheet(writing->writer, "settings", false);
	for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
		table_writer_cell(writing->writer, 0, i, heads[i], true);
		table_writer_width(writing->writer, i, 20);
	}
	for (size_t i = 0; i < ARRAY_LEN(heads); i++)
		table_writer_cell(writing->writer, 1, i, texts[i], false);
	free(version);
}

/* What a form is beyond its questions: who signs it, when it is called for, what checks it. */
static void
lose_form(struct writing_survey *writing)
{
	const struct form *form = writing->form;
	size_t rules = 0;

	for (size_t i = 0; i < writing->pack->rule_count; i++)
		rules += writing->pack->rules[i].form == form;
	lose(writing, &form->place, "by", _("a survey has no signatures"));
	if (form->relevant.sql)
		lose(writing, &form->relevant.place, "relevant",
		     _("a survey is filled or not: when it is called for belongs to who hands it out"));
	if (form->due.sql || form->deadline)
		lose(writing, &form->place, "due", _("a survey has no day by which it must stand"));
	if (form->blind.count)
		lose(writing, &form->place, "blind", _("a survey hides nothing from who fills it"));
	if (rules) {
		char *said = mem_printf(n_("%zu rule of this form stays in the pack", "%zu rules of this form stay in the pack", rules),
					rules);

		lose(writing, &form->place, "rules", said);
		free(said);
	}
}

enum status
survey_write(const char *dir, const char *form, const char *path, struct buf *lost, size_t *lost_count, struct err *err)
{
	struct writing_survey writing = { .lost = lost, .lost_count = lost_count };
	struct pack *pack = NULL;
	enum status status = pack_load(dir, &pack, NULL, err);

	*lost_count = 0;
	if (!status) {
		writing.pack = pack;
		writing.form = pack_form(pack, form);
		if (!writing.form)
			status = err_set(err, STATUS_NOT_FOUND, _("the pack in \"%s\" has no form \"%s\""), dir, form);
	}
	if (!status) {
		writing.writer = table_writer_new(path, ',', false);
		write_survey(&writing);
		write_choices(&writing);
		write_settings(&writing);
		lose_form(&writing);
		status = table_writer_close(writing.writer, err);
	}
	free(writing.lists);
	pack_free(pack);
	return status;
}
