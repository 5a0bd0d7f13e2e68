#ifndef APP_HOUSE_LIST_H
#define APP_HOUSE_LIST_H

#include <stddef.h>
#include <stdint.h>

#include "app/session/workspace.h"
#include "base/id.h"
#include "flow/task.h"

/* Every building of the file in one list held in memory, found by any part of village, hamlet, number or what was found there (severe), or by first letters; by its owner
 * and address too for who may read them, as soon as they were learned. Searching asks no database. */

struct building_list;

struct listed {
	struct id root;
	char division[16];
	const char *village, *words; /* the village's name, and what the roster says openly (begins with a space); borrowed */
	size_t first;		     /* bytes of the words that the first of its fields says, a place within the village; 0: it says none */
	const char *owner;	     /* what is private of it, once learned; "" else. Borrowed */
	enum flow_task task;
	char task_name[64], task_chain[64]; /* chain: of a level */
	char day[11];			    /* by which the task must be done; "": none */
	bool other_overdue;		    /* not the task, but something else that the house waits for is past its day: */
	struct listed_other {
		enum flow_task task;
		const char *name, *chain; /* as of the task; borrowed */
		char day[11];
	} other;
	int16_t rank; /* of what was found there: app/house/order.h */
	int level;
	bool done; /* every level of the first chain has signed it */
	const char *
		counted_as; /* the number of the house that it is decided to be one with: it waits for nothing; NULL: it counts. Borrowed */
	bool case_goes_on;  /* but for what a case waits for, which is not open at that house */
};

MUST_CHECK enum status building_list_open(struct app *app, struct building_list **out, struct err *err);
void building_list_free(struct building_list *list);
/* Shows the houses of the person's own areas and no others, as what waits for him is counted; or all of them, as when it was opened. The filter is
 * asked anew after it. */
void building_list_narrow(struct building_list *list, bool own);
/* Shows them in the order of work (app/house/order.h), or in that of the roster, as when it was opened. The filter is asked anew after it. */
void building_list_order(struct building_list *list, bool urgent);
/* Of the person's own areas, as far as `own` narrows, or of all the file. */
size_t building_list_in_reach(const struct building_list *list);
/* Does the file hold what it held when the list was read? */
bool building_list_is_current(const struct building_list *list);
/* Makes a few more rows ready for the search, then opens private ones of the unlocked person; true: there are more. */
bool building_list_learn(struct building_list *list);
/* Are there rows whose private words may still come? *read: how many rows were gone through. */
bool building_list_is_learning(const struct building_list *list, size_t *read);
/* Chooses the rows that show: all whose text holds every word of `words`, and that are of the kind `task` (flow_task_fits). When the words before are
 * only added to, the rows that showed are looked through and no others. */
void building_list_filter(struct building_list *list, const char *words, enum flow_task task);
/* Shows no houses but these, numbers of buildings, ascending and borrowed; NULL: all. The filter is asked anew after it. */
void building_list_keep(struct building_list *list, const int64_t *houses, size_t count);
/* Never shows one house, as when another one than it is looked for. The filter is asked anew after it. */
void building_list_leave_out(struct building_list *list, const struct id *root);
size_t building_list_count(const struct building_list *list); /* that show */
size_t building_list_total(const struct building_list *list);
/* How many of those that show, and of those in reach, count themselves and not as another house. */
void building_list_counted(const struct building_list *list, size_t *shown, size_t *reach);
/* The roots of the houses that show and count themselves; *count of them. Caller frees. */
struct id *building_list_roots(const struct building_list *list, size_t *count);
void building_list_at(const struct building_list *list, size_t index, struct listed *out);

#endif
