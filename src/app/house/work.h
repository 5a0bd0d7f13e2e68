#ifndef APP_HOUSE_WORK_H
#define APP_HOUSE_WORK_H

#include <stddef.h>

#include "app/house/order.h"
#include "app/session/workspace.h"
#include "base/id.h"
#include "flow/task.h"

/* What there is to do for the person at the laptop, most urgent first, and how far each place has come. */

enum work_kind {
	WORK_RETURNED,	     /* came back: correct what is marked */
	WORK_CONFLICT,	     /* two versions */
	WORK_FINDINGS,	     /* the checks found errors after it was filled */
	WORK_SIGN,	     /* waits for this person's signature */
	WORK_DRAFT,	     /* begun here, not signed */
	WORK_FORM,	     /* a form this person may fill */
	WORK_ADDED,	     /* a form that stands, to which a question was added since */
	WORK_FOR_OTHER,	     /* came back or with errors, and is better corrected by who filled it; see house_fill_warning */
	WORK_BEGUN_BY_OTHER, /* another person of this laptop has begun the form and not signed it: it is his to go on with */
	WORK_KIND_COUNT
};

struct work_row {
	enum work_kind kind;
	enum flow_task task; /* the house's task that this is; TASK_NONE: none, as of a draft that the house does not ask for */
	int64_t number;	     /* the building's place in the file: the order of the roster */
	struct id building;  /* zeros: a new building's draft */
	char division[16];
	const struct form *form;   /* to open; NULL for WORK_SIGN */
	const struct field *field; /* WORK_ADDED: the question; else NULL */
	const struct level *level; /* WORK_SIGN, WORK_RETURNED; by the pack in force, if that has it */
	struct id root;		   /* of a chain over a repeat form: the slot's first step; else zeros */
	bool for_other;		   /* rather for the other of the team */
	const char *by;		   /* WORK_BEGUN_BY_OTHER: whose it is, borrowed from the work */
	struct work_order order;
};

struct work_bar {
	char division[16];
	char *name;
	size_t total, begun, waiting, done; /* buildings; done: signed by every level */
};

struct work {
	struct work_row *rows; /* in the order of work: see row_cmp in work.c */
	size_t row_count;
	size_t count[WORK_KIND_COUNT];
	size_t wrote;	       /* houses that wait for a level of this person's role, and of which he filled a form: another signs them */
	struct work_others {   /* forms that want another person than those who filled the house's other forms */
		size_t barred; /* houses of which this person may not fill it, having filled one of those */
		size_t nobody; /* houses of which nobody with a right there may fill it */
		const struct form *form;
		char *names; /* who may fill it at the first house of those barred; NULL: nobody */
	} others;
	struct work_below { /* houses of the first rank that have not come up to the highest level of the first chain that this person signs */
		size_t count;
		char *where; /* for what they wait, with numbers; NULL: there are none */
	} below;
	struct work_bar *bars; /* the villages of a township, the townships of a county, or the one village */
	size_t bar_count;
	size_t listed, unlisted;    /* villages of the person's areas with a house on the list, and those without any */
	size_t closed;		    /* of the listed: the person may read what is private there, and nobody passed him a key to it yet */
	char *closed_village;	    /* the first of these; NULL: none */
	char *opener;		    /* who may read it there and can pass the key on, with role; NULL: nobody is known here */
	const struct deadline *due; /* the next of the campaign, the last one when all are over; NULL: none */
	int64_t due_days;	    /* from today; negative: over */
	size_t overdue;		    /* houses of the person's areas of which the next task's day is past: as the list's filter tells */
	char overdue_day[11];	    /* the earliest of these days */
	size_t unread;		    /* houses that must still be read to know whether they wait for this person: see work_go_on */
	char **names;		    /* whose drafts there are, each once */
	size_t name_count, name_cap;
	struct work_rest *rest;
	struct work_stamp { /* the state of the file that the work was read from */
		unsigned generation;
		int64_t last_step;
		char person[33]; /* who is unlocked; "": nobody */
		char today[11];
		struct id drafts;
	} stamp;
};

MUST_CHECK enum status work_open(struct app *app, struct work **out, struct err *err);
/* The same, but of the houses that must be read only `at_once`: work_go_on reads the rest. */
MUST_CHECK enum status work_begin(struct app *app, size_t at_once, struct work **out, struct err *err);
/* Would reading it again give the same, to the same person? */
bool work_is_current(struct app *app, const struct work *work);
/* Reads a few more houses; true: there are more. *changed: rows, count and unread are new, and former pointers to rows are void. */
bool work_go_on(struct work *work, bool *changed);
void work_free(struct work *work);

#endif
