#ifndef APP_PLACE_MANIFEST_H
#define APP_PLACE_MANIFEST_H

#include <stddef.h>
#include <stdint.h>

#include "app/session/workspace.h"
#include "base/division.h"
#include "base/id.h"
#include "form/pack.h"

/* The manifest of a village: that no house was left out. What it would say now, what was signed, and signing it. A house is accounted for when every form
 * of the pack's first chain that it calls for stands; of each other one a manifest says why not. */

enum manifest_standing {
	MANIFEST_NONE,
	MANIFEST_STANDS,
	MANIFEST_OUTDATED, /* houses came or went, or are accounted for since or no longer */
	MANIFEST_TWO,	   /* two stand side by side: signing one ends that */
	MANIFEST_STANDING_COUNT
};

struct manifest_house {
	struct id root;
	int64_t number; /* its place in the roster */
	char *by;	/* what it stands under, e.g. a hamlet; "": nothing */
	char *state;	/* what was found, in a word; "": nothing is told */
	bool missing;
	const struct form *form;     /* missing: a form that it waits for; NULL: not known which */
	int64_t tries;		     /* that met nobody */
	char last_try[11];	     /* the day of the last one; "" */
	const struct choice *reason; /* missing: what the last manifest says of it; NULL: nothing, or no choice of the list */
};

struct manifest_signed { /* one that stands */
	struct id step;
	char *by;    /* who signed it */
	char at[17]; /* when, by that machine's clock */
	int64_t houses;
	size_t missing;
	int64_t more;	/* houses that stand in the register since; negative: that went */
	size_t reached; /* named as missing, and accounted for since or gone */
	size_t open;	/* not named, and not accounted for now */
};

struct manifest_village {
	char code[DIVISION_CODE_LEN + 1];
	char *name;
	size_t houses, missing;
	enum manifest_standing standing;
	struct manifest_signed *heads;
	size_t head_count;
	struct manifest_house *items; /* by `by`, then in the order of the roster; only where they were asked for */
};

struct app_manifests {
	struct manifest_village *villages; /* by code: those with a house in the register, or a manifest */
	size_t count, cap;
	size_t by_standing[MANIFEST_STANDING_COUNT];
};

/* The villages of an area. `houses`: with each house. A village that became another has a list of its own still, among those of what it became. */
MUST_CHECK enum status app_manifests(struct app *app, const char *area, bool houses, struct app_manifests *out, struct err *err);
/* The one village by whose digits houses were listed, which is signed for by itself; none: no house was. */
MUST_CHECK enum status app_village_manifest(struct app *app, const char *village, bool houses, struct app_manifests *out, struct err *err);
void app_manifests_release(struct app_manifests *manifests);

/* How many villages of the area have a house in the register, and how many of them no manifest at all: quicker than reading them. */
MUST_CHECK enum status app_manifests_lacking(struct app *app, const char *area, size_t *villages, size_t *lacking, struct err *err);
/* The village for which the unlocked person may sign, when it is one alone; false: none, or several. */
bool app_manifest_own_village(const struct app *app, char village[DIVISION_CODE_LEN + 1]);

const char *manifest_standing_word(enum manifest_standing standing); /* for programs: "none", "stands", "outdated", "two" */
/* "signed by NAME on DAY, 120 houses, 3 missing", and what is different since; the caller frees. */
char *manifest_signed_text(const struct manifest_signed *head);
/* What is different since; "": nothing. The caller frees. */
char *manifest_since_text(const struct manifest_signed *head);
/* How many houses of one `by` (NULL: of all) there are, in what states, how many missing: "12 houses: Surveyed 10, Not needed 1; missing 1". The caller
 * frees. Needs the houses. */
char *manifest_sum_text(const struct manifest_village *village, const char *by);
/* The reasons there are, "1 Nobody home, 2 ..."; the caller frees. */
char *manifest_reasons_text(const struct pack *pack, const char *lang);

/* Acts from here on under a right to sign the village's manifest; DENIED with who may when the unlocked person has none. */
MUST_CHECK enum status app_manifest_may_sign(struct app *app, const char *village, struct err *err);

struct manifest_reason {
	struct id building;
	const char *reason; /* the code of a choice, or its label; words where the pack has no list */
};
/* Signs: each house of the village that is not accounted for needs a reason, and no other bears one. Ends two that stand side by side. DENIED: not this
 * person's by role or area; INVALID, NOT_FOUND: what was given does not fit. */
MUST_CHECK enum status app_manifest_sign(struct app *app, const char *village, const struct manifest_reason *reasons, size_t count,
					 struct err *err);

#endif
