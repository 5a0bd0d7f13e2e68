#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "eval/compile.h"
#include "form/place.h"

/* A form as it stands against what its expressions say of it, and a draft completed by them. */

struct form_asking {
	struct eval *eval;
	const struct form *form;
	const char *lang;
	void (*report)(const struct eval_problem *, void *);
	void *ctx;
	size_t count;
	const struct bunch *bunch;    /* the form's calculations, answered */
	size_t next;		      /* of it */
	const struct bunch *checks;   /* the form's checks, answered; NULL: each is asked alone */
	const struct eval_slot *step; /* what is checked is somebody's, and not a draft; NULL: it is */
	struct place_texts photos;    /* where its photos stand */
};

static void
report(struct form_asking *checking, enum field_problem problem, const struct field *field, int row, const char *text)
{
	checking->count++;
	if (checking->report)
		checking->report(&(struct eval_problem){ problem, field, row, text }, checking->ctx);
}

static bool
has_photo(const struct form_asking *checking, const struct field *field, int row)
{
	struct field_place place = field_place_of(row ? field->parent->name : NULL, row, field->name);

	return place_texts_count(&checking->photos, &place) > 0;
}

/* Notes where the photos stand, of the step or of the draft. */
static void
note_photos(struct form_asking *checking)
{
	const struct form_values *held = eval_values_of(checking->eval, checking->form);
	size_t count = checking->step ? checking->step->photo_count : held->photo_count;

	checking->photos = place_texts_for(count);
	for (size_t i = 0; i < count; i++)
		checking->photos.items[i] = checking->step ? checking->step->photos[i].field : held->photos[i];
	checking->photos.count = count;
	place_texts_sort(&checking->photos);
}

struct holding {
	const struct value *value;
	bool holds;
};

static void
is_held(const char *choice, void *ctx)
{
	struct holding *holding = ctx;
	const struct value *value = holding->value;

	holding->holds |= value->type == VALUE_TEXT && strcmp(value->text, choice) == 0;
	for (size_t i = 0; value->type == VALUE_LIST && i < value->list.count; i++)
		holding->holds |= value->list.items[i].type == VALUE_TEXT && strcmp(value->list.items[i].text, choice) == 0;
}

static bool
hangs_on_day(const struct eval *eval, const struct expr *expr)
{
	const struct compiled *compiled = eval_compiled_of(eval, expr);

	return compiled && compiled->reads_day;
}

/* ---- asked alone, or answered with the others */

static enum answer
answer_of(const struct form_asking *checking, const struct expr *expr, int row)
{
	const struct eval *eval = checking->eval;
	const struct compiled *compiled = checking->checks ? eval_compiled_of(eval, expr) : NULL;
	size_t column = compiled ? eval->check_columns[compiled - eval->compiled] : 0;

	return column ? eval_bunch_answer(checking->checks, column - 1) : eval_ask(checking->eval, expr, row);
}

static bool
is_asked_for(const struct form_asking *checking, const struct field *field, int row)
{
	for (; field; field = field->parent) {
		bool in_row = field->parent && field->parent->type == FIELD_REPEAT;

		if (field->relevant.sql && answer_of(checking, &field->relevant, in_row ? row : 0) != ANSWER_TRUE)
			return false;
	}
	return true;
}

/* Somebody's value is judged alike on every day: where the constraint asks for the day it is broken that holds on none, the first and the last. */
static bool
admits(const struct form_asking *checking, const struct field *field, int row)
{
	static const char days[][sizeof(checking->eval->today)] = { "0001-01-01", "9999-12-31" };
	char today[sizeof(checking->eval->today)];
	bool is = false;

	if (!field->constraint.sql)
		return true;
	if (!checking->step || !hangs_on_day(checking->eval, &field->constraint))
		return eval_reads_closed(checking->eval, &field->constraint) ||
		       answer_of(checking, &field->constraint, row) != ANSWER_FALSE;
	memcpy(today, checking->eval->today, sizeof(today));
	for (size_t i = 0; i < ARRAY_LEN(days) && !is; i++) {
		memcpy(checking->eval->today, days[i], sizeof(today));
		is = eval_field_admits(checking->eval, field, row);
	}
	memcpy(checking->eval->today, today, sizeof(today));
	return is;
}

/* Does the value hold a choice that is not offered? */
static bool
holds_withheld(struct form_asking *checking, const struct field *field, const struct value *value, int row)
{
	struct holding holding = { value, false };

	if (field->choices.sql && value && !(checking->step && hangs_on_day(checking->eval, &field->choices)))
		eval_each_withheld(checking->eval, field, row, is_held, &holding);
	return holding.holds;
}

/* What is empty is absent: so is a list without rows. */
static bool
is_filled(const struct form_asking *checking, const struct field *field, const struct value *value, int row)
{
	if (field->type == FIELD_PHOTO)
		return has_photo(checking, field, row);
	return value && !(value->type == VALUE_LIST && value->list.count == 0);
}

/* Of a private answer that is closed here nothing is known but whether it is there: what somebody signed says so openly, of what stands in no row. */
static void
check_sealed(struct form_asking *checking, const struct field *field, int row)
{
	bool filled = false;

	if (!checking->step || !checking->step->has_sealed || row || field->type == FIELD_PHOTO || field->type == FIELD_REPEAT)
		return;
	for (size_t i = 0; i < checking->step->sealed_count; i++)
		filled |= strcmp(checking->step->sealed[i], field->name) == 0;
	if (filled && !is_asked_for(checking, field, row))
		report(checking, PROBLEM_NOT_RELEVANT, field, row, _("does not apply here and must stay empty"));
	else if (!filled && field->required && is_asked_for(checking, field, row))
		report(checking, PROBLEM_REQUIRED, field, row, _("must be filled"));
}

static void
check_field(struct form_asking *checking, const struct field *field, const struct value *values, int row)
{
	struct form_values *held = eval_values_of(checking->eval, checking->form);
	const struct value *value = value_get(values, field->name);
	bool filled = is_filled(checking, field, value, row);

	if (field->is_private && !held->has_private) {
		check_sealed(checking, field, row); /* nobody here can see with what the field is filled */
		return;
	}
	if (!is_asked_for(checking, field, row)) {
		if (filled)
			report(checking, PROBLEM_NOT_RELEVANT, field, row, _("does not apply here and must stay empty"));
		return;
	}
	if (field->required && !filled) {
		report(checking, PROBLEM_REQUIRED, field, row, _("must be filled"));
		return;
	}
	if (filled && !admits(checking, field, row))
		report(checking, PROBLEM_CONSTRAINT, field, row,
		       field->constraint_message.zh ? label_text(&field->constraint_message, checking->lang)
						    : _("is not a value that may stand here"));
	else if (filled && holds_withheld(checking, field, value, row))
		report(checking, PROBLEM_CONSTRAINT, field, row, _("holds a choice that is not offered with the other answers"));
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

/* Compares a calculation with what the draft holds. `right`: what the program computes; taken. */
static void
compare_calculation(struct form_asking *checking, const struct field *field, const struct value *held, int row, struct value right)
{
	bool fits = held ? same(held, &right) : right.type == VALUE_NONE;

	/* A field that does not apply is left out; whether it applies may hang on other forms. */
	if (!held && !fits && (field->relevant.sql || field->parent))
		fits = true;
	if (!fits)
		report(checking, PROBLEM_CALCULATION, field, row, _("is not what the program computes from the other fields"));
	value_release(&right);
}

static void
check_calculation(struct form_asking *checking, const struct field *field, const struct value *values, int row)
{
	if (field->is_private && !eval_values_of(checking->eval, checking->form)->has_private)
		return; /* nobody here can see what the field holds */
	compare_calculation(checking, field, value_get(values, field->name), row, eval_ask_value(checking->eval, field, row));
}

static void
check_fields(struct form_asking *checking, const struct field *fields, size_t count, const struct value *values, int row,
	     void (*check)(struct form_asking *, const struct field *, const struct value *, int))
{
	for (size_t i = 0; i < count; i++) {
		const struct field *field = &fields[i];
		const struct value *rows = field->type == FIELD_REPEAT ? value_get_list(values, field->name) : NULL;

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
check_one(struct form_asking *checking, const struct field *field, const struct value *values, int row)
{
	check_field(checking, field, values, row);
	if (field->calculation.sql && is_asked_for(checking, field, row))
		check_calculation(checking, field, values, row);
}

size_t
eval_check_form(struct eval *eval, const struct form *form, const char *lang, void (*call)(const struct eval_problem *, void *), void *ctx)
{
	struct form_asking checking = { .eval = eval, .form = form, .lang = lang, .report = call, .ctx = ctx };

	note_photos(&checking);
	check_fields(&checking, form->fields, form->field_count, &eval_values_of(eval, form)->values, 0, check_one);
	place_texts_release(&checking.photos);
	return checking.count;
}

/* ---- the calculations of a step */

struct bunching {
	struct eval *eval;
	struct bunch *bunch;
	struct buf columns;
};

static bool
bunch_calculation(const struct field *field, void *ctx)
{
	struct bunching *bunching = ctx;
	const struct compiled *compiled = eval_compiled_of(bunching->eval, &field->calculation);
	bool in_row = field->parent && field->parent->type == FIELD_REPEAT;

	if (!compiled || in_row || field->is_private || bunching->bunch->count == BUNCH_MOST)
		return true;
	buf_printf(&bunching->columns, "%s(%s\n)", bunching->bunch->count ? ", " : "", field->calculation.sql);
	eval_bunch_add(bunching->bunch, field, compiled);
	return true;
}

static bool
calculates(const struct field *field, void *ctx)
{
	*(bool *)ctx |= field->calculation.sql != NULL;
	return true;
}

/* The bunch is in the order in which fields are visited. */
static void
check_only_calculation(struct form_asking *checking, const struct field *field, const struct value *values, int row)
{
	const struct bunch *bunch = checking->bunch;

	if (bunch && checking->next < bunch->count && bunch->asked[checking->next] == field)
		compare_calculation(checking, field, value_get(values, field->name), row, eval_bunch_value(bunch, checking->next++, field));
	else if (field->calculation.sql)
		check_calculation(checking, field, values, row);
}

bool
eval_calculations_hold(struct eval *eval, const struct form *form, const struct id *step, const struct value *values,
		       const struct eval_photo *photos, size_t photo_count)
{
	struct form_asking checking = { .eval = eval, .form = form };
	struct bunch *bunch = &eval->calculations[form - eval->pack->forms];
	struct bunching bunching = { eval, bunch, { 0 } };
	bool any = false;

	form_each_field(form, calculates, &any);
	if (!any)
		return true;
	if (!bunch->made) {
		form_each_field(form, bunch_calculation, &bunching);
		eval_bunch_prepare(eval, bunch, buf_text(&bunching.columns));
		buf_release(&bunching.columns);
	}
	eval_load_step(eval, form, step, values, false, photos, photo_count);
	if (eval_bunch_ask(eval, bunch))
		checking.bunch = bunch;
	check_fields(&checking, form->fields, form->field_count, values, 0, check_only_calculation);
	if (checking.bunch)
		eval_bunch_reset(bunch);
	return checking.count == 0;
}

/* ---- a step as it stands */

static void
bunch_check(struct bunching *bunching, const struct expr *expr)
{
	const struct compiled *compiled = eval_compiled_of(bunching->eval, expr);

	if (!compiled || compiled->reads_day || compiled->reads_private || bunching->bunch->count == BUNCH_MOST)
		return;
	buf_printf(&bunching->columns, "%s(%s\n)", bunching->bunch->count ? ", " : "", expr->sql);
	eval_bunch_add(bunching->bunch, expr, compiled);
	bunching->eval->check_columns[compiled - bunching->eval->compiled] = bunching->bunch->count;
}

static bool
bunch_checks(const struct field *field, void *ctx)
{
	if (field->parent && field->parent->type == FIELD_REPEAT)
		return true;
	bunch_check(ctx, &field->relevant);
	bunch_check(ctx, &field->constraint);
	return true;
}

/* What stands in no row is asked at once; the values are loaded. */
static const struct bunch *
ask_checks(struct eval *eval, const struct form *form)
{
	struct bunch *bunch = &eval->checks[form - eval->pack->forms];
	struct bunching bunching = { eval, bunch, { 0 } };

	if (!eval->check_columns)
		eval->check_columns = mem_array(eval->count, sizeof(*eval->check_columns));
	if (!bunch->made) {
		form_each_field(form, bunch_checks, &bunching);
		eval_bunch_prepare(eval, bunch, buf_text(&bunching.columns));
		buf_release(&bunching.columns);
	}
	return eval_bunch_ask(eval, bunch) ? bunch : NULL;
}

size_t
eval_check_step(struct eval *eval, const struct eval_slot *step, const char *lang, void (*call)(const struct eval_problem *, void *),
		void *ctx)
{
	struct form_asking checking = { .eval = eval, .form = step->form, .lang = lang, .report = call, .ctx = ctx, .step = step };

	note_photos(&checking);
	checking.checks = ask_checks(eval, step->form);
	check_fields(&checking, step->form->fields, step->form->field_count, step->values, 0, check_field);
	if (checking.checks)
		eval_bunch_reset(checking.checks);
	place_texts_release(&checking.photos);
	return checking.count;
}

/* ---- completing a draft */

/* One round over a draft: computes what is calculated (`drop` false), or takes out what does not apply (`drop` true). */
static bool
complete_fields(struct eval *eval, const struct field *fields, size_t count, struct value *values, int row, bool drop)
{
	bool changed = false;

	for (size_t i = 0; i < count; i++) {
		const struct field *field = &fields[i];
		struct value *held = value_get_mut(values, field->name);

		if (field->type == FIELD_NOTE || field->type == FIELD_PHOTO)
			continue;
		if (field->type == FIELD_GROUP) {
			changed |= complete_fields(eval, field->fields, field->field_count, values, row, drop);
			continue;
		}
		if (drop && held && !eval_field_relevant(eval, field, row)) {
			value_remove(values, field->name);
			changed = true;
			continue;
		}
		if (!drop && field->calculation.sql && eval_field_relevant(eval, field, row)) {
			struct value right = eval_ask_value(eval, field, row);

			if (held ? !same(held, &right) : right.type != VALUE_NONE) {
				value_set_take(values, field->name, right);
				changed = true;
			} else {
				value_release(&right);
			}
			continue;
		}
		if (field->type == FIELD_REPEAT && held && held->type == VALUE_LIST)
			for (size_t r = 0; r < held->list.count; r++)
				changed |= complete_fields(eval, field->fields, field->field_count, &held->list.items[r], (int)r + 1, drop);
	}
	return changed;
}

void
eval_complete(struct eval *eval, const struct form *form, struct value *values, bool has_private, const struct eval_photo *photos,
	      size_t photo_count)
{
	bool drop = false;

	eval_load(eval, form, values, has_private, photos, photo_count);
	/* Calculations must settle before any field is found not to apply: a field may hang on a calculation below it. */
	for (int round = 0, still = 0; round < 16 && still < 2; round++) {
		if (complete_fields(eval, form->fields, form->field_count, values, 0, drop)) {
			eval_load(eval, form, values, has_private, photos, photo_count);
			still = 0;
			drop = false;
		} else {
			still++;
			drop = !drop;
		}
	}
}
