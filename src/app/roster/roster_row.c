#include "app/roster/roster_run.h"

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
#include "form/answer/meant.h"
#include "trust/credential.h"

/* A row of a roster that is read: the values of its cells, checked. */

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

			roster_note_place(&run->above_at, run->above++, row->number, c, name);
			free(name);
		}
		told = true;
	}
}

struct row_checking {
	struct roster_run *run;
	const struct value *values;
	size_t number;
	struct value refused;	    /* questions whose answer is refused, by name */
	const struct rule **doubts; /* found odd, and not refused */
	size_t doubt_count, doubt_cap;
};

/* A missing answer is told, and nothing that hangs on it, as of one that cannot be read. */
static void
on_problem(const struct form_problem *problem, void *ctx)
{
	struct row_checking *checking = ctx;
	struct roster_run *run = checking->run;
	const struct pack *pack = run->reading->pack;

	if (!unread_leaves(&run->unread, problem))
		return;
	if (problem->kind == FORM_WARNING) {
		MEM_GROW(checking->doubts, checking->doubt_count, checking->doubt_cap);
		if (problem->rule)
			checking->doubts[checking->doubt_count++] = problem->rule;
		return;
	}
	if (problem->kind == FORM_MISSING && problem->field) {
		unread_add(&run->unread, problem->field->name);
		unread_follow(pack, pack->root, &run->unread);
	}
	if (problem->rule && problem->rule->fields.count == 1)
		unread_add(&checking->refused, problem->rule->fields.items[0]);
	roster_fault_of_form(run->reading, checking->number, checking->values, problem);
}

/* What is refused must be written anew: nothing is asked about it. */
static void
ask_doubts(struct row_checking *checking)
{
	for (size_t i = 0; i < checking->doubt_count; i++) {
		const struct names *fields = &checking->doubts[i]->fields;
		bool refused = false;

		for (size_t f = 0; f < fields->count; f++)
			refused |= unread_is_in(&checking->refused, fields->items[f]);
		if (!refused)
			roster_doubt_add(checking->run, checking->number, checking->values, checking->doubts[i]);
	}
}

static void
check_row(struct roster_run *run, size_t number, struct value *values)
{
	struct roster_reading *reading = run->reading;
	struct row_checking checking = { .run = run, .values = values, .number = number, .refused = value_list() };
	struct form_check check = { .form = reading->pack->root, .values = values, .problem = on_problem, .ctx = &checking };
	const char *division;

	if (run->unread.list.count)
		unread_follow(reading->pack, reading->pack->root, &run->unread);
	house_check_form(reading->app, &check);
	ask_doubts(&checking);
	free(checking.doubts);
	value_release(&checking.refused);
	division = value_get_text(values, reading->pack->root_division->name);
	if (division)
		act_in_role(reading->app, &reading->pack->root->by, division);
	if (division && !credential_covers(app_credential(reading->app), division))
		roster_fault(reading, number, reading->pack->root_division->name, NULL, _("the village lies outside the signer's area"));
}

/* A cell that is no value of its question: what else is wrong with the row is told, too. */
static void
read_field(struct roster_run *run, const struct table_row *row, size_t column, struct value *values)
{
	size_t before = run->reading->fault_count;

	roster_read_cell(run, row, column, values);
	if (run->reading->fault_count > before)
		unread_add(&run->unread, run->reading->columns[column].field->name);
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

		roster_fault(reading, number, record->object.members[0].name, NULL, why);
		free(why);
	}
}

static void
note_hidden(struct roster_run *run, size_t number)
{
	if (run->hidden++ < ROSTER_EXAMPLES)
		buf_printf(&run->hidden_at, "%s%zu", run->hidden_at.len ? _(", ") : "", number);
}

/* Counts the words of its columns alone. */
static void
count_words(struct roster_run *run, const struct table_row *row)
{
	struct roster_reading *reading = run->reading;

	for (size_t c = 0; c < row->count && c < reading->column_count; c++) {
		if (row->cells[c].kind == TABLE_CELL_EMPTY)
			continue;
		reading->columns[c].used = true;
		if (roster_map_has_words(reading->columns[c].field))
			roster_count_words(run, row, c);
	}
	reading->count++;
}

void
roster_read_row(struct roster_run *run, const struct table_row *row)
{
	struct roster_reading *reading = run->reading;
	struct value values = value_object(), record = value_object();
	size_t before = reading->fault_count;
	bool shifted = false;

	if (reading->words_only) {
		count_words(run, row);
		return;
	}
	value_release(&run->unread);
	run->unread = value_list();
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
			read_field(run, row, c, reading->columns[c].of_record ? &record : &values);
		} else if (c >= reading->column_count || !*reading->columns[c].header) {
			char *why = mem_printf(_("\"%s\": there are more cells than columns; give the column a name or take it out"),
					       row->cells[c].shown);

			roster_fault_add(reading, row->number, c, NULL, why);
			free(why);
			shifted = true;
		}
	}
	for (size_t c = 0; c < row->count && c < reading->column_count; c++)
		if (reading->columns[c].address && row->cells[c].kind != TABLE_CELL_EMPTY)
			roster_take_address(run, row, c, &values);
	take_from_above(run, row, &values);
	check_township(reading, row, &values);
	if (!shifted)
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
