#ifndef APP_HOUSE_STATUS_H
#define APP_HOUSE_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/session/workspace.h"
#include "base/division.h"
#include "base/id.h"
#include "flow/task.h"

/* An area in numbers. */

struct status_level { /* how many buildings are signed up to a level, and no further, that another has still to sign */
	char *name, *label;
	int64_t buildings;
	bool gone; /* the pack in force has no such level: an earlier one has */
};

struct status_building {
	struct id building;
	char division[DIVISION_CODE_LEN + 1];
	enum flow_task task;
	char *name, *label; /* of the task's form or level; NULL: none */
	int levels_signed;
};

struct app_status {
	char *county;		   /* its title; NULL: it has none */
	int64_t buildings, joined; /* joined: counted as another, by a decision that they are one house */
	int64_t gone;		   /* taken out: there is no such house */
	int64_t steps, pending;
	size_t contending;	     /* foundings that contend with each other, whichever is followed: an alarm */
	int64_t by_task[TASK_COUNT]; /* each house once, by its next task */
	int64_t added;		     /* a form lacks the answer to an added question, whatever comes next */
	int64_t done;		     /* of them: signed by every level of the first chain */
	struct status_level *levels; /* none first, then from the lowest; those that are gone last, where any house stands at one */
	size_t level_count;
	struct id state_hash;
	struct status_building *rows;
	size_t row_count;
};

/* Counts and the state hash of an area; `list`: a row for each building that counts as well. *out needs app_status_release when this succeeds. */
MUST_CHECK enum status app_status(struct app *app, const char *area, bool list, struct app_status *out, struct err *err);
void app_status_release(struct app_status *status);

#endif
