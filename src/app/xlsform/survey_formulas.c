#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/xlsform/formula.h"
#include "app/xlsform/survey_reading_state.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "eval/sql_text.h"

/* The expressions of a survey's rows in SQL, and what of a row a pack has nothing for. */

/* ---- what names mean */

static const char *
repeat_of(const struct survey *survey, const struct survey_item *item)
{
	for (size_t up = item->parent; up != SURVEY_NONE; up = survey->items[up].parent)
		if (survey->items[up].type == FIELD_REPEAT)
			return survey->items[up].name;
	return NULL;
}

static bool
find(void *ctx, const char *theirs, struct formula_field *out)
{
	const struct survey *survey = ctx;
	const struct survey_item *item = survey_find(survey, theirs);

	if (!item)
		return false;
	*out = (struct formula_field){ .name = item->name, .type = item->type, .list = item->list, .repeat = repeat_of(survey, item) };
	return true;
}

static const char *
choice(void *ctx, const char *list, const char *theirs)
{
	const struct survey *survey = ctx;

	for (size_t i = 0; i < survey->list_count; i++) {
		const struct survey_list *at = &survey->lists[i];

		for (size_t k = 0; k < at->choice_count && strcmp(at->name, list) == 0; k++)
			if (strcmp(at->choices[k].theirs, theirs) == 0)
				return at->choices[k].name;
	}
	return theirs;
}

static struct formula_scope
scope_of(struct survey_reading *reading, const struct survey_item *item)
{
	return (struct formula_scope){ .find = find, .choice = choice, .ctx = reading->survey, .repeat = repeat_of(reading->survey, item) };
}

/* ---- one expression */

static const char *
cell(const struct survey_reading *reading, const struct survey_item *item, const char *column)
{
	return sheet_cell(&reading->sheet, reading->raws[item - reading->survey->items].at, column);
}

/* The expression of a column in SQL; NULL: there is none, or it does not come over, which is noted. Caller frees. */
static char *
in_sql(struct survey_reading *reading, const struct survey_item *item, const char *column, const char *text, struct formula_scope scope,
       bool truth)
{
	struct buf sql = { 0 }, why = { 0 };
	struct formula *formula;
	bool done;

	if (!*text)
		return NULL;
	formula = xpath_read(text, item->theirs, scope.list != NULL, &why);
	done = formula && sql_write(formula, &scope, truth, &sql, &why);
	formula_free(formula);
	if (!done)
		survey_lose(reading->survey, "survey", item->row, column, "%s", buf_text(&why));
	buf_release(&why);
	if (!done)
		buf_release(&sql);
	return done ? buf_detach(&sql) : NULL;
}

/* ---- columns of a row */

/* The group's condition, where the group did not come over, and the row's own. */
static void
read_relevant(struct survey_reading *reading, struct survey_item *item)
{
	struct formula_scope scope = scope_of(reading, item);
	const char *own = cell(reading, item, "relevant"), *group = reading->raws[item - reading->survey->items].condition;
	char *both = group && *own ? mem_printf("(%s) and (%s)", group, own) : mem_strdup(group ? group : own);

	scope.lasting = true;
	item->relevant = in_sql(reading, item, "relevant", both, scope, true);
	free(both);
}

/* What a question must be: the survey refuses also where an answer that it is compared with is missing. */
static void
read_constraint(struct survey_reading *reading, struct survey_item *item)
{
	char *sql = in_sql(reading, item, "constraint", cell(reading, item, "constraint"), scope_of(reading, item), true);

	if (sql)
		item->constraint = mem_printf("%s IS TRUE", sql);
	free(sql);
	if (!item->constraint && item->type == FIELD_BOOLEAN && !item->calculation)
		item->constraint = mem_printf("%s = 1", item->name); /* an acknowledgement is given or not */
	if (!item->constraint && item->message.zh) {
		survey_lose(reading->survey, "survey", item->row, "constraint_message", "%s",
			    _("nothing is left that it would be said of"));
		free(item->message.zh);
		free(item->message.en);
		item->message = (struct label){ 0 };
	}
}

static bool
is_number(const char *text)
{
	char *end;

	strtod(text, &end);
	return *text && !*end && !isspace((unsigned char)*text);
}

/* A default is an answer as it would be typed, or an expression: then a call, another question or a text in quotation marks is in it. */
static void
read_default(struct survey_reading *reading, struct survey_item *item)
{
	const char *text = cell(reading, item, "default");
	bool expression = strchr(text, '(') || strstr(text, "${") || *text == '\'';
	struct formula_scope scope = scope_of(reading, item);

	if (!*text)
		return;
	if (scope.repeat || item->type == FIELD_PHOTO || item->type == FIELD_NOTE || item->calculation) {
		survey_lose(reading->survey, "survey", item->row, "default", "%s",
			    scope.repeat ? _("questions in a repeat have no default")
					 : _("a photo, a note and what is calculated have no default"));
	} else if (expression) {
		item->initial = in_sql(reading, item, "default", text, scope, false);
	} else if (item->type == FIELD_INTEGER || item->type == FIELD_DECIMAL) {
		if (is_number(text))
			item->initial = mem_strdup(text);
		else
			survey_lose(reading->survey, "survey", item->row, "default", _("\"%s\" is no number"), text);
	} else {
		struct buf sql = { 0 };

		sql_text_add(&sql, item->list ? choice(reading->survey, item->list, text) : text);
		item->initial = buf_detach(&sql);
	}
}

static void
read_choice_filter(struct survey_reading *reading, struct survey_item *item)
{
	struct formula_scope scope = scope_of(reading, item);

	scope.list = item->list;
	if (item->list)
		item->choices = in_sql(reading, item, "choice_filter", cell(reading, item, "choice_filter"), scope, true);
}

/* "start=1 end=10 step=1" */
static void
read_range(struct survey_item *item, const char *parameters)
{
	const char *start = strstr(parameters, "start="), *end = strstr(parameters, "end="), *step = strstr(parameters, "step=");

	if (!start || !end)
		return;
	item->has_range = true;
	item->least = strtod(start + 6, NULL);
	item->greatest = strtod(end + 4, NULL);
	if (strchr(start + 6, '.') || (step && memchr(step, '.', strcspn(step, " "))))
		item->type = FIELD_DECIMAL;
}

static void
read_required(struct survey_reading *reading, struct survey_item *item)
{
	static const char *const yes[] = { "yes", "true", "true()", "1" }, *const no[] = { "", "no", "false", "false()", "0" };
	const char *text = cell(reading, item, "required");
	bool known = false;

	for (size_t i = 0; i < ARRAY_LEN(yes); i++)
		item->required |= strcasecmp(text, yes[i]) == 0;
	for (size_t i = 0; i < ARRAY_LEN(no); i++)
		known |= strcasecmp(text, no[i]) == 0;
	if (!known && !item->required)
		survey_lose(reading->survey, "survey", item->row, "required", "%s",
			    _("a question is required or not: what it depends on belongs into relevant, or into a rule"));
	if (item->type == FIELD_NOTE || item->type == FIELD_GROUP || item->type == FIELD_REPEAT || item->calculation)
		item->required = false;
}

/* Columns of a row that nothing was made of. */
static void
lose_columns(struct survey_reading *reading, const struct survey_item *item)
{
	static const char *const taken[] = { "type",	      "name",	  "relevant",	 "constraint", "default",
					     "choice_filter", "required", "calculation", "calculate" };
	static const struct {
		const char *column, *why;
	} known[] = {
		{ "appearance", N_("a page is laid out by the program") },
		{ "required_message", N_("the program says itself that an answer is missing") },
		{ "repeat_count", N_("as many rows as there are to write are added on the page") },
		{ "read_only", N_("what is only read is calculated") },
		{ "readonly", N_("what is only read is calculated") },
		{ "trigger", N_("what is calculated is calculated anew at every answer") },
		{ "guidance_hint", N_("a question has one hint") },
	};
	const struct sheet_rows *sheet = &reading->sheet;
	size_t row = reading->raws[item - reading->survey->items].at;

	for (size_t i = 0; i < sheet->column_count; i++) {
		const char *column = sheet->columns[i], *why = _("a pack has no such column");
		bool ours = !*column || !*sheet->rows[row][i] || strncmp(column, "label", 5) == 0 ||
			    strncmp(column, "constraint_message", 18) == 0 ||
			    (strncmp(column, "hint", 4) == 0 && (!column[4] || column[4] == ':')) ||
			    (strcmp(column, "parameters") == 0 && item->has_range);

		for (size_t k = 0; k < ARRAY_LEN(taken); k++)
			ours |= strcmp(taken[k], column) == 0;
		for (size_t k = 0; k < ARRAY_LEN(known); k++)
			if (strncmp(known[k].column, column, strlen(known[k].column)) == 0)
				why = _(known[k].why);
		if (!ours)
			survey_lose(reading->survey, "survey", item->row, column, "%s", why);
	}
	if (strstr(item->label.zh, "${") || (item->label.en && strstr(item->label.en, "${")))
		survey_lose(reading->survey, "survey", item->row, "label", "%s",
			    _("words show no answers: ${...} stands as it is written"));
}

/* ---- what is calculated */

static const char *
calculation_text(const struct survey_reading *reading, const struct survey_item *item)
{
	const char *text = cell(reading, item, "calculation");

	return *text ? text : cell(reading, item, "calculate");
}

static bool
is_calculated(const struct survey_reading *reading, const struct survey_item *item)
{
	return strcasecmp(cell(reading, item, "type"), "calculate") == 0;
}

/* A question that stays behind keeps its place, without a name by which anything finds it. */
static void
leave(struct survey *survey, struct survey_item *item)
{
	for (size_t up = item->parent; up != SURVEY_NONE; up = survey->items[up].parent)
		survey->items[up].values--;
	free(item->theirs);
	item->theirs = NULL;
}

/* What kind of value each calculation gives follows from what it reads, also of other calculations: asked until nothing changes. */
static void
settle_types(struct survey_reading *reading)
{
	struct survey *survey = reading->survey;
	bool changed = true;

	for (size_t round = 0; changed && round <= survey->count; round++) {
		changed = false;
		for (size_t i = 0; i < survey->count; i++) {
			struct survey_item *item = &survey->items[i];
			struct formula_scope scope = scope_of(reading, item);
			struct buf why = { 0 };
			struct formula *formula = item->theirs && is_calculated(reading, item)
							  ? xpath_read(calculation_text(reading, item), NULL, false, &why)
							  : NULL;
			enum field_type type = formula ? sql_type(formula, &scope) : item->type;

			type = type == FIELD_SELECT_ONE || type == FIELD_SELECT_MULTIPLE || type == FIELD_PHOTO ? FIELD_TEXT : type;
			changed |= formula && type != item->type;
			item->type = formula ? type : item->type;
			formula_free(formula);
			buf_release(&why);
		}
	}
}

static void
read_calculation(struct survey_reading *reading, struct survey_item *item)
{
	struct formula_scope scope = scope_of(reading, item);

	scope.lasting = true;
	free(item->calculation);
	item->calculation = in_sql(reading, item, "calculation", calculation_text(reading, item), scope, item->type == FIELD_BOOLEAN);
}

/* A calculation that does not come over takes along what is calculated from it: asked until nothing more goes. */
static void
read_calculations(struct survey_reading *reading)
{
	struct survey *survey = reading->survey;
	bool gone = true;

	settle_types(reading);
	while (gone) {
		gone = false;
		for (size_t i = 0; i < survey->count; i++) {
			struct survey_item *item = &survey->items[i];

			if (!item->theirs || !is_calculated(reading, item))
				continue;
			read_calculation(reading, item);
			if (item->calculation)
				continue;
			if (!*calculation_text(reading, item))
				survey_lose(survey, "survey", item->row, "calculation", "%s", _("there is nothing to calculate"));
			leave(survey, item);
			gone = true;
		}
	}
	for (size_t i = 0; i < survey->count; i++)
		if (survey->items[i].theirs && !is_calculated(reading, &survey->items[i]))
			read_calculation(reading, &survey->items[i]);
}

void
survey_read_formulas(struct survey_reading *reading)
{
	struct survey *survey = reading->survey;

	for (size_t i = 0; i < survey->count; i++)
		if (strcasecmp(cell(reading, &survey->items[i], "type"), "range") == 0)
			read_range(&survey->items[i], cell(reading, &survey->items[i], "parameters"));
	read_calculations(reading);
	for (size_t i = 0; i < survey->count; i++) {
		struct survey_item *item = &survey->items[i];

		if (!item->theirs)
			continue;
		read_relevant(reading, item);
		read_constraint(reading, item);
		read_default(reading, item);
		read_choice_filter(reading, item);
		read_required(reading, item);
		lose_columns(reading, item);
	}
}
