#ifndef CLI_CHANGES_H
#define CLI_CHANGES_H

#include "app/people/publish.h"
#include "cli/args.h"

/* What a form pack changes of what stands, told before somebody publishes it or agrees to it. */

/* Writes it to standard output. */
void changes_print(const struct app_forms_changes *changes);
/* Tells it on standard error and asks for a yes: `question` at a terminal; elsewhere `hint` names the option. CONFLICT: there was none. Nothing is asked where nothing
 * changes. */
MUST_CHECK enum status changes_agree(const struct app_forms_changes *changes, struct args *args, const char *question, const char *hint,
				     struct err *err);

#endif
