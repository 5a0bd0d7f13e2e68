#include "store/eval.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/compile.h"

#define ONE 1 /* the number of the only building there is here */

/* A runaway expression of a strange pack is stopped after so many of SQLite's operations. */
#define PROGRESS_OPS 1000000

static int
stop_runaway(void *ctx)
{
	(void)ctx;
	return 1;
}

static void
set_limits(sqlite3 *db)
{
	sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 4 << 20);
	sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, 256 << 10);
	sqlite3_limit(db, SQLITE_LIMIT_EXPR_DEPTH, 200);
	sqlite3_limit(db, SQLITE_LIMIT_COMPOUND_SELECT, 20);
	sqlite3_limit(db, SQLITE_LIMIT_VDBE_OP, 250000);
	sqlite3_limit(db, SQLITE_LIMIT_FUNCTION_ARG, 64);
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_limit(db, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200);
	sqlite3_limit(db, SQLITE_LIMIT_VARIABLE_NUMBER, 2000);
	sqlite3_limit(db, SQLITE_LIMIT_TRIGGER_DEPTH, 1);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
}

enum status
eval_new(const struct pack *pack, struct eval **out, struct buf *problems, struct err *err)
{
	struct eval *eval = mem_alloc(sizeof(*eval));
	enum status status;

	eval->pack = pack;
	eval->forms = mem_array(pack->form_count, sizeof(*eval->forms));
	memcpy(eval->today, "1970-01-01", 11);
	if (sqlite3_open_v2(":memory:", &eval->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) !=
	    SQLITE_OK) {
		status = err_set(err, STATUS_IO, _("the evaluator does not start; memory may be short"));
		goto out;
	}
	set_limits(eval->db);
	status = register_functions(eval->db, eval->today, err);
	if (!status && sqlite3_exec(eval->db,
				    "CREATE TABLE building (building INTEGER PRIMARY KEY, root BLOB, division TEXT, level INTEGER,"
				    " task TEXT, task_name TEXT, changed INTEGER, hash BLOB);"
				    "INSERT INTO building (building, division) VALUES (1, '')",
				    NULL, NULL, NULL) != SQLITE_OK)
		status = err_set(err, STATUS_IO, _("the evaluator does not start; memory may be short"));
	if (!status)
		status = register_open(eval->db, pack, true, true, &eval->registrar, err);
	if (!status && compile_pack(eval, problems, err))
		status = STATUS_INVALID;
	if (status)
		goto out;
	sqlite3_progress_handler(eval->db, PROGRESS_OPS, stop_runaway, NULL);
	*out = eval;
	eval = NULL;
out:
	eval_free(eval);
	return status;
}

static void
forget_form(struct form_values *values)
{
	value_release(&values->values);
	for (size_t i = 0; i < values->photo_count; i++)
		free(values->photos[i]);
	free(values->photos);
	*values = (struct form_values){ 0 };
}

void
eval_free(struct eval *eval)
{
	if (!eval)
		return;
	for (size_t i = 0; i < eval->pack->form_count; i++)
		forget_form(&eval->forms[i]);
	free(eval->forms);
	compiled_release(eval);
	register_close(eval->registrar);
	sqlite3_close(eval->db);
	free(eval);
}

static struct form_values *
values_of(const struct eval *eval, const struct form *form)
{
	return &eval->forms[form - eval->pack->forms];
}

void
eval_clear(struct eval *eval, const char *today)
{
	struct err ignored = { 0 };

	memcpy(eval->today, today, 11);
	for (size_t i = 0; i < eval->pack->form_count; i++) {
		if (!eval->forms[i].loaded)
			continue;
		/* In memory: it can fail only for want of it, and then stale values must not answer. */
		if (register_put_form(eval->registrar, &eval->pack->forms[i], ONE, NULL, NULL, 0, &ignored))
			mem_array(SIZE_MAX / 2, 2);
		forget_form(&eval->forms[i]);
	}
	if (register_put_facts(eval->registrar, ONE, NULL, &ignored))
		mem_array(SIZE_MAX / 2, 2);
}

void
eval_load(struct eval *eval, const struct form *form, const struct value *values, bool has_private,
	  const struct eval_photo *photos, size_t photo_count)
{
	struct form_values *held = values_of(eval, form);
	struct err ignored = { 0 };

	forget_form(held);
	if (register_put_form(eval->registrar, form, ONE, values, photos, photo_count, &ignored))
		mem_array(SIZE_MAX / 2, 2);
	held->loaded = true;
	held->has_private = has_private;
	held->values = value_copy(values);
	held->photos = mem_array(photo_count, sizeof(*held->photos));
	for (size_t i = 0; i < photo_count; i++)
		held->photos[held->photo_count++] = mem_strdup(photos[i].field);
}

/* ---- asking */

enum answer { ANSWER_NULL, ANSWER_FALSE, ANSWER_TRUE };

static enum answer
truth(sqlite3_stmt *stmt)
{
	if (sqlite3_column_type(stmt, 0) == SQLITE_NULL)
		return ANSWER_NULL;
	return sqlite3_column_double(stmt, 0) != 0 ? ANSWER_TRUE : ANSWER_FALSE;
}

/* The answer for the building, or for one row of a repeat (from 1). */
static enum answer
ask(struct eval *eval, const struct expr *expr, int row)
{
	const struct compiled *compiled = compiled_of(eval, expr);
	enum answer answer = ANSWER_NULL;

	if (!compiled)
		return ANSWER_NULL;
	while (sqlite3_step(compiled->stmt) == SQLITE_ROW) {
		if (row && sqlite3_column_int(compiled->stmt, 1) != row)
			continue;
		answer = truth(compiled->stmt);
		break;
	}
	sqlite3_reset(compiled->stmt);
	return answer;
}

/* A column as a value of the field's type; VALUE_NONE for NULL. */
static struct value
column_value(sqlite3_stmt *stmt, enum field_type type)
{
	const char *text;
	struct value set;

	if (sqlite3_column_type(stmt, 0) == SQLITE_NULL)
		return (struct value){ 0 };
	switch (type) {
	case FIELD_INTEGER:
	case FIELD_YEAR:
		return value_integer(sqlite3_column_int64(stmt, 0));
	case FIELD_DECIMAL:
		return value_real(sqlite3_column_double(stmt, 0));
	case FIELD_BOOLEAN:
		return value_boolean(sqlite3_column_int(stmt, 0) != 0);
	case FIELD_SELECT_MULTIPLE:
		set = value_list();
		for (text = (const char *)sqlite3_column_text(stmt, 0); *text; text += strspn(text, " ")) {
			size_t len = strcspn(text, " ");

			value_append_take(&set, (struct value){ .type = VALUE_TEXT, .text = mem_strndup(text, len) });
			text += len;
		}
		if (!set.list.count)
			value_release(&set);
		return set;
	default:
		text = (const char *)sqlite3_column_text(stmt, 0);
		return *text ? value_text(text) : (struct value){ 0 };
	}
}

static struct value
ask_value(struct eval *eval, const struct expr *expr, enum field_type type, int row)
{
	const struct compiled *compiled = compiled_of(eval, expr);
	struct value value = { 0 };

	if (!compiled)
		return value;
	while (sqlite3_step(compiled->stmt) == SQLITE_ROW) {
		if (row && sqlite3_column_int(compiled->stmt, 1) != row)
			continue;
		value = column_value(compiled->stmt, type);
		break;
	}
	sqlite3_reset(compiled->stmt);
	return value;
}

bool
eval_form_relevant(struct eval *eval, const struct form *form)
{
	return !form->relevant.sql || ask(eval, &form->relevant, 0) == ANSWER_TRUE;
}

bool
eval_bulk(struct eval *eval, const struct level *level)
{
	return level->bulk_when.sql && ask(eval, &level->bulk_when, 0) == ANSWER_TRUE;
}

struct value
eval_fact(struct eval *eval, const struct fact *fact)
{
	static const enum field_type types[] = { FIELD_BOOLEAN, FIELD_INTEGER, FIELD_TEXT };

	return ask_value(eval, &fact->calculation, types[fact->type], 0);
}

bool
eval_field_relevant(struct eval *eval, const struct field *field, int row)
{
	for (; field; field = field->parent) {
		bool in_row = field->parent && field->parent->type == FIELD_REPEAT;

		if (field->relevant.sql && ask(eval, &field->relevant, in_row ? row : 0) != ANSWER_TRUE)
			return false;
	}
	return true;
}

/* ---- a form as it stands */

struct checking {
	struct eval *eval;
	const struct form *form;
	const char *lang;
	void (*report)(const struct eval_problem *, void *);
	void *ctx;
	size_t count;
};

static void
report(struct checking *checking, enum field_problem problem, const struct field *field, int row, const char *text)
{
	checking->count++;
	if (checking->report)
		checking->report(&(struct eval_problem){ problem, field, row, text }, checking->ctx);
}

static bool
has_photo(const struct form_values *held, const struct field *field, int row)
{
	char *wanted = row ? mem_printf("%s/%d/%s", field->parent->name, row, field->name) : mem_strdup(field->name);
	bool has = false;

	for (size_t i = 0; i < held->photo_count && !has; i++)
		has = strcmp(held->photos[i], wanted) == 0;
	free(wanted);
	return has;
}

static void
check_field(struct checking *checking, const struct field *field, const struct value *values, int row)
{
	struct form_values *held = values_of(checking->eval, checking->form);
	const struct value *value = value_get(values, field->name);
	bool filled = field->type == FIELD_PHOTO ? has_photo(held, field, row) : value != NULL;

	if (field->is_private && !held->has_private)
		return; /* nobody here can see whether it is filled */
	if (!eval_field_relevant(checking->eval, field, row)) {
		if (filled)
			report(checking, PROBLEM_NOT_RELEVANT, field, row, _("does not apply here and must stay empty"));
		return;
	}
	if (field->required && !filled) {
		report(checking, PROBLEM_REQUIRED, field, row, _("must be filled"));
		return;
	}
	if (filled && field->constraint.sql && ask(checking->eval, &field->constraint, row) == ANSWER_FALSE)
		report(checking, PROBLEM_CONSTRAINT, field, row,
		       field->constraint_message.zh ? label_text(&field->constraint_message, checking->lang)
						    : _("is not a value that may stand here"));
}

static bool
same(const struct value *left, const struct value *right)
{
	bool left_number = left->type == VALUE_INTEGER || left->type == VALUE_REAL;
	bool right_number = right->type == VALUE_INTEGER || right->type == VALUE_REAL;

	if (left_number && right_number) {
		double a = left->type == VALUE_REAL ? left->real : (double)left->integer;
		double b = right->type == VALUE_REAL ? right->real : (double)right->integer;

		return fabs(a - b) <= 1e-9 * fmax(1, fabs(a));
	}
	return value_equal(left, right);
}

static void
check_calculation(struct checking *checking, const struct field *field, const struct value *values, int row)
{
	const struct value *held = value_get(values, field->name);
	struct value right = ask_value(checking->eval, &field->calculation, field->type, row);
	bool fits = held ? same(held, &right) : right.type == VALUE_NONE;

	/* Where it does not apply it is left out; whether it applies may hang on other forms. */
	if (!held && !fits && (field->relevant.sql || field->parent))
		fits = true;
	if (!fits)
		report(checking, PROBLEM_CALCULATION, field, row, _("is not what the program computes from the other fields"));
	value_release(&right);
}

static void
check_fields(struct checking *checking, const struct field *fields, size_t count, const struct value *values, int row,
	     void (*check)(struct checking *, const struct field *, const struct value *, int))
{
	for (size_t i = 0; i < count; i++) {
		const struct field *field = &fields[i];
		const struct value *rows = value_get_list(values, field->name);

		if (field->type == FIELD_GROUP)
			check_fields(checking, field->fields, field->field_count, values, row, check);
		else if (field->type == FIELD_REPEAT)
			for (size_t r = 0; rows && r < rows->list.count; r++)
				check_fields(checking, field->fields, field->field_count, &rows->list.items[r], (int)r + 1, check);
		if (field->type != FIELD_GROUP && field->type != FIELD_NOTE)
			check(checking, field, values, row);
	}
}

static void
check_one(struct checking *checking, const struct field *field, const struct value *values, int row)
{
	check_field(checking, field, values, row);
	if (field->calculation.sql && eval_field_relevant(checking->eval, field, row))
		check_calculation(checking, field, values, row);
}

size_t
eval_check_form(struct eval *eval, const struct form *form, const char *lang,
		void (*call)(const struct eval_problem *, void *), void *ctx)
{
	struct checking checking = { .eval = eval, .form = form, .lang = lang, .report = call, .ctx = ctx };

	check_fields(&checking, form->fields, form->field_count, &values_of(eval, form)->values, 0, check_one);
	return checking.count;
}

static void
check_only_calculation(struct checking *checking, const struct field *field, const struct value *values, int row)
{
	if (field->calculation.sql)
		check_calculation(checking, field, values, row);
}

static bool
calculates(const struct field *field, void *ctx)
{
	*(bool *)ctx |= field->calculation.sql != NULL;
	return true;
}

bool
eval_calculations_hold(struct eval *eval, const struct form *form, const struct value *values, const struct eval_photo *photos,
		       size_t photo_count)
{
	struct checking checking = { .eval = eval, .form = form };
	bool any = false;

	form_each_field(form, calculates, &any);
	if (!any)
		return true;
	eval_clear(eval, "1970-01-01");
	eval_load(eval, form, values, false, photos, photo_count);
	check_fields(&checking, form->fields, form->field_count, values, 0, check_only_calculation);
	eval_clear(eval, "1970-01-01");
	return checking.count == 0;
}

/* ---- completing a draft */

static bool
complete_fields(struct eval *eval, const struct field *fields, size_t count, struct value *values, int row)
{
	bool changed = false;

	for (size_t i = 0; i < count; i++) {
		const struct field *field = &fields[i];
		struct value *held = value_get_mut(values, field->name);
		bool applies;

		if (field->type == FIELD_NOTE || field->type == FIELD_PHOTO)
			continue;
		if (field->type == FIELD_GROUP) {
			changed |= complete_fields(eval, field->fields, field->field_count, values, row);
			continue;
		}
		applies = eval_field_relevant(eval, field, row);
		if (applies && field->calculation.sql) {
			struct value right = ask_value(eval, &field->calculation, field->type, row);

			if (held ? !same(held, &right) : right.type != VALUE_NONE) {
				value_set_take(values, field->name, right);
				changed = true;
			} else {
				value_release(&right);
			}
			continue;
		}
		if (!applies && held) {
			value_remove(values, field->name);
			changed = true;
			continue;
		}
		if (field->type == FIELD_REPEAT && held && held->type == VALUE_LIST)
			for (size_t r = 0; r < held->list.count; r++)
				changed |= complete_fields(eval, field->fields, field->field_count, &held->list.items[r], (int)r + 1);
	}
	return changed;
}

void
eval_complete(struct eval *eval, const struct form *form, struct value *values, bool has_private,
	      const struct eval_photo *photos, size_t photo_count)
{
	for (int round = 0; round < 8; round++) {
		eval_load(eval, form, values, has_private, photos, photo_count);
		if (!complete_fields(eval, form->fields, form->field_count, values, 0))
			return;
	}
	eval_load(eval, form, values, has_private, photos, photo_count);
}

/* ---- rules */

/* Reads the rule a private value that is there but closed? */
static bool
reads_closed(const struct eval *eval, const struct compiled *compiled)
{
	for (size_t i = 0; compiled && i < compiled->read_count; i++) {
		const struct form *form;

		if (!compiled->reads[i]->is_private)
			continue;
		form = pack_form_of_field(eval->pack, compiled->reads[i]->name);
		if (form && values_of(eval, form)->loaded && !values_of(eval, form)->has_private)
			return true;
	}
	return false;
}

static bool
reads_blind(const struct compiled *compiled, const struct form *form)
{
	for (size_t i = 0; compiled && i < compiled->read_count; i++)
		if (pack_is_blind(form, compiled->reads[i]->name))
			return true;
	return false;
}

size_t
eval_rules(struct eval *eval, const struct form *form, bool while_filling,
	   void (*call)(const struct eval_finding *, void *), void *ctx)
{
	size_t errors = 0;

	for (size_t i = 0; i < eval->pack->rule_count; i++) {
		const struct rule *rule = &eval->pack->rules[i];
		const struct compiled *when = compiled_of(eval, &rule->when), *expr = compiled_of(eval, &rule->expr);
		struct eval_finding finding = { rule, FINDING_FIRES };

		if (rule->county || (form && rule->form != form))
			continue;
		if (while_filling && form && (reads_blind(when, form) || reads_blind(expr, form)))
			continue;
		if (reads_closed(eval, when) || reads_closed(eval, expr))
			finding.kind = FINDING_NOT_JUDGED;
		else if ((rule->when.sql && ask(eval, &rule->when, 0) != ANSWER_TRUE) || ask(eval, &rule->expr, 0) != ANSWER_TRUE)
			continue;
		errors += finding.kind == FINDING_FIRES && rule->level == RULE_ERROR;
		if (call)
			call(&finding, ctx);
	}
	return errors;
}

bool
eval_rule_reads_private(const struct eval *eval, const struct rule *rule)
{
	const struct compiled *when = compiled_of(eval, &rule->when), *expr = compiled_of(eval, &rule->expr);

	return (when && when->reads_private) || (expr && expr->reads_private);
}
