#ifndef FORM_CHECK_H
#define FORM_CHECK_H

#include "base/value.h"
#include "form/pack.h"

/* Whether values fit their form, and values from what a person typed. Pure. What needs expressions (relevant, required, constraint, calculation)
 * is eval's. */

struct value_problem {
	const struct field *field; /* NULL: a name the form does not know */
	char name[80];		   /* its place: form/place.h */
	char text[256];		   /* a sentence, translated */
};

enum values_of {
	VALUES_OF_STEP, /* the data of a signed step: fields, types and choices, by which it counts. Private fields may not stand in clear */
	VALUES_TO_SIGN, /* the same, private fields among them, and limits: ranges, lengths, choices that stand alone */
};
/* Calls `report` for each problem; returns how many. */
size_t form_check_values(const struct pack *pack, const struct form *form, const struct value *values, enum values_of of,
			 void (*report)(const struct value_problem *, void *), void *ctx);

/* Makes the value of a field from what a person typed or a table cell holds (normalised first). INVALID with the reason;
 * an empty text gives VALUE_NONE. select_* take codes, separated by space, ',', ';' or '、', or labels. */
MUST_CHECK enum status field_value_from_text(const struct pack *pack, const struct field *field, const char *text, struct value *out,
					     struct err *err);
/* The value as a person reads it (labels of choices); caller frees. "" for none. */
char *field_value_text(const struct pack *pack, const struct field *field, const struct value *value, const char *lang);

#endif
