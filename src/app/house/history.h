#ifndef APP_HOUSE_HISTORY_H
#define APP_HOUSE_HISTORY_H

#include <stddef.h>
#include <stdint.h>

#include "app/house/delivered.h"
#include "app/house/returned.h"
#include "app/session/workspace.h"
#include "base/id.h"
#include "base/value.h"
#include "flow/task.h"
#include "form/pack.h"

/* Everything about a building: its steps with their verdicts, its values, what the rules find and what is next. */

struct step;
struct trust;

struct history_step {
	struct id id;
	char *kind, *label; /* label: as people read it */
	char at[17];	    /* to the minute */
	char *by, *role;    /* NULL: not known who */
	bool is_signoff;
	char *chain, *level, *decision; /* of a sign-off; NULL: not said */
	char *reason;			/* of that, or of what was signed of two houses */
	struct id other;		/* the other of two houses; zeros: it is about one */
	bool has_marks;
	struct return_marks marks;
	bool counts, delivered;
	bool waits;	 /* a proposal about two houses, and nothing is decided about them */
	int64_t missing; /* photos and sealed values that the step names and that are not in this file */
	char *why;	 /* it does not count, or what became of it; NULL: it counts */
};

struct history_task {
	enum flow_task task;
	char *chain, *level, *form, *field; /* names; NULL: of none */
	char *label;
	char *waits; /* the offices that owe the form, each with its day; NULL: no office in particular */
};

struct history_finding {
	char *rule;
	enum rule_level level;
	char *message;
	char *reason; /* given for a warning; NULL: none */
	bool judged;  /* false: it reads private values that are not open */
};

struct app_history {
	struct id building;
	char division[16];
	bool of_division; /* about that division itself: `building` stands for it (division_root) */
	size_t levels_signed;
	struct id state_hash;
	struct house_delivery delivery; /* by the county receipts held here */
	struct history_task *next;
	size_t next_count;
	struct id *same; /* roots of buildings that are decided to be the same house */
	size_t same_count;
	struct history_step *steps;   /* those in its slots, then what was signed of it and another house */
	size_t step_count, said_more; /* of the last: beyond those told */
	char **told;		      /* facts that the pack shows, in words */
	size_t told_count;
	struct value values, facts; /* by form: private ones too when unlocked; by the fact's name */
	char *answers;		    /* those values in words, each form under its heading */
	char *place;		    /* what the house, or the division, is called */
	struct history_finding *findings;
	size_t finding_count;
};

/* Reads a building's history, or a division's; *out needs app_history_release when this succeeds. */
MUST_CHECK enum status app_history(struct app *app, const struct id *building, struct app_history *out, struct err *err);
void app_history_release(struct app_history *history);

/* Does a county receipt held here cover the step? */
bool history_is_delivered(const struct trust *trust, const struct step *step);

#endif
