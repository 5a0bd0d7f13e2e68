#ifndef UI_PAGE_TEXT_H
#define UI_PAGE_TEXT_H

#include "ui/screen.h"

/* A text to read, e.g. a report or a list of reasons. */

struct screen *text_screen(char *title_take, char *text_take);
/* The same with the margin of other pages, for what is no table. */
struct screen *text_screen_inside(char *title_take, char *text_take);

#endif
