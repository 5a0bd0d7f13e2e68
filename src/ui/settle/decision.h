#ifndef UI_SETTLE_DECISION_H
#define UI_SETTLE_DECISION_H

#include "app/settle/questions.h"
#include "ui/screen.h"

/* The page of one question that no rule can settle. */

enum question_kind {
	QUESTION_FORK,
	QUESTION_TWINS,
	QUESTION_JOINED,
	QUESTION_PROPOSE, /* of two houses, by who may not decide */
	QUESTION_PROPOSED /* by this person, who may take it back */
};

/* Which of a laptop's accounts counts. */
struct screen *question_fork_screen(struct ui *ui, const struct app_fork *fork);
/* Are two houses one, or two after all? Who may not decide it is asked for a proposal. NULL: one of them cannot be read (said). */
struct screen *question_pair_screen(struct ui *ui, enum question_kind kind, const struct id *building, const struct id *other);
/* The people of the laptop, names with commas between; caller frees. */
char *fork_owners(const struct app_fork *fork);

#endif
