#include "app/roster/roster_run.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/number/check.h"
#include "base/text.h"
#include "base/text/text_rule.h"
#include "form/answer/meant.h"
#include "table/table.h"

/* A cell of a roster that is read: from its text to the value of its column's field. */

/* What could stand there instead; NULL: nothing better than the sentence. */
static char *
with_suggestion(const struct pack *pack, const struct field *field, const char *text, const char *why)
{
	struct buf names = { 0 };
	char *sentence = NULL;

	if (field->type == FIELD_DIVISION)
		roster_suggest_village(pack, text, &names);
	else if (field->list)
		roster_map_options(pack, field, &names);
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

void
roster_note_place(struct buf *out, size_t count, size_t row, size_t column, const char *text)
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
	roster_note_place(&run->apostrophes_at, run->apostrophes++, row, column, text);
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
	roster_note_place(&run->fractions_at, run->fractions++, row, column, text);
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

/* What a cell says, without what programs put round it; NULL: a spreadsheet broke it, or it has several lines, which is a fault. *flawed: characters stand
 * in it that may not. Caller frees. */
static char *
cell_text(struct roster_run *run, const struct table_row *row, size_t column, bool *flawed)
{
	const struct table_cell *cell = &row->cells[column];
	char *broken = broken_sentence(run->reading->columns[column].field, cell), *text = text_normalise(cell->text);

	if (!broken)
		broken = lines_sentence(text);
	if (broken) {
		roster_fault_add(run->reading, row->number, column, NULL, broken);
		free(broken);
		free(text);
		return NULL;
	}
	text = plain_text_take(run->reading, text, flawed);
	text = without_apostrophe_take(run, row->number, column, text);
	return without_fraction_take(run, row->number, column, text);
}

void
roster_count_words(struct roster_run *run, const struct table_row *row, size_t column)
{
	struct roster_said said = { 0 };
	bool flawed = false;
	char *text = cell_text(run, row, column, &flawed);

	if (text && !flawed)
		text = roster_words_take(run, column, text, &said);
	roster_said_release(&said);
	free(text);
}

/* Is what a cell says refused for what it is, whatever its field? Then that is a fault. */
static bool
is_refused(struct roster_run *run, const struct table_row *row, size_t column, const char *text)
{
	const struct field *field = run->reading->columns[column].field;
	bool is_text = field->type == FIELD_TEXT || field->type == FIELD_PERSON;
	char *several;

	if (is_text && !run->reading->columns[column].of_record && table_begins_formula(text) && !check_ditto(text) &&
	    !field_says_none(field, text)) {
		char *computed = mem_printf(
			_("\"%s\" begins as a formula does, which other spreadsheets would compute: write the text without that sign"),
			text);

		roster_fault_add(run->reading, row->number, column, NULL, computed);
		free(computed);
		return true;
	}
	if (!field_names_several(field, text))
		return false;
	several = mem_printf(_("\"%s\" names several, or counts: write one name, without the ending that the form adds"), text);
	roster_fault_add(run->reading, row->number, column, NULL, several);
	free(several);
	return true;
}

/* Notes what is taken otherwise than it stands there. */
static void
note_meant(struct roster_run *run, const struct table_row *row, size_t column, const char *text)
{
	const struct field *field = run->reading->columns[column].field;
	char *narrow = field_without_gaps(field, text);
	char *without = field_without_suffix(field, text); /* once more where the value is made, which knows 上同路 from 上同 */

	if (field_says_none(field, text))
		roster_note_place(&run->nones_at, run->nones++, row->number, column, text);
	if (without && !field_says_above(field, text))
		roster_note_place(&run->suffixes_at, run->suffixes++, row->number, column, text);
	if (narrow)
		roster_note_place(&run->gaps_at, run->gaps++, row->number, column, text);
	free(narrow);
	free(without);
	if (row->cells[column].kind == TABLE_CELL_ROUNDED)
		roster_note_place(&run->rounded_at, run->rounded++, row->number, column, text);
}

/* The kind of fault that a value is: one word of a list or one village is told once, all else by what is wrong. */
static const char *
fault_kind(const struct field *field, const char *text, const struct err *why)
{
	return field->list ? why->text : field->type == FIELD_DIVISION ? text : NULL;
}

void
roster_read_cell(struct roster_run *run, const struct table_row *row, size_t column, struct value *values)
{
	struct roster_reading *reading = run->reading;
	const struct roster_column *at = &reading->columns[column];
	const struct field *field = at->field;
	bool flawed = false;
	char *text = cell_text(run, row, column, &flawed);
	struct roster_said said = { 0 };
	struct value value = { 0 };
	struct err why = { 0 };
	const char *code;

	if (text && !flawed)
		text = roster_words_take(run, column, text, &said);
	if (!text || is_refused(run, row, column, text))
		goto out;
	note_meant(run, row, column, text);
	code = field->type == FIELD_DIVISION && *text ? village_code(run, row, column, text) : NULL;
	if (at->of_record ? field_value_from_record(reading->pack, field, roster_map_codes(reading->pack, field), text, &value, &why)
			  : field_value_from_text(reading->pack, field, code ? code : text, &value, &why)) {
		char *better = flawed || field_says_above(field, text) ? NULL : with_suggestion(reading->pack, field, text, why.text);

		reading->faults_of_flaws += flawed;
		roster_fault_add(reading, row->number, column, fault_kind(field, text, &why), better ? better : why.text);
		free(better);
		goto out;
	}
	roster_said_add(&said, field, &value);
	if (value.type == VALUE_NONE && at->of_record)
		goto out;
	if (at->of_record && is_beyond(reading->pack, field, text))
		roster_note_place(&run->beyond_at, run->beyond++, row->number, column, text);
	value_set_take(values, field->name, value);
out:
	roster_said_release(&said);
	free(text);
}
