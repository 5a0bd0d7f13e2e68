#ifndef FORM_CHECK_H
#define FORM_CHECK_H

#include "base/value.h"
#include "form/pack.h"

/* Whether values fit their form. Pure. What needs expressions (relevant, required, constraint, calculation) is eval's. */

struct value_problem {
	const struct field *field; /* NULL: a name the form does not know */
	char name[80];		   /* its place: form/place.h */
	char text[256];		   /* a sentence, translated */
};

enum values_of {
	VALUES_OF_STEP, /* the data of a signed step: fields, types and choices, by which it counts. Private fields may not stand in clear */
	VALUES_WHOLE,	/* the same, private fields among them */
	VALUES_TO_SIGN, /* ... and limits: ranges, lengths, choices that stand alone */
};
/* Calls `report` for each problem; returns how many. */
size_t form_check_values(const struct pack *pack, const struct form *form, const struct value *values, enum values_of of,
			 void (*report)(const struct value_problem *, void *), void *ctx);

/* Takes out what the form, as this pack has it, has no field with a value for, in rows too: answers to questions that were taken away since. Names
 * that begin with "_" stay. */
void form_drop_unknown(const struct form *form, struct value *values);

/* What stops this value from standing in its field, a sentence; NULL: nothing. Borrowed until the next call. */
const char *field_value_problem(const struct pack *pack, const struct field *field, const struct value *value);
/* Is the value one of its field's type and choices (doc/file-format, B7), a list of rows in each of its rows? Limits are not asked. */
bool field_value_is_of_type(const struct pack *pack, const struct field *field, const struct value *value);
/* The value as a person reads it (labels of choices); caller frees. "" for none. */
char *field_value_text(const struct pack *pack, const struct field *field, const struct value *value, const char *lang);

#endif
