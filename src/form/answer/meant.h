#ifndef FORM_MEANT_H
#define FORM_MEANT_H

#include "base/value.h"
#include "form/answer/check.h"
#include "form/pack.h"

/* Values from what people write: on screens, in tables, in JSON. What they mean is taken, or refused; never another value. Pure. */

/* The value of a field from what a person wrote: full-width signs, 。 in a number, a date with 年月日, a phone number with brackets, a
 * position with a comma, a name with the ending that its form adds itself. INVALID with the reason; an empty text gives VALUE_NONE. select_* take codes, separated by space, ',', ';'
 * or '、', or labels. */
MUST_CHECK enum status field_value_from_text(const struct pack *pack, const struct field *field, const char *text, struct value *out,
					     struct err *err);

/* The same of a field of a record (form/pack.h), where another system's codes stand in the column `codes` of the field's list, when that has one: a
 * choice by its label or by that code, never by ours. */
MUST_CHECK enum status field_value_from_record(const struct pack *pack, const struct field *field, const char *codes, const char *text,
					       struct value *out, struct err *err);

/* The option that a text names: by its label or the code in that column of the field's list; by our code where `codes` is NULL or the list has no such
 * column. NULL: none. */
const struct choice *field_choice_meant(const struct field *field, const char *codes, const char *text);

/* The text without the endings that its form adds itself (`suffixes`): 板坡屯 is 板坡. NULL: it has none, or is one that stays (`whole`). Caller frees. */
char *field_without_suffix(const struct field *field, const char *text);
/* A person's name that is set wide, an ideograph and a blank in turn, without the blanks: 陆 明 is 陆明. Of names of more letters between the blanks nothing is
 * known: they may be two people's. NULL: it is none. Caller frees. */
char *field_without_gaps(const struct field *field, const char *text);

/* Is the text a word for no answer (`none`)? */
bool field_says_none(const struct field *field, const char *text);
/* Does the text say that it is as above (base/number/check.h), with an ending of its form or without? Words that are called so and stay stand under `whole`. */
bool field_says_above(const struct field *field, const char *text);
/* Does the text end as its form adds itself, and name several, or count: 坡甲屯/坡乙屯, 12号-14号, 坡甲屯1组, 第12号? No ending of it can be taken off. */
bool field_names_several(const struct field *field, const char *text);

/* Makes each text among the values of a form its field's value. Calls `report` for what is refused, which stays; returns how many. */
size_t form_values_meant(const struct pack *pack, const struct form *form, struct value *values,
			 void (*report)(const struct value_problem *, void *), void *ctx);

#endif
