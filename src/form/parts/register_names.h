#ifndef FORM_REGISTER_NAMES_H
#define FORM_REGISTER_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/* Names of the register's tables and views that a pack has to do with: no field, form or repeat of it may take one, reports read some, and
 * expressions may not name some. The tables themselves are made by eval/register.c and store/schema.c. */

/* Is the name a table's, a view's, one that begins as those of lists and values do, or a word that would need quotation marks? Then no field, form or
 * repeat may bear it. */
bool register_name_is_reserved(const char *name);
/* May reports read it? Lists and values are not asked about here. */
bool register_name_is_for_reports(const char *name);
/* Does the word of this length, in any case of letters, name a table behind the views by which expressions know the building? */
bool register_name_is_hidden(const char *word, size_t len);
/* The names one by one, from 0; NULL: no more. */
const char *register_name_at(size_t i);

#define LIST_PREFIX "list_"
#define TABLE_PREFIX "table_"
#define PRIVATE_PREFIX "pf_" /* of a form's private values, in reports that may read them */
#define VALUE_PREFIX "value_"
#define SLOTS_PREFIX "slots_" /* of a form that repeats, in the evaluator: each slot */

#endif
