#ifndef APP_ROSTER_STANDING_H
#define APP_ROSTER_STANDING_H

#include <stddef.h>

#include "app/session/workspace.h"
#include "base/division.h"
#include "base/id.h"
#include "base/machine/progress.h"
#include "base/map.h"
#include "base/value.h"
#include "form/pack.h"

/* The houses that stand, as the rows of a table are compared with them: found by a number that another system gave them, else by address and
 * owner. Reads every listing once; opens what is private in the villages of the table alone. */

enum standing_state {
	STANDING_OPEN,
	STANDING_CLOSED,   /* what is private of it cannot be opened by this person */
	STANDING_CONFLICT, /* two versions of its listing stand */
	STANDING_GONE,	   /* there is no such house */
	STANDING_JOINED,   /* it is counted as another, by decision */
};

struct standing_house {
	struct id root, head; /* head: of its listing; of one in conflict the root */
	struct id as;	      /* of one that is joined: the other */
	char division[DIVISION_CODE_LEN + 1];
	enum standing_state state;
	int level;							  /* signed up to */
	bool corrected;							  /* its listing has more than one version */
	size_t met;							  /* the row of the table that is about it; 0: none yet */
	bool met_new;							  /* ... and says something else */
	bool elsewhere;							  /* in no village of the table: its numbers alone are known */
	struct value values;						  /* of its listing */
	struct standing_record {					  /* another system's record of it (roster_record.h) */
		enum { RECORD_NONE, RECORD_STANDS, RECORD_CLOSED } state; /* CLOSED: not to be read by this person, or two versions stand */
		struct id head;
		struct value values;
		const struct value *met; /* what a row before said of it; NULL: none yet */
		bool corrected;		 /* it has more than one version */
	} record;
	size_t next; /* the next one of the same address and owner; SIZE_MAX: none */
};

struct standing {
	struct app *app;
	const struct pack *pack;
	struct standing_house *houses;
	size_t count, cap;
	struct idmap by_root, by_number, by_place, by_address, by_phone;
	struct joined *joined;
	size_t joined_count;
};

/* `rows`: of the table; their villages are the ones that are opened. Release it whatever the call gives. */
MUST_CHECK enum status standing_load(struct app *app, const struct value *rows, size_t row_count, const struct progress *progress,
				     struct standing *out, struct err *err);
void standing_release(struct standing *standing);

/* Houses that a row's numbers lead to. Houses that are counted as one are that one; one that was taken out only where no number leads to one that stands. */
struct standing_numbered {
	struct standing_house *house, *other; /* that has one of the numbers; a second one that has another of them; NULL: none */
	const struct field *by, *by_other;    /* the numbers */
};
void standing_by_number(const struct standing *standing, const struct value *values, struct standing_numbered *out);
/* The first house of the same address and owner, by the name that both make (twin_row_name), by `next` the others; NULL: none. */
struct standing_house *standing_by_place(const struct standing *standing, const struct id *place);
/* A house at the same address, whoever owns it, where a house number or a name tells houses apart; NULL: none. */
struct standing_house *standing_at_address(const struct standing *standing, const struct value *values);
/* A house of the same phone in the same place, whoever owns it, where no two doors tell them apart; NULL: none. */
struct standing_house *standing_by_phone(const struct standing *standing, const struct value *values);
/* Have both a number of one kind, and not the same? */
bool standing_numbers_differ(const struct pack *pack, const struct value *a, const struct value *b);
/* Does an earlier version of the house's listing say what `values` says, as far as that says anything, and did a person correct it since? What one import
 * replaced another may put back. */
bool standing_was(const struct standing *standing, const struct standing_house *house, const struct value *values);
/* Does `values` say nothing of the fields of a listing that `of` does not say? */
bool listing_says_nothing_new(const struct pack *pack, const struct value *values, const struct value *of);

#endif
