#ifndef APP_HOUSE_OFFICE_H
#define APP_HOUSE_OFFICE_H

#include <stdbool.h>

#include "app/session/workspace.h"
#include "form/parts/office.h"

/* A form that several offices answer (form/office.h), at one house: whose it is now. While an office has somebody with a right there it is that office's
 * alone, and past its day also theirs who are of no office; while it has nobody it is theirs who are of no office. */

struct dossier;

/* Whose an office's answer is in a division, by its day (days from today; negative: past). */
enum office_turn house_office_turn(const struct app *app, const struct form *form, const struct choice *office, const char *division,
				   int64_t days);
/* Is it this person's, who is unlocked, to fill, and by which day first? Of a form that is owed as a whole: yes, without a day. */
bool house_office_is_mine(struct app *app, const struct dossier *dossier, const struct form *form, char day[11]);
/* Does the office under which this person fills the form owe it? True of who is of no office, and of a form that is owed as a whole. */
bool house_office_owes(const struct app *app, const struct dossier *dossier, const struct form *form);
/* The offices that owe it and their days in words; NULL: it is owed as a whole. Caller frees. */
char *house_office_waits(const struct dossier *dossier, const struct form *form);
/* The office under which this person fills the form; NULL: none in particular. */
const struct choice *house_office_own(const struct app *app, const struct form *form);
/* The office of a list for which alone this person works, by all of his rights; NULL: of none, or of several. */
const struct choice *house_office_of_person(const struct app *app, const struct list *offices);
/* Does this person work for offices alone? What others owe is none of his. */
bool house_person_is_of_offices(const struct app *app);

#endif
