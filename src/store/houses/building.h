#ifndef STORE_BUILDING_H
#define STORE_BUILDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/division.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "flow/task.h"

/* Rows of the table `building`, one for each building: finding one, lists of them, and writing one. Its columns are in
 * register_building_sql (eval/register.c); a column more touches that, building.c and, to be read here, this header. */

struct flow_todo;
struct form;
struct sqlite3_stmt;
struct store;

/* One row of a list of buildings. Texts are borrowed for the call. */
struct building_row {
	int64_t number;
	struct id root;
	const char *division;	  /* of the listing: rights go by that */
	const char *division_now; /* what it became: there the house is counted, and told to be */
	enum flow_task task;
	const char *task_name;	/* of its form or level, of TASK_ADDED the question's; NULL: none */
	const char *task_chain; /* of a level; else NULL */
	struct id task_root;	/* the slot that it is about; zeros: none */
	const char *task_day;	/* by which it must be done; NULL: none */
	/* The earliest day by which any task of the building must be done, whoever owes it; NULL: none. Where that is not `task`, it goes on behind the ten
	 * characters of the day: its word, chain (of a level) and name, with slashes between. */
	const char *first_day;
	int level;  /* signed up to, in the first chain */
	bool added; /* a form lacks the answer to a question that was added to it */
	bool done;  /* by all levels that the chain has, in the pack it was signed under */
	int64_t changed_unix;
	const char *summary; /* store_each_listed: the value of the first chain's summary field, whoever is blind to it; NULL: none */
	int64_t first_bytes; /* store_each_listed: of its words, those that the first field says, with the blank before them; 0: it says none */
	struct id hash;	     /* of its state */
};
/* Buildings that are counted in an area, as all that is asked of an area here: by the divisions as they are now, whichever digits name the area. In the order of
 * division_now, division and root. */
MUST_CHECK enum status store_each_building(struct store *store, const char *area, bool (*visit)(const struct building_row *, void *),
					   void *ctx, struct err *err);
/* The same rows, a row for each task of a further chain or slot, where there is any. */
MUST_CHECK enum status store_each_further(struct store *store, const char *area, bool (*visit)(const struct building_row *, void *),
					  void *ctx, struct err *err);

/* What the first chain sums a building of the area up by, of each that has it, whoever is blind to it. In no order. */
MUST_CHECK enum status store_each_summary(struct store *store, const char *area, bool (*visit)(int64_t building, const char *code, void *),
					  void *ctx, struct err *err);

/* Those that call for a form which is blind to something, where it is still to be answered: dossier_stays_blind. */
MUST_CHECK enum status store_each_unfilled(struct store *store, const char *area, const struct form *form,
					   bool (*visit)(const struct building_row *, void *), void *ctx, struct err *err);

struct due_item {		   /* what stands open by a day. Texts are borrowed for the call */
	const char *form;	   /* NULL: a level */
	const char *field;	   /* the question that was added to it; NULL: the form itself */
	const char *chain, *level; /* NULL: a form */
	struct id root;		   /* of the slot that is signed; zeros: none */
	const char *day;
	const char *of_case; /* whose next act it is; NULL: none's */
	const char *office;  /* that owes the form, of several; NULL: it is owed as a whole */
};
/* What stands open by a day at the houses that are not gone, and the next acts of open cases at all, in no order. */
MUST_CHECK enum status store_each_due(struct store *store, const char *area,
				      bool (*visit)(const struct building_row *, const struct due_item *, void *), void *ctx,
				      struct err *err);

/* The same rows but of houses that are gone, with what the form that starts a building says in words: the texts of its fields that are not
 * private, joined by a space in the pack's order. In no order. For lists and search. */
MUST_CHECK enum status store_each_listed(struct store *store, const char *area,
					 bool (*visit)(const struct building_row *, const char *words, void *), void *ctx, struct err *err);

/* A house that is listed, with the numbers by which other systems know it: NAME, U+001F, number, U+001F and so on; "": none. Of all houses that
 * stand, in no order. `since`: only of buildings that steps are about which came behind the one numbered so; 0: all. */
struct numbered_house {
	int64_t number;
	struct id root, hash;
	const char *division, *division_now, *numbers; /* borrowed */
};
MUST_CHECK enum status store_each_numbered(struct store *store, int64_t since, bool (*visit)(const struct numbered_house *, void *),
					   void *ctx, struct err *err);

/* An import of a roster: each version of a listing that it signed bears its name. */
struct store_batch {
	const char *name;
	int64_t houses, gone;	  /* that it listed; of these, gone */
	int64_t corrected, stand; /* that another had listed; of these, whose listing still bears its name */
};
/* The imports that listed or corrected houses here, the newest first. */
MUST_CHECK enum status store_each_batch(struct store *store, bool (*visit)(const struct store_batch *, void *), void *ctx, struct err *err);
/* The houses that one import listed or corrected; `steps`: signed about each, whether they count or not. */
MUST_CHECK enum status store_each_of_batch(struct store *store, const char *batch,
					   bool (*visit)(const struct building_row *, int64_t steps, void *), void *ctx, struct err *err);

/* A building by what a person types: the first 8 or more hex digits of its root, or the value of a field of the root
 * form marked as number (house_id, platform_no, census_house_no). NOT_FOUND, or CONFLICT when several fit. */
MUST_CHECK enum status store_find_building(struct store *store, const char *text, struct id *root, struct err *err);
/* A building by the number of its row, where its listing counts: its root and division. */
MUST_CHECK enum status store_house_standing(struct store *store, int64_t building, struct id *root, char division[DIVISION_CODE_LEN + 1],
					    bool *found, struct err *err);

/* Binds :task, :name, :chain, :root and :day. `todo` NULL: nothing. */
void building_bind_task(struct sqlite3_stmt *stmt, const struct flow_todo *todo);

struct dossier;
/* What was judged of a building goes into its row, which stands since its first step was placed. */
MUST_CHECK enum status building_write(struct store *store, const struct dossier *dossier, struct err *err);
/* The step that began a building, where no other step of its form is about the building: what it says is the form's head, with nothing to judge.
 * *sole false: there are others, or none. The caller releases *body. */
MUST_CHECK enum status store_sole_root(struct store *store, int64_t building, struct buf *body, bool *sole, struct err *err);
/* The only step of a form that is about a building: *sole false when there are several, or none. Whether the step counts is not asked. The caller
 * releases *body. */
MUST_CHECK enum status store_sole_step(struct store *store, int64_t building, const char *form, struct id *id, struct buf *body, bool *sole,
				       struct err *err);
/* Buildings that steps are about which came behind the one numbered `n`. */
MUST_CHECK enum status store_each_building_since(struct store *store, int64_t n, bool (*visit)(const struct id *root, void *), void *ctx,
						 struct err *err);
/* How many buildings were begun by steps that came behind the one numbered `n`. */
MUST_CHECK enum status store_buildings_since(struct store *store, int64_t n, int64_t *count, struct err *err);

#endif
