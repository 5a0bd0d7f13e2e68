#include "eval/compile.h"

#include <math.h>
#include <string.h>

#include "base/machine/clock.h"
#include "base/mem.h"

/* Asking the expressions that were compiled: one by one, and many of a form at once. */

/* The next row, or none. A runaway expression is stopped. */
static int
run_on(struct eval *eval, const struct compiled *compiled)
{
	int code;

	eval->asking = true;
	code = sqlite3_step(compiled->stmt);
	eval->asking = false;
	return code;
}

/* Runs a statement for the building, or for this row of a repeat: one row, or none. The caller resets. */
static int
run(struct eval *eval, const struct compiled *compiled, int row)
{
	if (!compiled->stmt)
		return SQLITE_MISUSE;
	/* Resets the VM-step counter: every asking has its own budget. */
	sqlite3_stmt_status(compiled->stmt, SQLITE_STMTSTATUS_VM_STEP, 1);
	if (row)
		sqlite3_bind_int(compiled->stmt, 1, row);
	return run_on(eval, compiled);
}

bool
eval_column_fits(sqlite3_stmt *stmt, int column, enum field_type type)
{
	int is = sqlite3_column_type(stmt, column);
	double real;

	if (is == SQLITE_NULL || is == SQLITE_INTEGER || (type != FIELD_INTEGER && type != FIELD_YEAR && type != FIELD_DECIMAL))
		return true;
	real = sqlite3_column_double(stmt, column);
	return is == SQLITE_FLOAT && (type == FIELD_DECIMAL || (real == floor(real) && fabs(real) < 9e15));
}

static struct value
column_number(sqlite3_stmt *stmt, int column, enum field_type type)
{
	double real = sqlite3_column_double(stmt, column);

	if (type == FIELD_BOOLEAN)
		return value_boolean(real != 0);
	if (!isfinite(real))
		return (struct value){ 0 };
	return type == FIELD_DECIMAL ? value_real(real) : value_integer(sqlite3_column_int64(stmt, column));
}

/* The codes that a text names, in list order and each once, whatever order the query found them in. */
static struct value
value_set(const char *text, const struct list *list)
{
	struct value set = value_list();

	for (size_t i = 0; i < list->choice_count; i++) {
		size_t len = strlen(list->choices[i].name);
		const char *at = text + strspn(text, " ");

		while (*at && (strcspn(at, " ") != len || strncmp(at, list->choices[i].name, len) != 0)) {
			at += strcspn(at, " ");
			at += strspn(at, " ");
		}
		if (*at)
			value_append_take(&set, value_text(list->choices[i].name));
	}
	if (!set.list.count)
		value_release(&set);
	return set;
}

/* A column as a value of this type; VALUE_NONE for NULL and for an empty text. */
static struct value
column_value(sqlite3_stmt *stmt, int column, enum field_type type, const struct list *list)
{
	const char *text;

	if (sqlite3_column_type(stmt, column) == SQLITE_NULL)
		return (struct value){ 0 };
	if (type == FIELD_INTEGER || type == FIELD_YEAR || type == FIELD_DECIMAL || type == FIELD_BOOLEAN)
		return column_number(stmt, column, type);
	text = (const char *)sqlite3_column_text(stmt, column);
	if (!text || !*text)
		return (struct value){ 0 };
	return type == FIELD_SELECT_MULTIPLE && list ? value_set(text, list) : value_text(text);
}

static struct value
run_value(struct eval *eval, const struct compiled *compiled, enum field_type type, const struct list *list, int row)
{
	struct value value = { 0 };

	if (run(eval, compiled, row) == SQLITE_ROW)
		value = column_value(compiled->stmt, 0, type, list);
	sqlite3_reset(compiled->stmt);
	return value;
}

bool
eval_fact_is_higher(const struct value *one, const struct value *other)
{
	if (one->type == VALUE_NONE || other->type == VALUE_NONE || one->type != other->type)
		return other->type == VALUE_NONE && one->type != VALUE_NONE;
	switch (one->type) {
	case VALUE_BOOLEAN:
		return one->boolean && !other->boolean;
	case VALUE_INTEGER:
		return one->integer > other->integer;
	case VALUE_TEXT:
		return strcmp(one->text, other->text) > 0;
	default:
		return false;
	}
}

void
eval_set_floors(struct eval *eval, const struct value *floors)
{
	if (!floors && eval->floors.type == VALUE_NONE)
		return;
	value_release(&eval->floors);
	eval->floors = floors ? value_copy(floors) : (struct value){ 0 };
	eval->facts_fresh = false;
}

static const enum field_type fact_types[] = {
	[FACT_BOOLEAN] = FIELD_BOOLEAN, [FACT_INTEGER] = FIELD_INTEGER, [FACT_TEXT] = FIELD_TEXT, [FACT_DATE] = FIELD_TEXT
};

/* Keeps a fact's answer, or what stands under it. */
static void
put_fact_take(struct eval *eval, const struct fact *fact, struct value value)
{
	const struct value *floor = eval->floors.type == VALUE_OBJECT ? value_get(&eval->floors, fact->name) : NULL;
	size_t at = (size_t)(fact - eval->pack->facts);

	if (floor && eval_fact_is_higher(floor, &value)) {
		value_release(&value);
		value = value_copy(floor);
	}
	value_release(&eval->fact_values[at]);
	eval->fact_values[at] = value;
	register_put_fact(eval->registrar, at, &eval->fact_values[at]);
}

static void
make_layer(struct eval *eval, size_t layer, struct bunch *bunch)
{
	struct buf columns = { 0 };

	for (size_t i = 0; i < eval->pack->fact_count; i++) {
		const struct fact *fact = &eval->pack->facts[i];
		const struct compiled *compiled = eval_compiled_of(eval, &fact->calculation);

		if (!compiled || compiled->fact_layer != layer)
			continue;
		buf_printf(&columns, "%s(%s\n)", bunch->count ? ", " : "", fact->calculation.sql);
		eval_bunch_add(bunch, fact, NULL);
	}
	eval_bunch_prepare(eval, bunch, buf_text(&columns));
	buf_release(&columns);
}

/* Facts that read none, then those that read these, and so on. */
static void
make_layers(struct eval *eval)
{
	eval->fact_layers = 1;
	for (size_t i = 0; i < eval->pack->fact_count; i++) {
		const struct compiled *compiled = eval_compiled_of(eval, &eval->pack->facts[i].calculation);

		if (compiled && compiled->fact_layer >= eval->fact_layers)
			eval->fact_layers = compiled->fact_layer + 1;
	}
	eval->facts = mem_array(eval->fact_layers, sizeof(*eval->facts));
	for (size_t i = 0; i < eval->fact_layers; i++)
		make_layer(eval, i, &eval->facts[i]);
}

static void
answer_layer(struct eval *eval, const struct bunch *bunch)
{
	bool at_once = eval_bunch_ask(eval, bunch);

	for (size_t i = 0; i < bunch->count; i++) {
		const struct fact *fact = bunch->asked[i];
		enum field_type type = fact_types[fact->type];

		put_fact_take(eval, fact,
			      at_once ? column_value(bunch->stmt, (int)i, type, NULL)
				      : run_value(eval, eval_compiled_of(eval, &fact->calculation), type, NULL, 0));
	}
	if (at_once)
		eval_bunch_reset(bunch);
}

/* Facts are columns for the other expressions: answered when one of these is asked and something was loaded since. */
static void
refresh_facts(struct eval *eval)
{
	if (eval->facts_fresh)
		return;
	if (!eval->fact_layers)
		make_layers(eval);
	for (size_t i = 0; i < eval->fact_layers; i++)
		answer_layer(eval, &eval->facts[i]);
	eval->facts_fresh = true;
}

static enum answer
column_answer(sqlite3_stmt *stmt, int column)
{
	if (sqlite3_column_type(stmt, column) == SQLITE_NULL)
		return ANSWER_NULL;
	return sqlite3_column_double(stmt, column) != 0 ? ANSWER_TRUE : ANSWER_FALSE;
}

enum answer
eval_ask(struct eval *eval, const struct expr *expr, int row)
{
	const struct compiled *compiled = eval_compiled_of(eval, expr);
	enum answer answer = ANSWER_NULL;
	int code;

	if (!compiled)
		return ANSWER_NULL;
	if (compiled->reads_fact)
		refresh_facts(eval);
	code = run(eval, compiled, row);
	if (code == SQLITE_ROW)
		answer = column_answer(compiled->stmt, 0);
	else if (code != SQLITE_DONE)
		answer = ANSWER_FAILED;
	sqlite3_reset(compiled->stmt);
	return answer;
}

struct value
eval_ask_value(struct eval *eval, const struct field *field, int row)
{
	const struct compiled *compiled = eval_compiled_of(eval, &field->calculation);

	if (!compiled)
		return (struct value){ 0 };
	if (compiled->reads_fact)
		refresh_facts(eval);
	return run_value(eval, compiled, field->type, field->list, row);
}

struct value
eval_default(struct eval *eval, const struct field *field)
{
	const struct compiled *compiled = eval_compiled_of(eval, &field->initial);
	struct value value = { 0 };

	if (!compiled || eval_reads_closed(eval, &field->initial))
		return value;
	if (compiled->reads_fact)
		refresh_facts(eval);
	if (run(eval, compiled, 0) == SQLITE_ROW && eval_column_fits(compiled->stmt, 0, field->type))
		value = column_value(compiled->stmt, 0, field->type, field->list);
	sqlite3_reset(compiled->stmt);
	return value;
}

void
eval_each_withheld(struct eval *eval, const struct field *field, int row, void (*visit)(const char *choice, void *ctx), void *ctx)
{
	const struct compiled *compiled = eval_compiled_of(eval, &field->choices);
	int code;

	if (!compiled || !compiled->stmt || eval_reads_closed(eval, &field->choices))
		return;
	if (compiled->reads_fact)
		refresh_facts(eval);
	for (code = run(eval, compiled, row); code == SQLITE_ROW; code = run_on(eval, compiled))
		visit((const char *)sqlite3_column_text(compiled->stmt, 0), ctx);
	sqlite3_reset(compiled->stmt);
}

/* ---- asking many at once */

void
eval_bunch_add(struct bunch *bunch, const void *asked, const struct compiled *reads)
{
	MEM_GROW(bunch->asked, bunch->count, bunch->cap);
	bunch->asked[bunch->count++] = asked;
	bunch->reads_fact |= reads && reads->reads_fact;
}

void
eval_bunch_prepare(struct eval *eval, struct bunch *bunch, const char *columns)
{
	struct buf sql = { 0 };

	bunch->made = true;
	buf_printf(&sql, "SELECT %s FROM b", columns);
	/* Every expression was guarded, and prepared alone, when the pack was compiled. */
	if (bunch->count > 1 &&
	    sqlite3_prepare_v3(eval->db, buf_text(&sql), -1, SQLITE_PREPARE_PERSISTENT, &bunch->stmt, NULL) != SQLITE_OK)
		bunch->stmt = NULL;
	buf_release(&sql);
}

bool
eval_bunch_ask(struct eval *eval, const struct bunch *bunch)
{
	struct compiled all = { .stmt = bunch->stmt };

	if (!bunch->stmt)
		return false;
	if (bunch->reads_fact)
		refresh_facts(eval);
	if (run(eval, &all, 0) == SQLITE_ROW)
		return true;
	sqlite3_reset(bunch->stmt);
	return false;
}

void
eval_bunch_reset(const struct bunch *bunch)
{
	sqlite3_reset(bunch->stmt);
}

struct value
eval_bunch_value(const struct bunch *bunch, size_t column, const struct field *field)
{
	return column_value(bunch->stmt, (int)column, field->type, field->list);
}

enum answer
eval_bunch_answer(const struct bunch *bunch, size_t column)
{
	return column_answer(bunch->stmt, (int)column);
}

/* All forms at once: deriving a house asks of each. */
static void
make_called(struct eval *eval)
{
	struct buf columns = { 0 };

	for (size_t i = 0; i < eval->pack->form_count; i++) {
		const struct expr *relevant = &eval->pack->forms[i].relevant;

		if (!relevant->sql)
			continue;
		buf_printf(&columns, "%s(%s\n)", columns.len ? ", " : "", relevant->sql);
		eval_bunch_add(&eval->called, &eval->pack->forms[i], eval_compiled_of(eval, relevant));
	}
	eval_bunch_prepare(eval, &eval->called, buf_text(&columns));
	buf_release(&columns);
}

void
eval_forms_relevant(struct eval *eval, bool *called)
{
	const struct pack *pack = eval->pack;
	bool at_once;

	if (!eval->called.made)
		make_called(eval);
	at_once = eval_bunch_ask(eval, &eval->called);
	for (size_t i = 0, column = 0; i < pack->form_count; i++) {
		const struct expr *relevant = &pack->forms[i].relevant;

		if (!relevant->sql)
			called[i] = true;
		else if (at_once)
			called[i] = sqlite3_column_double(eval->called.stmt, (int)column++) != 0; /* NULL: no */
		else
			called[i] = eval_ask(eval, relevant, 0) == ANSWER_TRUE;
	}
	if (at_once)
		eval_bunch_reset(&eval->called);
}

bool
eval_bulk(struct eval *eval, const struct level *level)
{
	return level->bulk_when.sql && eval_ask(eval, &level->bulk_when, 0) == ANSWER_TRUE;
}

bool
eval_holds(struct eval *eval, const struct expr *expr)
{
	return eval_ask(eval, expr, 0) == ANSWER_TRUE;
}

bool
eval_day(struct eval *eval, const struct expr *due, char out[EVAL_DAY_SIZE])
{
	const struct compiled *compiled = eval_compiled_of(eval, due);
	struct value value;
	bool is;

	if (!compiled)
		return false;
	if (compiled->reads_fact)
		refresh_facts(eval);
	value = run_value(eval, compiled, FIELD_DATE, NULL, 0);
	is = value.type == VALUE_TEXT && clock_days(value.text) != INT64_MIN;
	if (is)
		memcpy(out, value.text, EVAL_DAY_SIZE);
	value_release(&value);
	return is;
}

struct value
eval_fact(struct eval *eval, const struct fact *fact)
{
	refresh_facts(eval);
	return value_copy(&eval->fact_values[fact - eval->pack->facts]);
}

bool
eval_field_relevant(struct eval *eval, const struct field *field, int row)
{
	for (; field; field = field->parent) {
		bool in_row = field->parent && field->parent->type == FIELD_REPEAT;

		if (field->relevant.sql && eval_ask(eval, &field->relevant, in_row ? row : 0) != ANSWER_TRUE)
			return false;
	}
	return true;
}

bool
eval_field_admits(struct eval *eval, const struct field *field, int row)
{
	return !field->constraint.sql || eval_reads_closed(eval, &field->constraint) ||
	       eval_ask(eval, &field->constraint, row) != ANSWER_FALSE;
}

bool
eval_reads_closed(const struct eval *eval, const struct expr *expr)
{
	const struct compiled *compiled = eval_compiled_of(eval, expr);

	for (size_t i = 0; compiled && compiled->reads_private && i < compiled->read_count; i++) {
		const struct form *form = pack_form_of_field(eval->pack, compiled->reads[i]->name);
		const struct form_values *held = form ? eval_values_of(eval, form) : NULL;

		if (compiled->reads[i]->is_private && held && held->loaded && !held->has_private)
			return true;
	}
	return false;
}
