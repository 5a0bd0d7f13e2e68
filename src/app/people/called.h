#ifndef APP_PEOPLE_CALLED_H
#define APP_PEOPLE_CALLED_H

#include "app/session/workspace.h"

/* Whether what somebody gives for a name is one: a post, a word for nobody and the like come to stand under every signature. A doubt stops nobody: what is
 * a name all the same is asked about once. */

/* The doubt about the name, a sentence that is the caller's to free; NULL: none. It is judged by the form pack in force, as who is picked for a form is; before
 * one is, or without a workspace (`app` NULL), by the installed one. */
char *app_name_doubt(const struct app *app, const char *name);

#endif
