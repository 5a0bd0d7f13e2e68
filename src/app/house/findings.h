#ifndef APP_HOUSE_FINDINGS_H
#define APP_HOUSE_FINDINGS_H

#include <stddef.h>
#include <stdint.h>

#include "app/session/workspace.h"
#include "base/division.h"
#include "base/id.h"
#include "form/pack.h"

/* What the rules find in an area: each finding as it is read, so that a county's half a million take no memory, and their counts. What would tell
 * something that this person must not see yet is left out of both. */

struct app_finding { /* borrowed for the call */
	const struct id *building;
	const char *division, *rule;
	enum rule_level level;
	int64_t kind; /* of the plan's kinds of error */
	bool judged;  /* false: the rule reads private values that the unlocked person (or nobody) cannot open */
};
/* Each finding of one rule or (NULL) of all, by village, house and rule. `visit` returns false to stop. */
MUST_CHECK enum status app_each_finding(struct app *app, const char *area, const char *rule,
					bool (*visit)(const struct app_finding *finding, void *ctx), void *ctx, struct err *err);

struct findings_of_rule {
	const char *id, *message; /* borrowed from the pack */
	enum rule_level level;
	int64_t houses, unjudged; /* where it finds something; where it cannot be judged */
	size_t villages;	  /* where it finds something */
};

struct findings_of_village {
	char division[DIVISION_CODE_LEN + 1];
	char *name;
	int64_t by_level[3], unjudged; /* findings, by enum rule_level */
	int64_t houses;		       /* with a finding */
};

struct findings_count {
	struct findings_of_rule *rules; /* errors first, then as the pack has them; only what finds something, or could not be judged */
	size_t rule_count;
	struct findings_of_village *villages; /* by code */
	size_t village_count, village_cap;
	int64_t found, errors, unjudged, houses; /* houses: with a finding */
};
/* Counts what app_each_finding tells. *out needs findings_count_release when this succeeds. */
MUST_CHECK enum status app_count_findings(struct app *app, const char *area, const char *rule, struct findings_count *out, struct err *err);
void findings_count_release(struct findings_count *count);

#endif
