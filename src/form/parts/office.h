#ifndef FORM_OFFICE_H
#define FORM_OFFICE_H

#include "form/pack.h"

/* A form that several offices answer, each for itself (`offices` of a form, `office` of a role: doc/pack-format): which of them owes it by which day, and
 * whose roles those are. */

struct office_owed {
	const struct choice *office;
	char day[11]; /* YYYY-MM-DD */
};

/* The nth (from 0) that a fact's words "CODE:DAY CODE:DAY" say; what is no choice of the form's list, or has no day, is passed over. False: there are no more. */
bool office_owed_read(const struct form *form, const char *owed, size_t nth, struct office_owed *out);

/* Whose it is: nobody of the office has a right there (OFFICE_NOBODY: the roles of no office do it for it), it is theirs alone (OFFICE_THEIRS), or their day is
 * past, and the roles of no office look after it, too (OFFICE_LATE). */
enum office_turn { OFFICE_NOBODY, OFFICE_THEIRS, OFFICE_LATE, OFFICE_TURN_COUNT };
/* The roles of the form whose turn it is. Borrowed from the pack. */
const struct names *office_roles(const struct form *form, const struct choice *office, enum office_turn turn);

/* The office of a role; NULL: of none. */
const struct choice *office_of_role(const struct pack *pack, const char *role);
/* May who signs in the role give the answer that `data` holds: is it of no office, or the form's answer its own? */
bool office_may_answer(const struct pack *pack, const struct form *form, const char *role, const struct value *data);

#endif
