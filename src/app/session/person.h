#ifndef APP_SESSION_PERSON_H
#define APP_SESSION_PERSON_H

#include <stdbool.h>
#include <stddef.h>

#include "app/session/workspace.h"
#include "base/id.h"

/* The unlocked person: name, roles and areas. */

struct credential;

/* Of the unlocked person, borrowed; NULL: nobody is unlocked. */
const char *app_person_name(const struct app *app);
const char *app_person_number(const struct app *app); /* 32 hex */
const char *app_person_role(const struct app *app);   /* as people read it */
size_t app_person_rights(const struct app *app);      /* under which he may sign here; 0: nobody is unlocked */
/* The one area in which the person works: the credential's, or of several the one in which the others lie as they are now. "" for nobody, and of several apart: all of
 * the file may be looked at. */
const char *app_person_area(const struct app *app);
bool app_person_has_role(const struct app *app, const struct names *roles);

/* The credential that the person acts under; NULL: nobody is unlocked. */
const struct credential *app_credential(const struct app *app);
/* A person may hold several credentials: acts from now on under one of these keys that stands, has one of the roles and covers the division
 * (NULL: any); under one that has the role alone when none covers it. The one acted under stays when it fits, else it is the newest that does. */
void act_in_role(struct app *app, const struct names *roles, const char *division);
/* Acts from now on under this credential, when it is the person's own and stands. */
bool act_under(struct app *app, const struct id *credential);
/* Acts from now on under a credential of these keys that fits by the caller's word, in force or not, and is not taken back; the one acted under stays when
 * it fits, else it is the newest that does. False: none does, and nothing changes. */
bool act_as(struct app *app, bool (*fits)(const struct credential *, const void *), const void *ctx);
/* The same for one of an officer. */
bool act_as_officer(struct app *app);
/* Would act_as find one? Nothing changes. False when nobody is unlocked. */
bool act_could_as(const struct app *app, bool (*fits)(const struct credential *, const void *), const void *ctx);
/* Came `a` to this file after `b`? */
bool credential_is_newer(const struct app *app, const struct credential *a, const struct credential *b);
/* Is the last day of the credential over, by this laptop's clock? Only who signs is asked: dates are never judged. */
bool credential_has_run_out(const struct credential *credential);
/* Division prefixes of everything the unlocked person's credentials cover; nobody: one empty prefix. Borrowed texts, caller frees the array. */
const char **app_areas(const struct app *app, size_t *count);
/* The same areas as they are now (pack_area_now), none inside another: whose houses are counted as the person's. The rights go by app_areas. The caller frees the
 * array, and with it the texts. */
const char **app_areas_now(const struct app *app, size_t *count);

const char *app_role_label(const struct app *app, const char *role); /* as people read it */
/* The roles in words, ", " between them; caller frees. */
char *app_roles_text(const struct app *app, const struct names *roles);

#endif
