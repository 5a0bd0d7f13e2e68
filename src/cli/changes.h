#ifndef CLI_CHANGES_H
#define CLI_CHANGES_H

#include "app/people/publish.h"
#include "cli/args.h"

/* What a form pack changes of what stands, told before somebody publishes it or agrees to it. */

/* Writes it to standard output. */
void changes_print(const struct app_forms_changes *changes);
/* The same as lines; "": nothing. The caller frees. */
char *changes_text(const struct app_forms_changes *changes);
/* Tells the lines on standard error and asks for a yes: `question` at a terminal; elsewhere `hint` names the option. */
bool changes_agree(const char *text, const char *question, const char *hint);

#endif
