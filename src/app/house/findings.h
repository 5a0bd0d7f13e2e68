#ifndef APP_HOUSE_FINDINGS_H
#define APP_HOUSE_FINDINGS_H

#include <stddef.h>
#include <stdint.h>

#include "app/session/workspace.h"
#include "base/division.h"
#include "base/id.h"
#include "form/pack.h"

/* What the rules find in an area, and what was signed over: each as it is read, so that a county's half a million take no memory. What would tell
 * something that this person must not see yet is left out. */

struct app_finding { /* borrowed for the call */
	const struct id *building;
	int64_t number;		     /* of the building's row */
	const char *division, *rule; /* division: where the house is counted (store/houses/building.h) */
	enum rule_level level;
	int64_t kind;		 /* of the plan's kinds of error */
	bool judged;		 /* false: the rule reads private values that the unlocked person (or nobody) cannot open */
	bool undecided;		 /* two answers differ and both stay, and nobody signed over them yet: no error of anybody */
	bool waived;		 /* somebody signed over it with a reason */
	const char *text;	 /* what it says of this house alone; NULL: what its rule says */
	const struct id *author; /* the credential of who wrote what is to be mended; NULL: several, or it is told of no one form */
	int64_t houses;		 /* of how many houses this is told: 1, but see below */
};
/* Each finding of one rule or (NULL) of all, by village, house and rule. `visit` returns false to stop. */
MUST_CHECK enum status app_each_finding(struct app *app, const char *area, const char *rule,
					bool (*visit)(const struct app_finding *finding, void *ctx), void *ctx, struct err *err);
/* The same for who only counts. While nobody is at the laptop, who might open what is private, findings that cannot be judged come last and together: of a
 * village, a rule and an author once, with the number of houses and none of them (`building` is zeros, `number` 0, `waived` false). */
MUST_CHECK enum status app_each_finding_together(struct app *app, const char *area, const char *rule,
						 bool (*visit)(const struct app_finding *finding, void *ctx), void *ctx, struct err *err);

/* A warning that somebody signed over with a reason; borrowed for the call. */
struct app_waived {
	const struct id *building, *author; /* author: the credential */
	int64_t number;
	const char *division, *rule;
	bool mended; /* what was warned of was answered otherwise later, and the rule is silent */
};
/* The same for what was waived: each rule of a form of a house and author once. */
MUST_CHECK enum status app_each_waived(struct app *app, const char *area, const char *rule,
				       bool (*visit)(const struct app_waived *waived, void *ctx), void *ctx, struct err *err);

/* Which houses the rules find that are asked of a whole county at once (scope: county), and photos that stand at another house (CHECK_PICTURE), in the
 * order of store_each_building. */
struct county_findings {
	struct county_finding {
		int64_t number, kind;
		struct id root, author;
		char division[DIVISION_CODE_LEN + 1], division_now[DIVISION_CODE_LEN + 1]; /* store/houses/building.h */
		const struct rule *rule;
		char *text; /* as app_finding has it */
		bool has_author, waived;
	} * items;
	size_t count, cap;
};
/* Those of an area, by one rule or (NULL) all; what is blind to this person is not read. *out needs county_findings_release when this succeeds. */
MUST_CHECK enum status county_findings_read(struct app *app, const char *area, const char *rule, struct county_findings *out,
					    struct err *err);
void county_findings_release(struct county_findings *findings);
/* Adds the photos of an area's houses that stand at another house, or look like one there, each photo of a form once, unsorted: n that are one are told n times,
 * each with one other house. Of bytes that a rule of the pack asks about whenever the house is judged nothing is added. A reason counts in the form it was given in. */
MUST_CHECK enum status photo_findings_add(struct app *app, const char *area, struct county_findings *out, struct err *err);

#endif
