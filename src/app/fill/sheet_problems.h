#ifndef APP_FILL_SHEET_PROBLEMS_H
#define APP_FILL_SHEET_PROBLEMS_H

#include "app/fill/sheet.h"
#include "app/house/check.h"

/* What is wrong with a form while somebody fills it, and the reasons given for warnings. */

/* Checks the form anew; the setters do it after each change. */
void sheet_check(struct sheet *sheet);

struct sheet_problem {
	const struct field *field; /* NULL: of the whole form */
	int row;
	enum form_problem_kind kind;
	const struct rule *rule; /* FORM_RULE, FORM_WARNING, FORM_FOUND */
	char *text;
};
/* The house that this one may be, which the warning of CHECK_TWIN asks about; NULL: none is asked about. */
const struct id *sheet_twin(const struct sheet *sheet);
size_t sheet_problem_count(const struct sheet *sheet);
const struct sheet_problem *sheet_problem_at(const struct sheet *sheet, size_t index);
/* The first problem of a field that is no mere emptiness (`missing_too`: that as well), or NULL. A rule stands at the first of its fields
 * that this form shows. */
const struct sheet_problem *sheet_problem_of(const struct sheet *sheet, const struct field *field, int row, bool missing_too);
/* Does it stand in the way of the signature? Not a warning whose reason is given, nor what is only told. */
bool sheet_problem_blocks(const struct sheet *sheet, const struct sheet_problem *problem);

/* ---- reasons, by rule */

/* The list that it is chosen from; NULL: it is said in words. */
const struct list *sheet_reasons(const struct sheet *sheet, const char *rule);
const char *sheet_reason(const struct sheet *sheet, const char *rule);	     /* the choice, or the words; "" for none */
const char *sheet_reason_words(const struct sheet *sheet, const char *rule); /* what stands beside the choice, "" */
void sheet_set_reason(struct sheet *sheet, const char *rule, const char *reason);
void sheet_set_reason_words(struct sheet *sheet, const char *rule, const char *words);

#endif
