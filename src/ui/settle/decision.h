#ifndef UI_SETTLE_DECISION_H
#define UI_SETTLE_DECISION_H

#include "ui/screen.h"

/* A question that no rule can settle, as app_questions describes it. */

enum question_kind { QUESTION_FORK, QUESTION_SAME, QUESTION_JOINED };

/* Its page; NULL: what it is about cannot be read (said). */
struct screen *question_screen(struct ui *ui, enum question_kind kind, const struct value *item);
/* Whose laptop it is, names with commas between; caller frees. */
char *fork_owners(const struct value *fork);

#endif
