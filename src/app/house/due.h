#ifndef APP_HOUSE_DUE_H
#define APP_HOUSE_DUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/house/order.h"
#include "app/session/workspace.h"
#include "base/division.h"
#include "base/id.h"
#include "form/pack.h"
#include "form/parts/office.h"

/* Which houses owe which form or signature by when. The day is kept in the register; how far it is, and whether it is past, is counted from today when it
 * is asked for and kept nowhere. */

#define DUE_NEVER INT64_MAX

struct due_row {
	struct id building;
	char division[DIVISION_CODE_LEN + 1];
	const struct form *form;	 /* NULL: a signature; beside a level: in which what keeps that from being signed is looked into */
	const struct field *field;	 /* of the form, the question that was added; NULL: the form itself */
	const struct level *level;	 /* of a signature */
	struct id root;			 /* the slot that it is over; zeros: none */
	const struct pack_case *of_case; /* whose next act it is; NULL: none's */
	bool gone;			 /* the house was taken out */
	struct id counted_as;		 /* the house that it steps aside for; zeros: none */
	int16_t rank;			 /* of the house: app/house/order.h */
	const struct choice *office;	 /* that owes the form, of several; NULL: it is owed as a whole */
	enum office_turn turn;		 /* whose it is, of an office */
	char day[11];
	int64_t days; /* from today, or from the day asked for; negative: overdue */
};
struct due_ask {
	const char *area; /* "": all */
	const char *role; /* only what its holders owe; NULL: whoever owes it */
	const char *date; /* YYYY-MM-DD; NULL: today */
};

/* Who owes it: the roles that may fill the form or sign the level. */
const struct names *due_by(const struct due_row *row);
/* Days from today until a day (DUE_NEVER: "" or NULL, there is none); negative: it is past. */
int64_t due_days(const char *day);
#define DUE_LONG 60 /* days: a day that is past for longer is the campaign's rather than the house's, and is told without alarm */
/* Is the day past, and not for so long that it is past for every house? */
bool due_is_urgent(int64_t days);
/* "in 3 days", "today", "overdue by 2 days"; past DUE_LONG "overdue" alone, for the day itself says it. The caller frees. */
char *due_words(int64_t days);

/* Every form that has a day, is called for at a house of the area and does not stand there, and every next signature that has one: in the order of
 * work, then by form and level, division and house. A house that is gone or counted as
 * another owes nothing but the next acts of its open cases, as far as these are not open at the other one. Forms about a division of the area stand among
 * them, where they have a day and nobody filled them, and somebody works on this laptop in whose area the division is (on the county's: all): `building` is then what stands for the division (division_root). *rows: caller frees. */
MUST_CHECK enum status due_list(struct app *app, const struct due_ask *ask, struct due_row **rows, size_t *count, struct err *err);
/* How many of these rows are of houses that were taken out: read only where there is such a house. */
MUST_CHECK enum status due_count_gone(struct app *app, const char *area, int64_t *out, struct err *err);

#endif
