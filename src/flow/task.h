#ifndef FLOW_TASK_H
#define FLOW_TASK_H

#include <stdbool.h>

/* Tasks: what a building waits for. Their words, as the register, reports and JSON have them, stand in task.c and nowhere else; what people
 * read is translated where it is shown. */

enum flow_task {
	TASK_NONE,     /* nothing is left to do */
	TASK_FORM,     /* a form is to be filled (or corrected) */
	TASK_ADDED,    /* a form that stands lacks the answer to a question that was added since */
	TASK_AGAIN,    /* a form is to be filled again: by another person, or because what it depends on has changed */
	TASK_RETURNED, /* came back: correct the marked fields */
	TASK_CONFLICT, /* two heads: someone must merge */
	TASK_FINDINGS, /* rules block the signature */
	TASK_SIGN,     /* a level is to sign */
	TASK_COUNT,
	TASK_ANY = TASK_COUNT, /* in a filter: every task */
	TASK_OVERDUE,	       /* in a filter: every task whose day is past */
	TASK_DONE,	       /* in a filter: signed by every level of the first chain, whatever else it waits for */
	TASK_KIND_COUNT
};

const char *flow_task_word(enum flow_task task);
/* False when the word is none of a task; *out is TASK_NONE then. NULL is none. */
bool flow_task_from_word(const char *word, enum flow_task *out);
/* What is counted everywhere where houses are counted by what they wait for: each house once, by its next task; and beside that, whether every level has
 * signed it (`done`). `overdue`: the task's day is past. */
bool flow_task_fits(enum flow_task kind, enum flow_task task, bool done, bool overdue);
/* Is the task's name in the register a level's (else a form's)? */
bool flow_task_is_of_level(enum flow_task task);

#endif
