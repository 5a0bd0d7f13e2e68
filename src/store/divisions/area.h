#ifndef STORE_AREA_H
#define STORE_AREA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/id.h"
#include "flow/task.h"
#include "form/pack.h"

/* An area of the register as a whole: counts, the state hash, findings of the rules. */

struct store;

/* Counts by what comes next, and the state hash, over the buildings that are counted in `area` ("" for all; store/houses/building.h). */
struct area_status {
	int64_t buildings, steps;
	int64_t gone;			   /* besides `buildings`: taken out, there is no such house */
	int64_t joined;			   /* besides `buildings`: counted as another, by a decision that they are one house */
	int64_t by_task[TASK_COUNT], done; /* by flow_task_fits */
	int64_t added;			   /* houses of which a form lacks the answer to an added question, whatever comes next there */
	struct id hash;
};
MUST_CHECK enum status store_area_status(struct store *store, const char *area, struct area_status *out, struct err *err);
/* Visits each of the same buildings that a level has still to sign: up to which level of the chain it is signed, by the name that this has in the pack it was
 * signed under; NULL: by none. */
MUST_CHECK enum status store_area_levels(struct store *store, const char *area, const char *chain,
					 void (*visit)(const char *level, void *ctx), void *ctx, struct err *err);
/* In how many houses does a form of the pack in force stand that stands once? Those taken out and those counted as another are not among them. */
MUST_CHECK enum status store_count_filled(struct store *store, const struct form *form, int64_t *count, struct err *err);

/* The villages by whose codes houses of an area were listed, each with how many count: those taken out and those counted as another do not. Those that became
 * one stand side by side, in the order of that. `visit` returns false to stop. */
MUST_CHECK enum status store_each_village(struct store *store, const char *area,
					  bool (*visit)(const char *division, int64_t houses, void *ctx), void *ctx, struct err *err);

/* What a rule finds at a building. Texts are borrowed for the call. */
struct finding_row {
	struct id building;
	const char *division, *division_now, *rule; /* store/houses/building.h */
	enum rule_level level;
	int64_t kind, number;	 /* number: of the building's row */
	bool judged;		 /* false: it hangs on private values, which nobody read */
	bool undecided;		 /* two answers differ and both stay, and nobody signed over them yet */
	bool has_author, waived; /* waived: somebody signed over it with a reason */
	struct id author;	 /* the credential of who wrote what is to be mended */
};
/* Findings of the rules in an area, in the order of store_each_building, then by rule, read without being held or sorted; rule NULL: of all. */
MUST_CHECK enum status store_each_finding(struct store *store, const char *area, const char *rule,
					  bool (*visit)(const struct finding_row *, void *), void *ctx, struct err *err);
/* The same without what nobody judged. */
MUST_CHECK enum status store_each_judged(struct store *store, const char *area, const char *rule,
					 bool (*visit)(const struct finding_row *, void *), void *ctx, struct err *err);

/* Rules that hang on private values which nobody read, at a building and of one author. Texts are borrowed for the call. */
struct unjudged_row {
	int64_t number;			  /* of the building's row */
	const char *division_now, *rules; /* rules: their ids, "[QR-01][QR-02]" */
	bool undecided, has_author;
	struct id author;
};
/* Those of an area, in no order: of a county a twentieth of what telling each finding costs. */
MUST_CHECK enum status store_each_unjudged(struct store *store, const char *area, bool (*visit)(const struct unjudged_row *, void *),
					   void *ctx, struct err *err);

/* A warning that somebody signed over with a reason. Texts are borrowed for the call. */
struct waived_row {
	struct id building, author; /* author: the credential of who signed */
	const char *division_now, *rule;
	int64_t number; /* of the building's row */
	bool mended;	/* the answer was given otherwise later, and the rule is silent */
};
/* Those of an area, each rule of a form of a building and author once (of a form that repeats each of its slots), in the order of store_each_building;
 * rule NULL: of all. */
MUST_CHECK enum status store_each_waived(struct store *store, const char *area, const char *rule,
					 bool (*visit)(const struct waived_row *, void *), void *ctx, struct err *err);

#endif
