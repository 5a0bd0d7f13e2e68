#ifndef TESTS_SUPPORT_DUMP_H
#define TESTS_SUPPORT_DUMP_H

#include "base/buf.h"
#include "ui/canvas.h"

/* The page as text, a line a row, trailing blanks off; `looks` adds after each row a line of marks below what is not plain
 * ("| rrr  bb"), and the cursor's place at the end. */
void canvas_dump(const struct canvas *canvas, bool looks, struct buf *out);

struct ui;
/* The `busy` of a struct ui whose `terminal` is its struct stack: draws the page in the middle of whatever takes a while, as a terminal does. */
void busy_draw(struct ui *ui, const char *what);

#endif
