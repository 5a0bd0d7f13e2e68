#ifndef FLOW_TASK_H
#define FLOW_TASK_H

#include <stdbool.h>

/* Tasks: what a building waits for. Their words, as the register, reports and JSON have them, stand in task.c and nowhere else; what people
 * read is translated where it is shown. */

enum flow_task {
	TASK_NONE,     /* signed by the highest level */
	TASK_FORM,     /* a form is to be filled (or corrected) */
	TASK_AGAIN,    /* a form is to be filled again: by another person, or because what it depends on has changed */
	TASK_RETURNED, /* came back: correct the marked fields */
	TASK_CONFLICT, /* two heads: someone must merge */
	TASK_FINDINGS, /* rules block the signature */
	TASK_SIGN,     /* a level is to sign */
	TASK_COUNT,
	TASK_ANY = TASK_COUNT, /* in a filter: every task */
	TASK_OVERDUE,	       /* in a filter: every task whose day is past */
};

const char *flow_task_word(enum flow_task task);
/* False when the word is none of a task; *out is TASK_NONE then. NULL is none. */
bool flow_task_from_word(const char *word, enum flow_task *out);
/* Is the task's name in the register a level's (else a form's)? */
bool flow_task_is_of_level(enum flow_task task);

#endif
