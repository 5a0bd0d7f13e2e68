#ifndef APP_HOUSE_PICK_H
#define APP_HOUSE_PICK_H

#include <stdbool.h>
#include <stddef.h>

#include "app/session/workspace.h"
#include "form/pack.h"

/* Persons who are picked and never typed: who holds one of the field's roles where the house stands. The field holds their names, joined by 、 in
 * the order of these names. */

#define PICK_JOINS "、"

/* Names, each once and ascending; whose right was taken back is among them only where `held` (or NULL) names him already. *out and each name are
 * the caller's. */
void house_people_to_pick(const struct app *app, const struct field *field, const char *division, const char *held, char ***out,
			  size_t *count);
/* Is the name among those that stand in such a field (or NULL)? */
bool house_names_person(const char *names, const char *name);
void house_people_free(char **names, size_t count);
/* What is wrong with the names that stand in the field, a sentence; NULL: nothing; caller frees. */
char *house_people_problem(const struct app *app, const struct field *field, const char *division, const char *names);

#endif
