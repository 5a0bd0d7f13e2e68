#ifndef EVAL_EVAL_H
#define EVAL_EVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "base/value.h"
#include "form/pack.h"

/* The pack's expressions over one building: a small in-memory database with the building's values, in which every relevant,
 * constraint, calculation, fact and rule of the pack is a prepared statement. Prepared under an authorizer and limits; a bad expression is a pack error with file, line, key.
 * NULL: relevant false, constraint holds, rule silent. */

struct eval;

/* Prepares every expression. INVALID: `problems` (may be NULL) has a line for each bad one. The pack is borrowed. */
MUST_CHECK enum status eval_new(const struct pack *pack, struct eval **out, struct buf *problems, struct err *err);
/* Of a pack of which eval_new said here that all prepare: each is prepared when it is asked about first. One that fails then answers nothing, and a
 * constraint or rule that does counts as one that could not be worked out. */
MUST_CHECK enum status eval_new_trusted(const struct pack *pack, struct eval **out, struct err *err);
/* What decides whether an expression prepares, besides the pack: the functions and SQLite's version, as a text to compare. The caller frees it. */
char *eval_language(void);
void eval_free(struct eval *eval);

/* A photo as rules see it. */
struct eval_photo {
	const char *field; /* its place: form/place.h */
	const char *mime;
	int64_t size_bytes;
	bool has_taken;
	int64_t taken_unix;
	bool is_sealed; /* when it was taken is private: a rule that reads it is "not judged", if it does not fire without */
	char id_hex[ID_HEX_LEN + 1];
	int64_t elsewhere; /* other buildings here that hold it */
};

/* Forgets the building loaded and starts another. `today` (YYYY-MM-DD) is what today() answers. */
void eval_clear(struct eval *eval, const char *today);
/* Where the forms about a division are asked, until the next eval_clear: its digits, all 12 or the first. */
void eval_set_division(struct eval *eval, const char *division);
/* Loads (replaces) the values of one form. `has_private`: private fields are among them; otherwise they read NULL and
 * rules over them are "not judged". Only what fits the form's types may be given. */
void eval_load(struct eval *eval, const struct form *form, const struct value *values, bool has_private, const struct eval_photo *photos,
	       size_t photo_count);

/* Loads the clear values of a step, whose photos nobody else holds, to be asked and not to be completed or checked as a form:
 * nothing is written when they are loaded already. */
void eval_load_step(struct eval *eval, const struct form *form, const struct id *step, const struct value *values, bool has_private,
		    const struct eval_photo *photos, size_t photo_count);
/* Forgets one form. */
void eval_unload(struct eval *eval, const struct form *form);

/* A slot of a form that repeats, by its head. */
struct eval_slot {
	const struct form *form;
	struct id root, head;
	const struct value *values; /* borrowed, as the photos are */
	const struct eval_photo *photos;
	size_t photo_count;
	bool has_sealed;     /* it is known which private fields it fills, whether their values are here or not: */
	char *const *sealed; /* these; borrowed */
	size_t sealed_count;
};
/* Replaces the slots of a form that repeats, which expressions read as a table by its name; sorts them by its `order`, then by root. */
void eval_load_slots(struct eval *eval, const struct form *form, struct eval_slot *slots, size_t count);

/* ---- answers */

void eval_forms_relevant(struct eval *eval, bool *called); /* for each form of the pack: is it called for? Without an expression it is */
/* A fact's value; VALUE_NONE for NULL. */
struct value eval_fact(struct eval *eval, const struct fact *fact);
/* Does the one value of a fact weigh more than the other: true than false, the larger number, the later text, all of them than none? */
bool eval_fact_is_higher(const struct value *one, const struct value *other);
/* From now on facts are no lower than these (object: fact -> value; NULL: none); until eval_clear. What follows from a fact follows from this. */
void eval_set_floors(struct eval *eval, const struct value *floors);
bool eval_bulk(struct eval *eval, const struct level *level); /* bulk.when holds */
/* Is the answer true? NULL and what fails are not. */
bool eval_holds(struct eval *eval, const struct expr *expr);
#define EVAL_DAY_SIZE 11
/* The day that a `due` gives, YYYY-MM-DD; false: none, for NULL and for what is no day that exists. */
bool eval_day(struct eval *eval, const struct expr *due, char out[EVAL_DAY_SIZE]);

enum field_problem { PROBLEM_REQUIRED, PROBLEM_CONSTRAINT, PROBLEM_NOT_RELEVANT, PROBLEM_CALCULATION };

struct eval_problem {
	enum field_problem problem;
	const struct field *field;
	int row;	  /* of its repeat, from 1; 0: none */
	const char *text; /* the constraint message, or a sentence; translated; borrowed for the call */
};

/* One form as it stands: fields not relevant are reported when they hold a value, required ones when empty, broken
 * constraints, calculations that differ from the value held. */
size_t eval_check_form(struct eval *eval, const struct form *form, const char *lang, void (*report)(const struct eval_problem *, void *),
		       void *ctx);
/* The same of what somebody signed, whose values are loaded, but of calculations: they are judged with the step. What a constraint says of the day is left
 * out, so that the answer is the same on every day. */
size_t eval_check_step(struct eval *eval, const struct eval_slot *step, const char *lang,
		       void (*report)(const struct eval_problem *, void *), void *ctx);
/* For the screen: is this field (row of its repeat, or 0) relevant now? Groups around it count. */
/* Is its constraint not false, with what is loaded? Without one it is not. */
bool eval_field_admits(struct eval *eval, const struct field *field, int row);
bool eval_field_relevant(struct eval *eval, const struct field *field, int row);
/* What stands in the field of an empty form, by what is loaded; VALUE_NONE: nothing. */
struct value eval_default(struct eval *eval, const struct field *field);
/* The choices that its `choices` expression is false for; without one, or where it fails, none. `choice` is borrowed for the call. */
void eval_each_withheld(struct eval *eval, const struct field *field, int row, void (*visit)(const char *choice, void *ctx), void *ctx);
/* Sets every calculation of the form in *values, and removes values of fields that are not relevant; repeats until
 * nothing changes (at most 16 rounds). Loads the result. */
void eval_complete(struct eval *eval, const struct form *form, struct value *values, bool has_private, const struct eval_photo *photos,
		   size_t photo_count);
/* Do the calculations of this one step hold what they should? For steps of others. They read their own form alone, so it does not matter what
 * else is loaded; the step stays loaded when it had to be. */
bool eval_calculations_hold(struct eval *eval, const struct form *form, const struct id *step, const struct value *values,
			    const struct eval_photo *photos, size_t photo_count);

enum finding_kind { FINDING_FIRES, FINDING_NOT_JUDGED };

struct eval_finding {
	const struct rule *rule;
	enum finding_kind kind;
};

/* Judges the building rules of one form (NULL: of all forms). Rules reading a field `form` is blind to, and those of a blind
 * form that are mended in another one, are left out when `while_filling`. Returns how many fire at level error. */
size_t eval_rules(struct eval *eval, const struct form *form, bool while_filling, void (*report)(const struct eval_finding *, void *),
		  void *ctx);

/* Does the expression ask nothing but answers of forms, so that it says the same under every pack that has these? Without SQL it does. */
bool eval_reads_answers_alone(const struct eval *eval, const struct expr *expr);

/* Does one rule fire with what is loaded now? */
bool eval_rule_fires(struct eval *eval, const struct rule *rule);

/* The heaviest rule that fires for a person of this name in a field whose people are picked (`people`, `staff`), of the errors and warnings that read this one
 * field alone; NULL: none. Forgets the building that is loaded. */
const struct rule *eval_name_rule(struct eval *eval, const char *name, const char *today);

/* The names of private fields a rule reads make it not judgeable in the register. */
bool eval_rule_reads_private(const struct eval *eval, const struct rule *rule);
/* Does the rule ask whether a photo stands at another house? */
bool eval_rule_reads_elsewhere(const struct eval *eval, const struct rule *rule);

/* Does it tell something of what `form` is blind to: a field that is such or is calculated from such; an expression that reads one. */
bool eval_field_tells(const struct eval *eval, const struct form *form, const struct field *field);
bool eval_expr_tells(const struct eval *eval, const struct form *form, const struct expr *expr);
/* Would it tell something of what `blind` is blind to that another form is called for, or that a question of it is asked? */
bool eval_call_tells(const struct eval *eval, const struct form *blind, const struct form *form);
bool eval_question_tells(const struct eval *eval, const struct form *blind, const struct field *field);
/* Is what the rule finds about the field: one that it names, or, of an error of the same kind, one that it reads or that is calculated from what it names? */
bool eval_rule_is_about(const struct eval *eval, const struct rule *rule, const struct field *field);
bool eval_rule_tells(const struct eval *eval, const struct form *form, const struct rule *rule); /* what it finds */

/* What is wrong with what a query says by constants: a call of deadline() that names none, half a day beside a whole one; false: nothing. */
bool eval_constant_wrong(const struct pack *pack, const char *sql, struct buf *why);

#endif
