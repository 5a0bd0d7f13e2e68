#ifndef UI_PEOPLE_FACTS_H
#define UI_PEOPLE_FACTS_H

#include "app/people/people.h"
#include "ui/page/textview.h"
#include "ui/screen.h"

/* What is known of one holder of a credential, or of who asks for one. */

/* Is this the office's side of a request: may the person at the laptop give the right? */
bool holder_is_given_here(const struct app_holder *holder);
/* The whole right in one line, by which it is given or not: name, role, all areas, any laptop or one, whom it lets sign. Caller frees. */
char *holder_right_text(const struct ui *ui, const struct app_holder *holder);
/* Adds a line for each fact; returns how many doubts there are whether somebody who stands here is the one who asks. */
size_t holder_facts_add(struct text_view *facts, const struct ui *ui, const struct app_holder *holder);

#endif
