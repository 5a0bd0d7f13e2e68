#ifndef APP_SETTLE_QUESTIONS_H
#define APP_SETTLE_QUESTIONS_H

#include <stddef.h>
#include <stdint.h>

#include "app/house/twins.h"
#include "app/session/workspace.h"
#include "base/division.h"
#include "base/id.h"
#include "step/log.h"

/* What waits for a decision that no rule can make: logs that fork, and houses that may have been listed twice. */

/* One branch of a forked log: one of two or more accounts of a laptop from the fork on. */
struct app_rival {
	struct id step;	 /* the first step of the branch */
	char *kind, *by; /* of that step; NULL: it cannot be read; owned */
	char at[17];	 /* when it was signed, to the minute; "": it cannot be read */
	int64_t steps;	 /* how many steps the branch has */
	bool keeps;	 /* it was decided that this branch counts */
};

struct app_fork {
	/* the log that forks */
	struct id author; /* credential */
	struct device_id device;
	char area[DIVISION_CODE_LEN + 1];
	int64_t epoch;
	char **people; /* names of those who may sign on it and nowhere else; owned */
	size_t people_count;
	bool own; /* this laptop's log */
	int64_t seq;
	bool settled;
	struct app_rival *rivals;
	size_t rival_count;
};
void app_fork_copy(const struct app_fork *fork, struct app_fork *out);
void app_fork_release(struct app_fork *fork);

struct app_questions {
	struct app_fork *forks;
	size_t fork_count, fork_cap;
	struct twin_pair *twins; /* may be one house, the strongest clues first */
	size_t twin_count, twin_cap;
	size_t twins_more;	    /* pairs beyond those asked for */
	struct twins_extent extent; /* what was compared for that */
	struct app_joined {	    /* decided to be one house */
		struct id building, other, decision;
		char *hides; /* what weighs in the other and not in the one that is counted, until somebody looked; NULL: nothing; owned */
	} * joined;
	size_t joined_count, hiding_count;
};
struct questions_ask {
	const char *area;
	bool compare; /* addresses, owners and identity numbers too, as far as the unlocked person may read them; each house is opened for it */
	size_t most_twins; /* listed, the strongest clues first; SIZE_MAX: all */
};
MUST_CHECK enum status app_questions(struct app *app, const struct questions_ask *ask, struct app_questions *out, struct err *err);
/* How many pairs may be one house, those with another door aside. `since`: only those where one of the two changed after the step numbered so, and
 * what is private is compared in the villages of these alone; 0: all, in the whole area. */
struct twins_count {
	size_t pairs;
	struct twins_extent extent;
};
MUST_CHECK enum status app_count_twins(struct app *app, const char *area, int64_t since, struct twins_count *out, struct err *err);
/* Is the log of the unlocked person? About it another one decides (rule C20). */
bool app_is_own_log(const struct app *app, const struct log_key *log);
/* How many forks wait for the unlocked person's decision: by the person's role and areas, and of others' logs. */
size_t app_forks_to_decide(struct app *app);
void app_questions_release(struct app_questions *questions);
/* How many houses step aside, by a decision that they are one with another, with a worse finding than that one has. */
MUST_CHECK enum status app_count_hiding(struct app *app, size_t *out, struct err *err);

#endif
