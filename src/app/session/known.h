#ifndef APP_SESSION_KNOWN_H
#define APP_SESSION_KNOWN_H

#include "app/session/workspace.h"

/* The names of the form pack in force as people type them: an unknown one is answered with those there are. */

/* The code of the role that a text means: the code itself, or the role's name in either language. The text itself when it means none. */
const char *known_role(const struct app *app, const char *text);
/* The roles there are, each with what people call it, in one text; the caller frees. "" without a form pack. */
char *known_roles(const struct app *app);

/* NOT_FOUND: the form pack in force has no such form. */
MUST_CHECK enum status app_form_check(const struct app *app, const char *form, struct err *err);

/* Refusals of a name that the form pack does not have: each says which there are. */
enum status known_no_role(const struct app *app, const char *role, struct err *err);
enum status known_no_form(const struct app *app, const char *form, struct err *err);
enum status known_no_report(const struct app *app, const char *report, struct err *err);
enum status known_no_chain(const struct app *app, const char *chain, struct err *err);
enum status known_no_level(const struct app *app, const char *level, struct err *err);

#endif
