#ifndef APP_HOUSE_MINE_H
#define APP_HOUSE_MINE_H

#include <stddef.h>

#include "app/house/work.h"
#include "base/division.h"
#include "flow/task.h"

/* Is the task of a house this person's? Most answers are known from the register's row and the person's roles. For the others the house is read,
 * which takes a thousand times as long: these answers are kept until the person locks, and hold while neither the house, nor any right, nor
 * the day has changed. */

struct work_building { /* a row of the register: a house, and one of its tasks */
	struct id root, hash;
	int64_t number;
	char division[DIVISION_CODE_LEN + 1], division_now[DIVISION_CODE_LEN + 1]; /* store/houses/building.h */
	char name[64], chain[64];
	struct id slot; /* of a chain over a repeat form; zeros: none */
	enum flow_task task;
	char day[11];	    /* by which it must be done; "": none */
	char first_day[11]; /* the earliest of all that the house waits for */
	int16_t rank;	    /* house_rank_at */
	bool done;
};

struct mine_answer {
	bool is; /* the rest: where it is this person's */
	enum work_kind kind;
	const struct form *form;
	const struct field *field; /* WORK_ADDED: the question */
	const struct level *level;
	bool for_other;
	bool wrote;   /* not his to sign for this alone: he has the role, and filled one of its forms */
	bool barred;  /* not his to fill for this alone: he has the role, and filled a form that this one is apart from */
	bool nobody;  /* ... and nobody else with a right there may fill it, either */
	char day[11]; /* by which it is this person's, of a form that several offices owe; "": by the task's day */
};

struct dossier;
struct flow_todo;
/* Is a task of a house that was read this person's, who is unlocked? */
struct mine_answer mine_of_todo(struct app *app, const struct dossier *dossier, const struct flow_todo *todo);

struct mine_desk;
/* Begins asking for the unlocked person; takes up answers that were kept. */
MUST_CHECK enum status mine_open(struct app *app, struct mine_desk **out, struct err *err);
void mine_close(struct mine_desk *desk);
/* The answer without reading the house; false: it must be read. */
bool mine_known(struct mine_desk *desk, const struct work_building *building, struct mine_answer *out);
/* Reads the house, and keeps the answer. */
void mine_read(struct mine_desk *desk, const struct work_building *building, struct mine_answer *out);

#endif
