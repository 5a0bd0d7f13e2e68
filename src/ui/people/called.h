#ifndef UI_PEOPLE_CALLED_H
#define UI_PEOPLE_CALLED_H

#include "ui/screen.h"

/* A doubt about what was typed is asked once: the sentence says why, and Enter again takes the text as it is. */

/* Is nothing to be asked about `text`? `doubt_take` is why, or NULL. *asked is the text that was asked about last, the page's to free. */
bool called_is_settled(struct ui *ui, const char *text, char *doubt_take, char **asked);

#endif
