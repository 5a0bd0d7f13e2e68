#ifndef APP_FILL_SHEET_H
#define APP_FILL_SHEET_H

#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/id.h"
#include "base/value.h"

/* A form while somebody fills it: what was typed, and what follows from it. Nothing typed is ever dropped: an answer whose question goes away
 * is kept beside and returns with its question. */

struct sheet;

const struct form *sheet_form(const struct sheet *sheet);
const struct id *sheet_building(const struct sheet *sheet); /* zeros for a new one */
const char *sheet_place(const struct sheet *sheet);	    /* what the house is called: hamlet, number, owner when known */

/* ---- fields; `row` of the repeat they stand in, from 1; 0: none */

bool sheet_is_relevant(const struct sheet *sheet, const struct field *field, int row);
/* The value that stands, borrowed until the next change; NULL: none. */
const struct value *sheet_value(const struct sheet *sheet, const struct field *field, int row);
/* The text that is shown for a field: labels of choices, or what was typed and does not fit. Caller frees. */
char *sheet_text(const struct sheet *sheet, const struct field *field, int row, const char *lang);
/* Sets what a person typed. A text that does not fit is kept as it is, with its problem. */
void sheet_set_text(struct sheet *sheet, const struct field *field, int row, const char *text);
void sheet_set_take(struct sheet *sheet, const struct field *field, int row, struct value value);
/* Is the choice offered with the other answers? */
bool sheet_offers(const struct sheet *sheet, const struct field *field, int row, const struct choice *choice);
/* Of a question for a division, in a form about one: for each division of the pack, is it there still, and does the question's constraint take it with
 * the other answers? Caller frees. */
bool *sheet_admitted(const struct sheet *sheet, const struct field *field, int row);
/* The names that a person field with `people` is picked from; house_people_free gives them back. */
void sheet_people(const struct sheet *sheet, const struct field *field, char ***out, size_t *count);
/* Puts a name in or takes it out. */
void sheet_toggle_person(struct sheet *sheet, const struct field *field, const char *name);
/* Switches one choice of a list on or off; an exclusive one stands alone. */
void sheet_toggle(struct sheet *sheet, const struct field *field, int row, const char *choice);
bool sheet_is_fixed(const struct field *field); /* shown, and not asked: calculated, or said by an act of its own */

int sheet_row_count(const struct sheet *sheet, const struct field *repeat);
int sheet_add_row(struct sheet *sheet, const struct field *repeat); /* its number */
void sheet_remove_row(struct sheet *sheet, const struct field *repeat, int row);
bool sheet_row_is_empty(const struct sheet *sheet, const struct field *repeat, int row); /* nothing typed, no photo */

/* The kind of error that a signer who gave the building back marked at a field. */
const char *sheet_mark(const struct sheet *sheet, const struct field *field,
		       int row);			    /* the kind of error, or NULL; of a repeat: in any of its rows */
const char *sheet_return_reason(const struct sheet *sheet); /* "" for none */
bool sheet_is_unchanged(
	const struct sheet *sheet); /* the same answers and photos as signed last, given back or not; words about a return apart */
/* The signatures of the house that fall when the form is signed as it is now: who, at which level. NULL: none; caller frees. Where
 * others would fall when it is signed, the signing says so. */
char *sheet_falling(struct sheet *sheet);
const char *
sheet_unasked(const struct sheet
		      *sheet); /* what the version that is corrected answers and the form asks no more, in a sentence; "" for nothing */
const char *sheet_begun_by(const struct sheet *sheet); /* another person who typed what is not signed yet; "" for none */
/* Does the form stand signed with just these answers and photos, and did nobody give it back? A signature would change nothing then, or
 * only its author. */
bool sheet_is_as_signed(const struct sheet *sheet);
/* Does another form of the house, as it stands, differ from this one, and is it this one's turn to be looked at again? */
bool sheet_differs(const struct sheet *sheet);
const char *sheet_author(const struct sheet *sheet); /* who signed it as it stands; "" when nobody did, or the person at the laptop */
char *sheet_warning(const struct sheet *sheet);	     /* why somebody else should rather fill it, or NULL; caller frees */

#endif
