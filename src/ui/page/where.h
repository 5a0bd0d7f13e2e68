#ifndef UI_PAGE_WHERE_H
#define UI_PAGE_WHERE_H

#include "ui/screen.h"

/* Where a page saves its files: beside the workspace, or on the stick that is in. A member of the page's state; one key turns it. */

struct save_place {
	char *stick; /* its folder; NULL: beside the workspace */
};

/* Where files are saved, as the page says it. The caller frees. */
char *save_place_words(const struct save_place *place);
/* Onto the stick that is in, or beside the workspace again; without a stick that can be written on it says so. */
void save_place_turn(struct save_place *place, struct ui *ui);
void save_place_release(struct save_place *place);

#endif
