#ifndef APP_HOUSE_PICK_H
#define APP_HOUSE_PICK_H

#include <stdbool.h>
#include <stddef.h>

#include "app/session/workspace.h"
#include "form/pack.h"

struct dossier;
struct id;

/* Persons who are picked and never typed: who holds one of the field's roles where the house stands. The field holds their names, joined by 、 in
 * the order of these names; persons of one name bear the first digits of their numbers, 王五(1a2b3c4d). */

#define PICK_JOINS "、"

/* Names, each once and ascending; `signed_names`: what house_people_signed tells, or NULL: who is named there stays among them. *out and each
 * name are the caller's. */
void house_people_to_pick(const struct app *app, const struct field *field, const char *division, const char *signed_names, char ***out,
			  size_t *count);
/* The names in the form of this house as it is signed, of all its versions; `slot` as in struct form_check. NULL: none; caller frees. */
char *house_people_signed(const struct dossier *dossier, const struct form *form, const struct id *slot, const struct field *field);
/* Of these names those that can be picked now, in order; NULL: none; caller frees. */
char *house_people_still(const struct app *app, const struct field *field, const char *division, const char *names);
/* Is the name among those that stand in such a field (or NULL)? */
bool house_names_person(const char *names, const char *name);
void house_people_free(char **names, size_t count);
/* What is wrong with the names that stand in the field, a sentence; NULL: nothing; caller frees. */
char *house_people_problem(const struct app *app, const struct field *field, const char *division, const char *signed_names,
			   const char *names);

#endif
