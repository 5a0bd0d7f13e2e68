#ifndef FORM_CHECK_H
#define FORM_CHECK_H

#include "base/value.h"
#include "form/pack.h"

/* Do values fit their form: known fields, types, choices, ranges, lengths, dates that exist? Pure. What needs expressions
 * (relevant, required, constraint, calculation) is eval's. */

struct value_problem {
	const struct field *field; /* NULL: a name the form does not know */
	char name[80];		   /* its place: form/place.h */
	char text[256];		   /* a sentence, translated */
};

/* Calls `report` for each problem; returns how many. `private_too`: values holds private fields as well (a draft);
 * otherwise a private field in `values` is a problem (it may not stand in clear). */
size_t form_check_values(const struct pack *pack, const struct form *form, const struct value *values, bool private_too,
			 void (*report)(const struct value_problem *, void *), void *ctx);

/* Makes the value of a field from what a person typed or a table cell holds (normalised first). INVALID with the reason;
 * an empty text gives VALUE_NONE. select_* take codes, separated by space, ',', ';' or '、', or labels. */
MUST_CHECK enum status field_value_from_text(const struct pack *pack, const struct field *field, const char *text, struct value *out,
					     struct err *err);
/* The value as a person reads it (labels of choices); caller frees. "" for none. */
char *field_value_text(const struct pack *pack, const struct field *field, const struct value *value, const char *lang);

#endif
