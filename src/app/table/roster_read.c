#include "app/table/roster_read.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/text_rule.h"
#include "base/visible.h"
#include "form/meant.h"
#include "table/reader.h"
#include "trust/credential.h"

#define HEADER_ROWS 30 /* so many rows from the top one is looked for that names the columns */
#define EXAMPLES 3     /* places named in a question */

/* One reading while it runs. */
struct roster_run {
	struct roster_reading *reading;
	struct table_reader *table;
	size_t rounded, above, sums, remarks, headers, suffixes;
	struct buf rounded_at, above_at, sums_at, suffixes_at; /* the first of them */
	struct value before;				       /* the row above */
};

static void
add_sentence(char ***list, size_t *count, char *sentence)
{
	*list = mem_resize(*list, *count + 1, sizeof(**list));
	(*list)[(*count)++] = sentence;
}

static void note(struct roster_reading *reading, const char *fmt, ...) PRINTF_FMT(2, 3);

static void
note(struct roster_reading *reading, const char *fmt, ...)
{
	struct buf out = { 0 };
	va_list args;

	va_start(args, fmt);
	visible_vprintf(&out, fmt, args);
	va_end(args);
	add_sentence(&reading->notes, &reading->note_count, buf_detach(&out));
}

static void question(struct roster_reading *reading, enum roster_yes yes, const char *fmt, ...) PRINTF_FMT(3, 4);

static void
question(struct roster_reading *reading, enum roster_yes yes, const char *fmt, ...)
{
	struct buf out = { 0 };
	va_list args;

	va_start(args, fmt);
	visible_vprintf(&out, fmt, args);
	va_end(args);
	if (reading->agreed & yes) {
		add_sentence(&reading->notes, &reading->note_count, buf_detach(&out));
		return;
	}
	reading->asked |= yes;
	add_sentence(&reading->questions, &reading->question_count, buf_detach(&out));
}

/* ---- faults */

enum { FAULT_HALF_BYTES = 400, FAULTS_BYTES_MAX = 16 << 20 };

/* A fault quotes its cell, which may hold thirty thousand letters: of a long one the two ends stay. */
static char *
fault_text(const char *why)
{
	size_t len = strlen(why), head = FAULT_HALF_BYTES, tail = len > FAULT_HALF_BYTES ? len - FAULT_HALF_BYTES : 0;

	if (len <= (size_t)2 * FAULT_HALF_BYTES)
		return mem_strdup(why);
	while (head > 0 && ((unsigned char)why[head] & 0xc0) == 0x80) /* between characters */
		head--;
	while (((unsigned char)why[tail] & 0xc0) == 0x80)
		tail++;
	return mem_printf("%.*s … %s", (int)head, why, why + tail);
}

static void
add_fault(struct roster_reading *reading, size_t row, size_t column, const char *why)
{
	char *text;

	reading->fault_count++;
	if (reading->fault_bytes > FAULTS_BYTES_MAX) /* a file decides how many there are: beyond this they are counted */
		return;
	text = fault_text(why);
	reading->fault_bytes += strlen(text) + sizeof(*reading->faults);
	MEM_GROW(reading->faults, reading->faults_kept, reading->fault_cap);
	reading->faults[reading->faults_kept++] = (struct roster_fault){ row, column, text };
}

static size_t
column_of(const struct roster_reading *reading, const char *field)
{
	for (size_t c = 0; field && c < reading->column_count; c++)
		if (reading->columns[c].field && strcmp(reading->columns[c].field->name, field) == 0)
			return c;
	return SIZE_MAX;
}

void
roster_fault(struct roster_reading *reading, size_t number, const char *field, const char *why)
{
	const struct field *found = field ? roster_map_field(reading->pack, field) : NULL;
	size_t column = column_of(reading, field);
	char *text = column == SIZE_MAX && found ? mem_printf("\"%s\": %s", label_text(&found->label, _("en")), why) : NULL;

	add_fault(reading, number, column, text ? text : why);
	free(text);
}

void
roster_faults_text(const struct roster_reading *reading, size_t limit, struct buf *out)
{
	for (size_t i = 0; i < reading->faults_kept && i < limit; i++) {
		const struct roster_fault *fault = &reading->faults[i];
		char letters[8];

		if (fault->column == SIZE_MAX) {
			visible_printf(out, _("row %zu: %s\n"), fault->row, fault->text);
			continue;
		}
		table_column_letters(fault->column, letters);
		visible_printf(out, _("row %zu, column %s \"%s\": %s\n"), fault->row, letters,
			       fault->column < reading->column_count ? reading->columns[fault->column].header : "", fault->text);
	}
	limit = limit < reading->faults_kept ? limit : reading->faults_kept;
	if (reading->fault_count > limit)
		visible_printf(out, _("and %zu more\n"), reading->fault_count - limit);
}

/* ---- which sheet, which row names the columns */

static const struct field *
field_of_header(const struct roster_reading *reading, const char *header, bool *left_out)
{
	return roster_map_column(reading->map, reading->pack, header, left_out);
}

static size_t
count_fields(const struct roster_reading *reading, const struct table_row *row)
{
	size_t found = 0;
	bool left_out;

	for (size_t c = 0; c < row->count; c++)
		found += row->cells[c].kind != TABLE_CELL_EMPTY && field_of_header(reading, row->cells[c].text, &left_out);
	return found;
}

/* The row of a sheet that names most of the form's columns; *row 0: none. */
static enum status
find_header(struct roster_run *run, size_t sheet, size_t *row, size_t *rows, struct err *err)
{
	enum status status = table_reader_start(run->table, sheet, err);
	struct table_row at;
	size_t most = 0;
	bool more = true;

	*row = *rows = 0;
	while (!status && more && *rows < HEADER_ROWS && !(status = table_reader_next(run->table, &at, &more, err)))
		if (more && at.count) {
			size_t found = count_fields(run->reading, &at);

			++*rows;
			if (found > most) {
				most = found;
				*row = at.number;
			}
		}
	return status;
}

static bool
add_name(const struct field *field, void *ctx)
{
	struct buf *names = ctx;

	if (field_type_has_value(field->type) && !field->by_act)
		buf_printf(names, "%s%s", names->len ? _(", ") : "", field->label.zh ? field->label.zh : field->name);
	return true;
}

static enum status
no_header(const struct roster_reading *reading, bool empty, struct err *err)
{
	struct buf names = { 0 };
	enum status status;

	if (empty)
		return err_set(err, STATUS_INVALID, _("the file is empty"));
	form_each_field(reading->pack->root, add_name, &names);
	status = err_set(
		err, STATUS_INVALID,
		_("no row of the first %d names the columns: \"%s\" has no such field as stands there; name them %s, or once with --map"),
		HEADER_ROWS, reading->pack->root->name, buf_text(&names));
	buf_release(&names);
	return status;
}

static enum status
find_sheet(struct roster_run *run, struct err *err)
{
	struct roster_reading *reading = run->reading;
	const struct table_sheet *sheets;
	size_t count, found = 0, rows_seen = 0;
	struct buf names = { 0 };
	enum status status = STATUS_OK;

	sheets = table_reader_sheets(run->table, &count);
	for (size_t i = 0; i < count && !status; i++) {
		size_t row, rows;

		if (reading->sheet ? strcmp(sheets[i].name, reading->sheet) != 0 : sheets[i].hidden)
			continue;
		status = find_header(run, i, &row, &rows, err);
		rows_seen += rows;
		if (status || !row)
			continue;
		buf_printf(&names, "%s%s", found ? _(", ") : "", sheets[i].name);
		if (!found++) {
			reading->sheet_index = i;
			reading->header_row = row;
		}
	}
	if (!status && found > 1)
		status = err_set(err, STATUS_INVALID, _("several sheets hold rows: %s; say which one with --sheet"), buf_text(&names));
	if (!status && !found && reading->sheet && !rows_seen)
		status = err_set(err, STATUS_NOT_FOUND, _("there is no sheet \"%s\""), reading->sheet);
	if (!status && !found)
		status = no_header(reading, rows_seen == 0, err);
	if (!status && count > 1)
		note(reading, _("sheet \"%s\" of %zu is read"), sheets[reading->sheet_index].name, count);
	buf_release(&names);
	return status;
}

static enum status
name_columns(struct roster_run *run, const struct table_row *row, struct err *err)
{
	struct roster_reading *reading = run->reading;

	reading->column_count = row->count;
	reading->columns = mem_array(row->count, sizeof(*reading->columns));
	for (size_t c = 0; c < row->count; c++) {
		struct roster_column *column = &reading->columns[c];
		bool left_out;
		size_t twin;

		column->header = mem_strdup(row->cells[c].text);
		if (row->cells[c].kind == TABLE_CELL_EMPTY)
			continue;
		column->field = field_of_header(reading, column->header, &left_out);
		twin = column->field ? column_of(reading, column->field->name) : c;
		if (twin < c) {
			char one[8], two[8];

			table_column_letters(twin, one);
			table_column_letters(c, two);
			return err_set(err, STATUS_INVALID, _("columns %s and %s are both \"%s\": take one of them out"), one, two,
				       column->field->name);
		}
	}
	return STATUS_OK;
}

bool
roster_is_problem_column(const char *header)
{
	return strcmp(header, "问题") == 0 || strcmp(header, "problem") == 0;
}

/* The columns that mean nothing here and hold something are left out after a yes; so is our own column of problems, without one. */
static void
tell_columns(struct roster_run *run)
{
	struct roster_reading *reading = run->reading;
	struct buf names = { 0 };

	for (size_t c = 0; c < reading->column_count; c++) {
		const struct roster_column *column = &reading->columns[c];
		char letters[8];
		bool left_out;

		if (column->field || !*column->header || !column->used || field_of_header(reading, column->header, &left_out) || left_out ||
		    roster_is_problem_column(column->header))
			continue;
		table_column_letters(c, letters);
		buf_printf(&names, "%s%s \"%s\"", names.len ? _(", ") : "", letters, column->header);
	}
	if (names.len)
		question(reading, ROSTER_YES_COLUMNS, _("the form \"%s\" has no such field as these columns: %s. Leave them out?"),
			 reading->pack->root->name, buf_text(&names));
	buf_release(&names);
}

/* What an earlier table taught is never applied in silence. */
static void
tell_kept(struct roster_run *run)
{
	struct roster_reading *reading = run->reading;
	struct buf names = { 0 };

	for (size_t c = 0; c < reading->column_count; c++) {
		const struct roster_column *column = &reading->columns[c];
		const struct roster_map_line *line = reading->map && *column->header && column->used
							     ? roster_map_find(reading->map, column->header)
							     : NULL;
		char letters[8];

		if (!line || !line->kept || roster_header_field(reading->pack, column->header) || (*line->field && !column->field))
			continue;
		table_column_letters(c, letters);
		buf_printf(&names, "%s%s \"%s\": %s", names.len ? _(", ") : "", letters, column->header,
			   column->field ? label_text(&column->field->label, _("en")) : _("left out"));
	}
	if (names.len)
		note(reading, _("columns are taken for what they were named once: %s"), buf_text(&names));
	buf_release(&names);
}

/* ---- rows that are none */

static bool
is_sum_word(const char *text)
{
	static const char *const words[] = { "合计", "小计", "总计", "共计", "total", "sum", "subtotal", "grandtotal" };
	char *key = roster_header_key(text);
	bool found = false;

	key[strcspn(key, ":")] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		found |= strcmp(key, words[i]) == 0;
	free(key);
	return found;
}

/* What a template has below the names: what each column wants. */
static bool
is_note(const struct table_row *row)
{
	static const char *const words[] = { "说明：", "示例：", "Note: ", "Example: " };

	size_t first = 0;

	while (first < row->count && row->cells[first].kind == TABLE_CELL_EMPTY)
		first++;
	for (size_t i = 0; i < ARRAY_LEN(words) && first < row->count; i++)
		if (strncmp(row->cells[first].text, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

/* A row of sums, a remark below the table ("填表人：..."), or the columns' names once more at the top of a printed page. */
static bool
is_no_row(struct roster_run *run, const struct table_row *row)
{
	const struct roster_reading *reading = run->reading;
	size_t filled = 0, same = 0, looked = 0;
	const char *only = "";

	for (size_t c = 0; c < row->count; c++) {
		if (row->cells[c].kind == TABLE_CELL_EMPTY)
			continue;
		filled++;
		only = row->cells[c].text;
		same += c < reading->column_count && strcmp(reading->columns[c].header, only) == 0;
		if (looked++ < 3 && is_sum_word(only)) {
			if (run->sums++ < EXAMPLES)
				buf_printf(&run->sums_at, "%s%zu", run->sums_at.len ? _(", ") : "", row->number);
			return true;
		}
	}
	if (is_note(row) || (filled == 1 && (strstr(only, "：") || strchr(only, ':')))) {
		run->remarks++;
		return true;
	}
	run->headers += filled > 1 && same == filled;
	return filled > 1 && same == filled;
}

/* ---- cells */

/* The code of a village named by its code or its name, with or without 村委会; NULL: none, or of that name there are two. */
static const char *
village_code(const struct pack *pack, const char *text)
{
	const char *code = NULL, *exact = NULL;
	size_t named = 0, begun = 0;

	for (size_t i = 0; i < pack->division_count; i++) {
		const struct division *division = &pack->divisions[i];
		size_t len = strlen(text);

		if (division->level != DIVISION_VILLAGE)
			continue;
		if (strcmp(division->code, text) == 0)
			return division->code;
		if (strcmp(division->name, text) == 0) {
			named++;
			exact = division->code;
		} else if (len >= 6 && strncmp(division->name, text, len) == 0) {
			begun++;
			code = division->code;
		}
	}
	if (named)
		return named == 1 ? exact : NULL;
	return begun == 1 ? code : NULL;
}

/* The length of a village's name without what kind of village it is. */
static size_t
stem_of_village(const char *name)
{
	static const char *const kinds[] = { "社区居民委员会", "村民委员会", "居民委员会", "社区居委会", "村委员会",
					     "村委会",	       "居委会",     "社区",	   "村" };
	size_t len = strlen(name);

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		size_t kind = strlen(kinds[i]);

		if (len > kind && strcmp(name + len - kind, kinds[i]) == 0)
			return len - kind;
	}
	return len;
}

/* The villages whose name differs in its ending alone: "did you mean ...". */
static void
suggest_village(const struct pack *pack, const char *text, struct buf *out)
{
	size_t stem = stem_of_village(text), found = 0;

	for (size_t i = 0; i < pack->division_count && found < EXAMPLES; i++) {
		const struct division *division = &pack->divisions[i];

		if (division->level != DIVISION_VILLAGE || stem_of_village(division->name) != stem ||
		    strncmp(division->name, text, stem) != 0)
			continue;
		buf_printf(out, "%s%s %s", found++ ? _(", ") : "", division->code, division->name);
	}
}

static void
list_choices(const struct field *field, struct buf *out)
{
	for (size_t i = 0; i < field->list->choice_count; i++)
		buf_printf(out, "%s%s %s", i ? _(", ") : "", field->list->choices[i].name,
			   label_text(&field->list->choices[i].label, _("en")));
}

/* What could stand there instead; NULL: nothing better than the sentence. */
static char *
with_suggestion(const struct pack *pack, const struct field *field, const char *text, const char *why)
{
	struct buf names = { 0 };
	char *sentence = NULL;

	if (field->type == FIELD_DIVISION)
		suggest_village(pack, text, &names);
	else if (field->list)
		list_choices(field, &names);
	if (names.len)
		sentence = field->type == FIELD_DIVISION ? mem_printf(_("%s; is it %s?"), why, buf_text(&names))
							 : mem_printf(_("%s; there are: %s"), why, buf_text(&names));
	buf_release(&names);
	return sentence;
}

/* What a cell holds; without the characters that may not stand, where that was agreed to. *flawed: they stand in it. */
static char *
plain_text(struct roster_reading *reading, const char *cell, bool *flawed)
{
	char *text = text_normalise(cell), *mended;
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

static void
note_place(struct buf *out, size_t count, size_t row, size_t column, const char *text)
{
	char letters[8];

	if (count >= EXAMPLES)
		return;
	table_column_letters(column, letters);
	buf_printf(out, _("%srow %zu column %s \"%s\""), count ? _(", ") : "", row, letters, text);
}

static void
read_cell(struct roster_run *run, const struct table_row *row, size_t column, struct value *values)
{
	struct roster_reading *reading = run->reading;
	const struct field *field = reading->columns[column].field;
	const struct table_cell *cell = &row->cells[column];
	char *broken = broken_sentence(field, cell), *text = NULL, *without;
	struct value value = { 0 };
	struct err why = { 0 };
	const char *code;
	bool flawed;

	if (broken) {
		add_fault(reading, row->number, column, broken);
		free(broken);
		return;
	}
	text = plain_text(reading, cell->text, &flawed);
	without = field_without_suffix(field, text);
	if (without) {
		note_place(&run->suffixes_at, run->suffixes++, row->number, column, text);
		free(text);
		text = without;
	}
	if (cell->kind == TABLE_CELL_ROUNDED)
		note_place(&run->rounded_at, run->rounded++, row->number, column, text);
	code = field->type == FIELD_DIVISION && *text ? village_code(reading->pack, text) : NULL;
	if (field_value_from_text(reading->pack, field, code ? code : text, &value, &why)) {
		char *better = flawed ? NULL : with_suggestion(reading->pack, field, text, why.text);

		reading->faults_of_flaws += flawed;
		add_fault(reading, row->number, column, better ? better : why.text);
		free(better);
	} else {
		value_set_take(values, field->name, value);
	}
	free(text);
}

/* The village of a merged cell stands in its first row only, where a table was saved as CSV. What is meant by its empty cells a person must say. */
static void
take_from_above(struct roster_run *run, const struct table_row *row, struct value *values)
{
	struct roster_reading *reading = run->reading;
	const struct field *village = reading->pack->root_division;
	size_t column = column_of(reading, village->name);
	const struct value *above;

	if (column == SIZE_MAX || (column < row->count && row->cells[column].kind != TABLE_CELL_EMPTY) || run->before.type != VALUE_OBJECT)
		return;
	for (size_t c = 0; c < reading->column_count; c++) {
		const struct field *field = reading->columns[c].field;

		if (!field || !field->carry || !field->required || (c < row->count && row->cells[c].kind != TABLE_CELL_EMPTY))
			continue;
		above = value_get(&run->before, field->name);
		if (above && above->type != VALUE_NONE)
			value_set_take(values, field->name, value_copy(above));
		if (above && field == village)
			note_place(&run->above_at, run->above++, row->number, c, above->type == VALUE_TEXT ? above->text : "");
	}
}

/* A rule over several columns says which, with what stands there; over one it is a fault of that column. */
static void
add_rule_fault(struct roster_reading *reading, size_t number, const struct value *said, const struct form_problem *problem)
{
	const struct names *fields = &problem->rule->fields;
	size_t column = SIZE_MAX, found = 0;
	struct buf text = { 0 };

	buf_printf(&text, "%s: %s", problem->rule->id, problem->text);
	for (size_t i = 0; i < fields->count; i++) {
		size_t at = column_of(reading, fields->items[i]);
		const char *value = value_get_text(said, fields->items[i]);
		char letters[8];

		if (at == SIZE_MAX || !value)
			continue;
		table_column_letters(at, letters);
		buf_printf(&text, "%s%s \"%s\"", found ? ", " : ": ", letters, value);
		column = found++ ? SIZE_MAX : at;
	}
	add_fault(reading, number, column, buf_text(&text));
	buf_release(&text);
}

void
roster_fault_of_form(struct roster_reading *reading, size_t number, const struct value *said, const struct form_problem *problem)
{
	if (problem->kind == FORM_WARNING) /* a row is listed without reasons: a warning is answered when its house is visited */
		return;
	if (problem->rule)
		add_rule_fault(reading, number, said, problem);
	else
		roster_fault(reading, number, problem->field ? problem->field->name : problem->name, problem->text);
}

struct row_checking {
	struct roster_reading *reading;
	const struct value *values;
	size_t number;
};

static void
on_problem(const struct form_problem *problem, void *ctx)
{
	struct row_checking *checking = ctx;

	roster_fault_of_form(checking->reading, checking->number, checking->values, problem);
}

static void
check_row(struct roster_reading *reading, size_t number, struct value *values)
{
	struct row_checking checking = { reading, values, number };
	struct form_check check = { .form = reading->pack->root, .values = values, .problem = on_problem, .ctx = &checking };
	const char *division;

	house_check_form(reading->app, &check);
	division = value_get_text(values, reading->pack->root_division->name);
	if (division)
		act_in_role(reading->app, &reading->pack->root->by, division);
	if (division && !credential_covers(app_credential(reading->app), division))
		roster_fault(reading, number, reading->pack->root_division->name, _("the village lies outside the signer's area"));
}

static void
read_row(struct roster_run *run, const struct table_row *row)
{
	struct roster_reading *reading = run->reading;
	struct value values = value_object();
	size_t before = reading->fault_count;

	if (row->count > reading->width)
		reading->width = row->count;
	for (size_t c = 0; c < row->count; c++) {
		if (row->cells[c].kind == TABLE_CELL_EMPTY)
			continue;
		if (c < reading->column_count)
			reading->columns[c].used = true;
		if (c < reading->column_count && reading->columns[c].field) {
			read_cell(run, row, c, &values);
		} else if (c >= reading->column_count || !*reading->columns[c].header) {
			char *why = mem_printf(_("\"%s\": there are more cells than columns; give the column a name or take it out"),
					       row->cells[c].shown);

			add_fault(reading, row->number, c, why);
			free(why);
		}
	}
	take_from_above(run, row, &values);
	if (reading->fault_count == before)
		check_row(reading, row->number, &values);
	value_release(&run->before);
	run->before = value_copy(&values);
	reading->count++;
	if (reading->fault_count) { /* nothing will be planned */
		value_release(&values);
		return;
	}
	if (reading->kept == reading->cap) {
		reading->cap = reading->cap ? reading->cap * 2 : 64;
		reading->rows = mem_resize(reading->rows, reading->cap, sizeof(*reading->rows));
		reading->numbers = mem_resize(reading->numbers, reading->cap, sizeof(*reading->numbers));
	}
	reading->numbers[reading->kept] = row->number;
	reading->rows[reading->kept++] = values;
}

/* ---- all of it */

static void
tell(struct roster_run *run)
{
	struct roster_reading *reading = run->reading;

	tell_columns(run);
	tell_kept(run);
	if (reading->header_row > 1)
		note(reading, _("the columns are named in row %zu; the rows above it were passed over"), reading->header_row);
	if (run->sums)
		note(reading, _("%zu rows of sums were passed over (row %s)"), run->sums, buf_text(&run->sums_at));
	if (run->remarks)
		note(reading, _("%zu rows that hold a remark alone were passed over"), run->remarks);
	if (run->headers)
		note(reading, _("%zu rows that name the columns once more were passed over"), run->headers);
	if (run->suffixes)
		note(reading, _("%zu endings that the form adds itself were taken off (%s)"), run->suffixes, buf_text(&run->suffixes_at));
	if (run->rounded)
		question(reading, ROSTER_YES_ROUNDED,
			 _("%zu numbers end in zeros as if a spreadsheet had lost their last digits (%s). Are they right?"), run->rounded,
			 buf_text(&run->rounded_at));
	if (run->above)
		question(reading, ROSTER_YES_ABOVE, _("in %zu rows the village is empty (%s). Is it that of the row above?"), run->above,
			 buf_text(&run->above_at));
}

static enum status
read_rows(struct roster_run *run, struct err *err)
{
	struct roster_reading *reading = run->reading;
	enum status status = table_reader_start(run->table, reading->sheet_index, err);
	struct table_row row;
	bool more = true;

	while (!status && more && !(status = table_reader_next(run->table, &row, &more, err))) {
		if (!more || !row.count || row.number < reading->header_row)
			continue;
		if (row.number == reading->header_row)
			status = name_columns(run, &row, err);
		else if (!is_no_row(run, &row))
			read_row(run, &row);
		if (reading->count % 256 == 0)
			progress_tell(reading->progress, _("Checking the rows"), (int64_t)reading->count, 0);
	}
	return status;
}

enum status
roster_read(struct roster_reading *reading, struct err *err)
{
	struct roster_run run = { .reading = reading };
	enum status status = table_reader_open(reading->path, &run.table, err);

	if (!status) {
		reading->format = table_reader_format(run.table);
		status = find_sheet(&run, err);
	}
	if (!status)
		status = read_rows(&run, err);
	if (!status)
		tell(&run);
	if (status == STATUS_INVALID || status == STATUS_NOT_FOUND)
		err_context(err, "%s", reading->path);
	table_reader_close(run.table);
	value_release(&run.before);
	buf_release(&run.rounded_at);
	buf_release(&run.above_at);
	buf_release(&run.sums_at);
	buf_release(&run.suffixes_at);
	return status;
}

void
roster_reading_release(struct roster_reading *reading)
{
	for (size_t i = 0; i < reading->kept; i++)
		value_release(&reading->rows[i]);
	for (size_t i = 0; i < reading->question_count; i++)
		free(reading->questions[i]);
	for (size_t i = 0; i < reading->note_count; i++)
		free(reading->notes[i]);
	for (size_t i = 0; i < reading->faults_kept; i++)
		free(reading->faults[i].text);
	for (size_t i = 0; i < reading->column_count; i++)
		free(reading->columns[i].header);
	free(reading->rows);
	free(reading->numbers);
	free(reading->questions);
	free(reading->notes);
	free(reading->faults);
	free(reading->columns);
	*reading = (struct roster_reading){ 0 };
}
