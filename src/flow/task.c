#include "flow/task.h"

#include <string.h>

#include "base/attr.h"

static const char *const words[] = {
	[TASK_NONE] = "none",	      [TASK_FORM] = "form",	    [TASK_ADDED] = "added",	  [TASK_AGAIN] = "again",
	[TASK_RETURNED] = "returned", [TASK_CONFLICT] = "conflict", [TASK_FINDINGS] = "findings", [TASK_SIGN] = "sign",
};
_Static_assert(ARRAY_LEN(words) == TASK_COUNT, "a word for each task");

const char *
flow_task_word(enum flow_task task)
{
	return words[task];
}

bool
flow_task_from_word(const char *word, enum flow_task *out)
{
	*out = TASK_NONE;
	for (size_t i = 0; word && i < ARRAY_LEN(words); i++)
		if (strcmp(word, words[i]) == 0) {
			*out = (enum flow_task)i;
			return true;
		}
	return false;
}

bool
flow_task_is_of_level(enum flow_task task)
{
	return task == TASK_SIGN || task == TASK_RETURNED;
}

bool
flow_task_fits(enum flow_task kind, enum flow_task task, bool done, bool overdue)
{
	switch (kind) {
	case TASK_ANY:
		return true;
	case TASK_OVERDUE:
		return overdue;
	case TASK_DONE:
		return done;
	default:
		return kind == task;
	}
}
