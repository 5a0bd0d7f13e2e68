#include "eval/eval.h"

#include <stdlib.h>
#include <string.h>

#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/visible.h"
#include "eval/compile.h"
#include "eval/db.h"
#include "eval/only_row.h"

#define ONE 1 /* the number of the only building there is here */

/* A runaway expression of a strange pack is stopped after so many of SQLite's operations, counted anew at each asking: the same
 * expression must give the same answer however often it was asked before. */
#define PROGRESS_OPS 1000000

/* SQLite joins at most 64 tables and gives a view at most 2000 columns. */
#define MOST_FORMS 60
#define MOST_FIELDS 1900

static int
stop_runaway(void *ctx)
{
	/* Expressions of a pack can run away; our own writing goes on, however much was written before. */
	return ((const struct eval *)ctx)->asking;
}

static void
set_limits(sqlite3 *db)
{
	sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 1 << 20);
	sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, 256 << 10);
	sqlite3_limit(db, SQLITE_LIMIT_EXPR_DEPTH, 200);
	sqlite3_limit(db, SQLITE_LIMIT_COMPOUND_SELECT, 20);
	sqlite3_limit(db, SQLITE_LIMIT_VDBE_OP, 250000);
	sqlite3_limit(db, SQLITE_LIMIT_FUNCTION_ARG, 64);
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_limit(db, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200);
	sqlite3_limit(db, SQLITE_LIMIT_VARIABLE_NUMBER, MOST_FIELDS + 10);
	sqlite3_limit(db, SQLITE_LIMIT_TRIGGER_DEPTH, 1);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
}

/* Notes that the day of a sealed photo was asked for, and answers NULL. */
static void
meet_sealed(sqlite3_context *context, int count, sqlite3_value **args)
{
	struct eval *eval = sqlite3_user_data(context);

	(void)count;
	(void)args;
	eval->met_sealed = true;
}

/* The evaluator's own function, which its view of photos calls and no expression. */
static enum status
add_functions(struct eval *eval, struct err *err)
{
	enum status status = register_functions(eval->db, eval->pack, eval->today, err);

	if (!status && sqlite3_create_function_v2(eval->db, SEALED_DAY_FUNCTION, 0, SQLITE_UTF8 | SQLITE_INNOCUOUS, eval, meet_sealed, NULL,
						  NULL, NULL) != SQLITE_OK)
		status = err_set(err, STATUS_IO, _("the evaluator does not start; memory may be short"));
	return status;
}

struct sizing {
	const struct pack *pack;
	size_t fields;
	const struct field *clash; /* a repeat that has the name of a form, so that both want one table */
};

static bool
size_field(const struct field *field, void *ctx)
{
	struct sizing *sizing = ctx;

	sizing->fields++;
	if (field->type == FIELD_REPEAT && pack_form(sizing->pack, field->name))
		sizing->clash = field;
	return true;
}

/* Checks the pack's size, where SQLite would only say that a table or view cannot be made. */
static enum status
check_size(const struct pack *pack, struct buf *problems, struct err *err)
{
	struct sizing sizing = { .pack = pack, .fields = pack->fact_count };
	const struct place *place = pack->form_count ? &pack->forms[0].place : NULL;
	struct err why = { 0 };

	for (size_t i = 0; i < pack->form_count; i++)
		form_each_field(&pack->forms[i], size_field, &sizing);
	if (sizing.clash)
		err_set(&why, STATUS_INVALID, _("%s:%d: %s: a repeat cannot have the name of a form"), sizing.clash->place.file,
			sizing.clash->place.line, sizing.clash->place.key);
	else if (place && (pack->form_count > MOST_FORMS || sizing.fields > MOST_FIELDS))
		err_set(&why, STATUS_INVALID, _("%s:%d: %s: a pack can have %d forms and %d fields; this one has more"), place->file,
			place->line, place->key, MOST_FORMS, MOST_FIELDS);
	else
		return STATUS_OK;
	if (problems)
		visible_printf(problems, "%s\n", why.text);
	return err_set(err, STATUS_INVALID, "%s", why.text);
}

static enum status
make(const struct pack *pack, bool trusted, struct eval **out, struct buf *problems, struct err *err)
{
	struct eval *eval = mem_alloc(sizeof(*eval));
	struct register_named named = { 0 };
	enum status status;

	eval->pack = pack;
	eval->only = only_row_new();
	eval->fact_values = mem_array(pack->fact_count + 1, sizeof(*eval->fact_values));
	eval->forms = mem_array(pack->form_count, sizeof(*eval->forms));
	eval->rules = mem_array(pack->form_count, sizeof(*eval->rules));
	eval->checks = mem_array(pack->form_count, sizeof(*eval->checks));
	eval->calculations = mem_array(pack->form_count, sizeof(*eval->calculations));
	memcpy(eval->today, "1970-01-01", 11);
	status = check_size(pack, problems, err);
	if (status)
		goto out;
	db_start();
	if (sqlite3_open_v2(":memory:", &eval->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
		status = err_set(err, STATUS_IO, _("the evaluator does not start; memory may be short"));
		goto out;
	}
	set_limits(eval->db);
	/* Nothing of it is ever kept: within one transaction no asking begins and ends one of its own. */
	if (sqlite3_exec(eval->db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK) {
		status = err_set(err, STATUS_IO, _("the evaluator does not start; memory may be short"));
		goto out;
	}
	eval_find_expressions(eval, &named);
	status = add_functions(eval, err);
	if (!status)
		status = register_make_one(eval->db, pack, &named, err);
	if (!status)
		status = register_open(eval->db, pack, eval->only, &eval->registrar, err);
	sqlite3_progress_handler(eval->db, PROGRESS_OPS, stop_runaway, eval);
	if (!status && eval_compile_pack(eval, trusted, problems, err))
		status = STATUS_INVALID;
	if (status)
		goto out;
	*out = eval;
	eval = NULL;
out:
	free(named.lists);
	free(named.tables);
	eval_free(eval);
	return status;
}

enum status
eval_new(const struct pack *pack, struct eval **out, struct buf *problems, struct err *err)
{
	return make(pack, false, out, problems, err);
}

enum status
eval_new_trusted(const struct pack *pack, struct eval **out, struct err *err)
{
	return make(pack, true, out, NULL, err);
}

/* Writing in memory fails only for want of it, and then stale values must not answer: the program ends. */
static void
must_hold(enum status status)
{
	if (status)
		mem_array(SIZE_MAX / 2, 2);
}

static void
release_values(struct form_values *values)
{
	value_release(&values->values);
	for (size_t i = 0; i < values->photo_count; i++)
		free(values->photos[i]);
	free(values->photos);
	*values = (struct form_values){ .slot_count = values->slot_count };
}

static void
release_bunches(struct bunch *bunches, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		sqlite3_finalize(bunches[i].stmt);
		free(bunches[i].asked);
	}
	free(bunches);
}

void
eval_free(struct eval *eval)
{
	if (!eval)
		return;
	for (size_t i = 0; i < eval->pack->form_count; i++)
		release_values(&eval->forms[i]);
	sqlite3_finalize(eval->called.stmt);
	free(eval->called.asked);
	release_bunches(eval->facts, eval->fact_layers);
	release_bunches(eval->rules, eval->pack->form_count);
	release_bunches(eval->checks, eval->pack->form_count);
	free(eval->check_columns);
	release_bunches(eval->calculations, eval->pack->form_count);
	free(eval->forms);
	for (size_t i = 0; i < eval->pack->fact_count; i++)
		value_release(&eval->fact_values[i]);
	free(eval->fact_values);
	value_release(&eval->floors);
	eval_compiled_release(eval);
	register_close(eval->registrar);
	sqlite3_close(eval->db);
	only_row_free(eval->only);
	free(eval);
}

struct form_values *
eval_values_of(const struct eval *eval, const struct form *form)
{
	return &eval->forms[form - eval->pack->forms];
}

void
eval_unload(struct eval *eval, const struct form *form)
{
	struct form_values *held = eval_values_of(eval, form);
	struct err ignored = { 0 };

	if (held->loaded)
		must_hold(register_remove_form(eval->registrar, form, ONE, &ignored));
	release_values(held);
	eval->facts_fresh = false;
}

void
eval_load_slots(struct eval *eval, const struct form *form, struct eval_slot *slots, size_t count)
{
	struct form_values *held = eval_values_of(eval, form);
	struct err ignored = { 0 };

	if (!held->slot_count && !count)
		return;
	if (held->slot_count)
		must_hold(register_remove_slots(eval->registrar, form, ONE, &ignored));
	must_hold(register_put_slots(eval->registrar, form, ONE, slots, count, &ignored));
	held->slot_count = count;
	eval->facts_fresh = false;
}

void
eval_clear(struct eval *eval, const char *today)
{
	struct err ignored = { 0 };

	memcpy(eval->today, today, 11);
	value_release(&eval->floors);
	register_empty_only(eval->registrar);
	eval->facts_fresh = false;
	for (size_t i = 0; i < eval->pack->form_count; i++) {
		struct form_values *held = eval_values_of(eval, &eval->pack->forms[i]);

		if (held->loaded)
			must_hold(register_remove_rows(eval->registrar, &eval->pack->forms[i], ONE, &ignored));
		release_values(held);
		eval_load_slots(eval, &eval->pack->forms[i], NULL, 0);
	}
}

void
eval_set_division(struct eval *eval, const char *division)
{
	char code[DIVISION_CODE_LEN + 1];

	division_code(division, code);
	register_put_division(eval->registrar, code);
}

static struct form_values *
load(struct eval *eval, const struct form *form, const struct value *values, bool has_private, const struct eval_photo *photos,
     size_t photo_count)
{
	struct form_values *held = eval_values_of(eval, form);
	struct err ignored = { 0 };

	if (held->loaded)
		must_hold(register_remove_rows(eval->registrar, form, ONE, &ignored));
	release_values(held);
	eval->facts_fresh = false;
	must_hold(register_put_form(eval->registrar, form, ONE, values, photos, photo_count, &ignored));
	held->loaded = true;
	held->has_private = has_private;
	return held;
}

void
eval_load(struct eval *eval, const struct form *form, const struct value *values, bool has_private, const struct eval_photo *photos,
	  size_t photo_count)
{
	struct form_values *held = load(eval, form, values, has_private, photos, photo_count);

	held->values = value_copy(values);
	held->photos = mem_array(photo_count, sizeof(*held->photos));
	for (size_t i = 0; i < photo_count; i++)
		held->photos[held->photo_count++] = mem_strdup(photos[i].field);
}

void
eval_load_step(struct eval *eval, const struct form *form, const struct id *step, const struct value *values, bool has_private,
	       const struct eval_photo *photos, size_t photo_count)
{
	struct form_values *held = eval_values_of(eval, form);

	if (!held->loaded || !held->has_step || !id_equal(&held->step, step))
		load(eval, form, values, has_private, photos, photo_count);
	held->has_private = has_private;
	held->has_step = true;
	held->step = *step;
	eval->facts_fresh = false;
}
