#ifndef APP_HOUSE_RETURNED_H
#define APP_HOUSE_RETURNED_H

#include <stddef.h>

#include "app/session/workspace.h"
#include "base/id.h"
#include "base/value.h"

/* A house that was given back: the return that stands, and the fields that it marks. */

struct credential;
struct dossier;
struct flow_sign;
struct flow_step;

struct return_mark {
	char *field; /* its place: with the repeat and the row that it stands in (form/place.h), or without them */
	int kind;    /* of the pack's kinds of error */
};
struct return_marks {
	struct return_mark *items;
	size_t count;
};

/* Reads the marks from the `errors` of a return's step, a list of {field, kind} or NULL, and writes them so. */
void return_marks_read(const struct value *errors, struct return_marks *out);
struct value return_marks_value(const struct return_marks *marks);
void return_marks_add(struct return_marks *marks, const char *field, int kind);
/* Adds a mark, or takes it away when it is there. */
void return_marks_toggle(struct return_marks *marks, const char *field, int kind);
/* The kind of error that is marked at a field in a row (0: it stands in none), as people read it; of a repeat, in any of its rows. NULL: none. */
const char *return_marks_label(const struct return_marks *marks, const struct pack *pack, const struct field *field, int row);
/* The form of a marked field; NULL: the pack has no such field. */
const struct form *return_mark_form(const struct pack *pack, const struct return_mark *mark);
/* The kinds, and a reason (or NULL), in words; caller frees. */
char *return_marks_words(const struct return_marks *marks, const char *reason, const struct pack *pack);
void return_marks_release(struct return_marks *marks);

/* The sign-offs by which the house was given back and that nobody answered yet, one after the other: all, or those of a chain that covers the form
 * (of a repeat form: in the slot, by its first step). NULL: there are no more. */
const struct flow_sign *house_return_at(const struct dossier *dossier, const struct form *form, const struct id *slot, size_t index);
/* Is the return answered by a new version of the form? Not while another form that it marks stands as it did. */
bool house_return_ends(const struct dossier *dossier, const struct flow_sign *sign, const struct form *form);
/* What all these returns mark and why: of one the reason alone, of several each with its author. NULL: there is none; caller frees. `marks`: to add to. */
char *house_returns_read(const struct dossier *dossier, const struct form *form, const struct id *slot, struct return_marks *marks);
/* Who gave the house back and why, in one line; caller frees. */
char *house_return_words(const struct pack *pack, const struct flow_step *sign);
/* A return that was answered, and the form that says so. */
struct house_answer {
	const struct flow_step *sign, *by;
	const char *words;
};
/* The answered returns of the house, each once with its last answer: those of this person's last word on the house (`own`: the sign-off, or NULL), of
 * which the answer stands in a form as it is now, or whose level did not sign again since. The count; *out: caller frees. */
size_t house_answers_read(const struct dossier *dossier, const struct flow_step *own, struct house_answer **out);
/* Who gave it back and why, and who answered what; caller frees. */
char *house_answer_words(const struct pack *pack, const struct house_answer *answer);
/* The last sign-off of the house by this person, or NULL. */
const struct flow_step *house_last_sign(const struct dossier *dossier, const struct credential *person);
/* Who gave a building back and why, by its open returns, else by the answered ones, with the answers; else that the unlocked person signed an older version of it; "" when there is nothing. Caller frees. */
char *app_building_returned(struct app *app, const struct id *building);

/* Words that tell a person's number (base/number/told_number.h) are refused, with the house that is given back: of many they are said of one at a time. */
MUST_CHECK enum status house_check_return_words(struct app *app, const struct id *building, const char *words, struct err *err);

#endif
