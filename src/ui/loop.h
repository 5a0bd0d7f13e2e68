#ifndef UI_LOOP_H
#define UI_LOOP_H

#include "ui/screen.h"

/* The loop: the only place that reads keys, paints and moves the stack of screens. The loop knows no page; its caller names its pages. */

struct loop_pages {
	struct screen *(*first)(struct ui *ui, const void *ctx); /* makes the first page; may open the workspace */
	struct screen *(*help)(const struct screen *of);
	struct screen *(*day)(struct ui *ui);  /* asks what day it is, when nothing is signed before it is known */
	struct screen *(*said)(struct ui *ui); /* what was said above the keys */
	struct screen *(*house)(struct ui *ui, const struct id *building);
	struct screen *(*pair)(struct ui *ui, const struct id *building, const struct id *other); /* are they one? */
	const void *ctx;									  /* for `first` */
};

/* Runs until the last page is left, a signal ends the loop or the terminal is gone. Returns an exit code as the commands do. */
int loop_run(const char *lang, const struct loop_pages *pages);

#endif
