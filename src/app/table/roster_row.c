#include "app/table/roster_run.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/number/check.h"
#include "base/text.h"
#include "base/text/text_rule.h"
#include "form/answer/meant.h"
#include "trust/credential.h"

/* A row of a roster that is read: from its cells to values of the form, checked. */

/* The choices, with the codes that may stand there. */
static void
list_choices(const struct field *field, const char *codes, struct buf *out)
{
	for (size_t i = 0; i < field->list->choice_count; i++) {
		const struct choice *choice = &field->list->choices[i];
		const char *code = list_code(field->list, choice, codes);

		buf_printf(out, "%s%s%s%s", i ? _(", ") : "", code ? code : "", code ? " " : "", label_text(&choice->label, _("en")));
	}
}

/* What could stand there instead; NULL: nothing better than the sentence. */
static char *
with_suggestion(const struct pack *pack, const struct field *field, const char *codes, const char *text, const char *why)
{
	struct buf names = { 0 };
	char *sentence = NULL;

	if (field->type == FIELD_DIVISION)
		roster_suggest_village(pack, text, &names);
	else if (field->list)
		list_choices(field, codes, &names);
	if (field->type == FIELD_DIVISION)
		sentence =
			names.len
				? mem_printf(_("\"%s\": no village has this name; is it %s?"), text, buf_text(&names))
				: mem_printf(
					  _("\"%s\": no village has this name, or several have; write its name with that of its township, or its code"),
					  text);
	else if (names.len)
		sentence = mem_printf(_("%s; there are: %s"), why, buf_text(&names));
	buf_release(&names);
	return sentence;
}

/* What a cell holds, taken normalised; without the characters that may not stand, where that was agreed to. *flawed: they stand in it. */
static char *
plain_text_take(struct roster_reading *reading, char *text, bool *flawed)
{
	char *mended;
	struct text_flaw flaw;
	size_t left_out;

	*flawed = text_has_flaw(text, strlen(text), &flaw);
	if (!*flawed)
		return text;
	reading->flawed++;
	if (!reading->mend)
		return text;
	mended = text_mended(text, strlen(text), &left_out);
	free(text);
	text = text_normalise(mended);
	free(mended);
	*flawed = false;
	return text;
}

/* What a spreadsheet did to the value; NULL: nothing. Caller frees. */
static char *
broken_sentence(const struct field *field, const struct table_cell *cell)
{
	switch (cell->kind) {
	case TABLE_CELL_EMPTY:
	case TABLE_CELL_TEXT:
	case TABLE_CELL_NUMBER:
	case TABLE_CELL_ROUNDED:
		return NULL;
	case TABLE_CELL_DATE:
		return field->type == FIELD_DATE
			       ? NULL
			       : mem_printf(
					 _("\"%s\" is a date, which a spreadsheet makes of 3-1; format the column as text and type it again"),
					 cell->shown);
	case TABLE_CELL_LOST:
		return mem_printf(_("\"%s\": a spreadsheet turned a long number into this and lost its last digits; "
				    "format the column as text and type it again"),
				  cell->shown);
	case TABLE_CELL_WIDE:
		return mem_printf(_("\"%s\": the number was too wide for its column; widen the column and save the table again"),
				  cell->shown);
	case TABLE_CELL_ERROR:
		return mem_printf(_("\"%s\" is an error of the spreadsheet; type the value itself"), cell->shown);
	case TABLE_CELL_DAMAGED:
		return mem_printf(_("\"%s\": some bytes of it are no text, where the file was damaged; type the value again"), cell->shown);
	case TABLE_CELL_FORMULA:
		return mem_printf(_("\"%s\" is a formula whose result was not saved; open the table in a spreadsheet and save it again"),
				  cell->shown);
	}
	return NULL;
}

/* A cell whose text stands on several lines: two names, or one that was folded, which nobody but its writer can tell. NULL: on one. Caller frees. */
static char *
lines_sentence(const char *text)
{
	struct buf flat = { 0 };
	size_t lines = 1;
	char *sentence = NULL;

	for (const char *at = text; *at; at++) {
		bool breaks = *at == '\n' || (*at == '\r' && at[1] != '\n');

		lines += breaks;
		if (*at != '\n' && *at != '\r')
			buf_char(&flat, *at);
		else if (breaks && flat.len && flat.data[flat.len - 1] != ' ')
			buf_char(&flat, ' ');
	}
	if (lines > 1)
		sentence = mem_printf(_("\"%s\" stands on %zu lines of the cell: write it on one, or the second where it belongs"),
				      buf_text(&flat), lines);
	buf_release(&flat);
	return sentence;
}

static void
note_place(struct buf *out, size_t count, size_t row, size_t column, const char *text)
{
	char letters[8];

	if (count >= ROSTER_EXAMPLES)
		return;
	table_column_letters(column, letters);
	buf_printf(out, _("%srow %zu column %s \"%s\""), count ? _(", ") : "", row, letters, text);
}

/* Can the field that a record copies not hold the number? Right or wrong, it is what the other system has. */
static bool
is_beyond(const struct pack *pack, const struct field *field, const char *text)
{
	const struct field *from = pack_field(pack, field->name + strlen(pack->record->copy.prefix));
	double number;

	if (!from || !from->has_range || strncmp(field->name, pack->record->copy.prefix, strlen(pack->record->copy.prefix)) != 0)
		return false;
	number = strtod(text, NULL);
	return number < from->least || number > from->greatest;
}

/* An export puts an apostrophe before a text so that a spreadsheet leaves it alone; it is no part of the value. Taken without it. */
static char *
without_apostrophe_take(struct roster_run *run, size_t row, size_t column, char *text)
{
	static const char *const marks[] = { "'", "’", "‘", "＇" };
	char *rest = NULL;

	for (size_t i = 0; i < ARRAY_LEN(marks) && !rest; i++)
		if (strncmp(text, marks[i], strlen(marks[i])) == 0 && text[strlen(marks[i])])
			rest = text_normalise(text + strlen(marks[i]));
	if (!rest)
		return text;
	note_place(&run->apostrophes_at, run->apostrophes++, row, column, text);
	free(text);
	return rest;
}

/* A program that keeps whole numbers as others writes 33.0, which is 33 wherever no fraction is asked. Taken without it. */
static char *
without_fraction_take(struct roster_run *run, size_t row, size_t column, char *text)
{
	enum field_type type = run->reading->columns[column].field->type;
	size_t digits = strspn(text, "0123456789");

	if (type == FIELD_DECIMAL || type == FIELD_GEOPOINT || type == FIELD_DATE || !digits || strcmp(text + digits, ".0") != 0)
		return text;
	note_place(&run->fractions_at, run->fractions++, row, column, text);
	text[digits] = '\0';
	return text;
}

/* The township that the row names in a column of its own; NULL: in none. */
static const struct division *
township_of_row(const struct roster_run *run, const struct table_row *row)
{
	const struct roster_reading *reading = run->reading;
	const struct division *township = NULL;

	for (size_t c = 0; c < row->count && c < reading->column_count && !township; c++)
		if (reading->columns[c].within && row->cells[c].kind != TABLE_CELL_EMPTY) {
			char *text = text_normalise(row->cells[c].text);

			township = roster_township_named(reading->pack, text);
			free(text);
		}
	return township;
}

/* The code of the village that a cell means, of which a roster has many that say the same; NULL: none, or several. */
static const char *
village_code(struct roster_run *run, const struct table_row *row, size_t column, const char *text)
{
	const struct division *township = township_of_row(run, row);
	struct roster_named *last = &run->last;

	if (!last->text || strcmp(last->text, text) != 0 || last->township != township) {
		free(last->text);
		*last = (struct roster_named){ mem_strdup(text), township, NULL, false };
		last->village = roster_village_named(run->reading->pack, township, text, &last->otherwise);
		if (last->village && last->otherwise && run->villages < ROSTER_EXAMPLES) {
			char letters[8];

			table_column_letters(column, letters);
			buf_printf(&run->villages_at, _("%srow %zu column %s \"%s\" is %s %s"), run->villages_at.len ? _(", ") : "",
				   row->number, letters, text, last->village->code, last->village->name);
		}
	}
	run->villages += last->village && last->otherwise;
	return last->village ? last->village->code : NULL;
}

static void
read_cell(struct roster_run *run, const struct table_row *row, size_t column, struct value *values)
{
	struct roster_reading *reading = run->reading;
	const struct field *field = reading->columns[column].field;
	const struct table_cell *cell = &row->cells[column];
	char *broken = broken_sentence(field, cell), *text = text_normalise(cell->text), *without;
	struct value value = { 0 };
	struct err why = { 0 };
	const char *code, *codes = reading->columns[column].of_record ? reading->pack->record->copy.codes : NULL;
	bool flawed;

	if (!broken)
		broken = lines_sentence(text);
	if (broken) {
		roster_fault_add(reading, row->number, column, NULL, broken);
		free(broken);
		free(text);
		return;
	}
	text = plain_text_take(reading, text, &flawed);
	text = without_apostrophe_take(run, row->number, column, text);
	text = without_fraction_take(run, row->number, column, text);
	if (field_names_several(field, text)) {
		char *several = mem_printf(_("\"%s\" names several, or counts: write one name, without the ending that the form adds"),
					   text);

		roster_fault_add(reading, row->number, column, NULL, several);
		free(several);
		free(text);
		return;
	}
	if (field_says_none(field, text))
		note_place(&run->nones_at, run->nones++, row->number, column, text);
	without = field_without_suffix(field, text); /* once more where the value is made, which knows 上同路 from 上同 */
	if (without && !field_says_above(field, text))
		note_place(&run->suffixes_at, run->suffixes++, row->number, column, text);
	free(without);
	if (cell->kind == TABLE_CELL_ROUNDED)
		note_place(&run->rounded_at, run->rounded++, row->number, column, text);
	code = field->type == FIELD_DIVISION && *text ? village_code(run, row, column, text) : NULL;
	if (reading->columns[column].of_record ? field_value_from_record(reading->pack, field, codes, text, &value, &why)
					       : field_value_from_text(reading->pack, field, code ? code : text, &value, &why)) {
		char *better = flawed || field_says_above(field, text) ? NULL
								       : with_suggestion(reading->pack, field, codes, text, why.text);

		reading->faults_of_flaws += flawed;
		roster_fault_add(reading, row->number, column, field->list || field->type == FIELD_DIVISION ? text : NULL,
				 better ? better : why.text);
		free(better);
	} else if (value.type != VALUE_NONE || !reading->columns[column].of_record) {
		if (reading->columns[column].of_record && value.type != VALUE_NONE && is_beyond(reading->pack, field, text))
			note_place(&run->beyond_at, run->beyond++, row->number, column, text);
		value_set_take(values, field->name, value);
	}
	free(text);
}

/* Does the cell say that it is as above, in a column whose value goes from a house to the next? */
static bool
is_ditto(const struct table_row *row, size_t c, const struct field *field)
{
	char *text;
	bool is;

	if (!field || !field->carry || !field->required || c >= row->count || row->cells[c].kind != TABLE_CELL_TEXT)
		return false;
	text = text_normalise(row->cells[c].text);
	is = check_ditto(text);
	free(text);
	return is;
}

/* Is the cell's value that of the row above: it says so, or is empty where the village is empty too? `village`: the column of that, SIZE_MAX: none. */
static bool
is_from_above(const struct table_row *row, size_t c, const struct field *field, size_t village)
{
	bool no_village = village != SIZE_MAX && (village >= row->count || row->cells[village].kind == TABLE_CELL_EMPTY);

	if (!field || !field->carry || !field->required)
		return false;
	return is_ditto(row, c, field) || (no_village && (c >= row->count || row->cells[c].kind == TABLE_CELL_EMPTY));
}

bool
roster_is_from_above(const struct roster_run *run, const struct table_row *row, const struct field *field)
{
	size_t column = roster_column_of(run->reading, field->name);
	const struct value *above = run->before.type == VALUE_OBJECT ? value_get(&run->before, field->name) : NULL;

	return column != SIZE_MAX && above && above->type != VALUE_NONE &&
	       is_from_above(row, column, field, roster_column_of(run->reading, run->reading->pack->root_division->name));
}

/* The village of a merged cell stands in its first row only, where a table was saved as CSV, and lists are written with dittos. What is meant a person must
 * say. */
static void
take_from_above(struct roster_run *run, const struct table_row *row, struct value *values)
{
	struct roster_reading *reading = run->reading;
	size_t column = roster_column_of(reading, reading->pack->root_division->name);
	const struct value *above;
	bool told = false;

	if (run->before.type != VALUE_OBJECT)
		return;
	for (size_t c = 0; c < reading->column_count; c++) {
		const struct field *field = reading->columns[c].field;

		if (!is_from_above(row, c, field, column) || value_get(values, field->name))
			continue;
		above = value_get(&run->before, field->name);
		if (!above || above->type == VALUE_NONE)
			continue;
		value_set_take(values, field->name, value_copy(above));
		reading->columns[c].from_above = true;
		if (!told) {
			char *name = field_value_text(reading->pack, field, above, _("en"));

			note_place(&run->above_at, run->above++, row->number, c, name);
			free(name);
		}
		told = true;
	}
}

struct row_checking {
	struct roster_run *run;
	const struct value *values;
	size_t number;
};

static void
on_problem(const struct form_problem *problem, void *ctx)
{
	struct row_checking *checking = ctx;

	if (problem->kind == FORM_WARNING)
		roster_doubt_add(checking->run, checking->number, checking->values, problem);
	else
		roster_fault_of_form(checking->run->reading, checking->number, checking->values, problem);
}

static void
check_row(struct roster_run *run, size_t number, struct value *values)
{
	struct roster_reading *reading = run->reading;
	struct row_checking checking = { run, values, number };
	struct form_check check = { .form = reading->pack->root, .values = values, .problem = on_problem, .ctx = &checking };
	const char *division;

	house_check_form(reading->app, &check);
	division = value_get_text(values, reading->pack->root_division->name);
	if (division)
		act_in_role(reading->app, &reading->pack->root->by, division);
	if (division && !credential_covers(app_credential(reading->app), division))
		roster_fault(reading, number, reading->pack->root_division->name, _("the village lies outside the signer's area"));
}

/* A column may name the row's township: one that is another than the village's is no house of this village. */
static void
check_township(struct roster_reading *reading, const struct table_row *row, const struct value *values)
{
	const char *village = value_get_text(values, reading->pack->root_division->name);
	const struct division *division = village ? pack_division(reading->pack, village) : NULL;

	for (size_t c = 0; c < row->count && c < reading->column_count; c++) {
		const struct division *township;
		char *text, *why = NULL;

		if (!reading->columns[c].within || row->cells[c].kind == TABLE_CELL_EMPTY)
			continue;
		text = text_normalise(row->cells[c].text);
		township = roster_township_named(reading->pack, text);
		if (!township && check_ditto(text)) /* the village says which */
			township = division ? pack_division(reading->pack, division->parent) : NULL;
		else if (!township)
			why = mem_printf(_("\"%s\": no township has this name"), text);
		if (township && division && strcmp(township->code, division->parent) != 0)
			why = mem_printf(_("\"%s\": the village of the row, %s, does not lie there"), text, division->name);
		if (why)
			roster_fault_add(reading, row->number, c, NULL, why);
		free(why);
		free(text);
	}
}

/* The record is signed by who may sign it there. */
static void
check_record(struct roster_reading *reading, size_t number, const struct value *values, const struct value *record)
{
	const struct form *form = reading->pack->record;
	const char *division = value_get_text(values, reading->pack->root_division->name);
	const struct credential *own;

	if (!record->object.count || !division)
		return;
	act_in_role(reading->app, &form->by, division);
	own = app_credential(reading->app);
	if (!names_has(&form->by, own->role) || !credential_covers(own, division)) {
		char *why = mem_printf(_("your role may not sign \"%s\" in this village"), label_text(&form->label, _("en")));

		roster_fault(reading, number, record->object.members[0].name, why);
		free(why);
	}
}

static void
note_hidden(struct roster_run *run, size_t number)
{
	if (run->hidden++ < ROSTER_EXAMPLES)
		buf_printf(&run->hidden_at, "%s%zu", run->hidden_at.len ? _(", ") : "", number);
}

void
roster_read_row(struct roster_run *run, const struct table_row *row)
{
	struct roster_reading *reading = run->reading;
	struct value values = value_object(), record = value_object();
	size_t before = reading->fault_count;

	if (row->count > reading->width)
		reading->width = row->count;
	for (size_t c = 0; c < row->count; c++) {
		if (row->cells[c].kind == TABLE_CELL_EMPTY)
			continue;
		if (c < reading->column_count)
			reading->columns[c].used = true;
		if (c < reading->column_count && run->before.type == VALUE_OBJECT && is_ditto(row, c, reading->columns[c].field))
			continue;
		if (c < reading->column_count && reading->columns[c].field) {
			read_cell(run, row, c, reading->columns[c].of_record ? &record : &values);
		} else if (c >= reading->column_count || !*reading->columns[c].header) {
			char *why = mem_printf(_("\"%s\": there are more cells than columns; give the column a name or take it out"),
					       row->cells[c].shown);

			roster_fault_add(reading, row->number, c, NULL, why);
			free(why);
		}
	}
	for (size_t c = 0; c < row->count && c < reading->column_count; c++)
		if (reading->columns[c].address && row->cells[c].kind != TABLE_CELL_EMPTY)
			roster_take_address(run, row, c, &values);
	take_from_above(run, row, &values);
	check_township(reading, row, &values);
	if (reading->fault_count == before)
		check_row(run, row->number, &values);
	if (row->hidden)
		note_hidden(run, row->number);
	if (reading->fault_count == before)
		check_record(reading, row->number, &values, &record);
	value_release(&run->before);
	run->before = value_copy(&values);
	reading->count++;
	if (reading->fault_count) { /* nothing will be planned */
		value_release(&values);
		value_release(&record);
		return;
	}
	if (reading->kept == reading->cap) {
		reading->cap = reading->cap ? reading->cap * 2 : 64;
		reading->rows = mem_resize(reading->rows, reading->cap, sizeof(*reading->rows));
		reading->records = mem_resize(reading->records, reading->cap, sizeof(*reading->records));
		reading->numbers = mem_resize(reading->numbers, reading->cap, sizeof(*reading->numbers));
	}
	reading->numbers[reading->kept] = row->number;
	reading->records[reading->kept] = record;
	reading->rows[reading->kept++] = values;
}
