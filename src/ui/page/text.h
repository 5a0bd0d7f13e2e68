#ifndef UI_PAGE_TEXT_H
#define UI_PAGE_TEXT_H

#include "ui/screen.h"

/* A text to read, e.g. a report or a list of reasons. */

struct screen *text_screen(char *title_take, char *text_take);
/* A text with one table, whose labels stand in so many lines from that one on: they stay in view. */
struct screen *text_screen_table(char *title_take, char *text_take, size_t heading, size_t heading_lines);
/* A text with the margin of other pages, for what is no table. */
struct screen *text_screen_inside(char *title_take, char *text_take);

#endif
