#ifndef UI_LOOP_H
#define UI_LOOP_H

#include "ui/screen.h"

/* The loop: the only place that reads keys, paints and moves the stack of screens. The loop knows no page; its caller names two. */

struct loop_pages {
	struct screen *(*first)(struct ui *ui, const void *ctx); /* the page it begins with; may open the workspace */
	struct screen *(*help)(const struct screen *of);
	const void *ctx; /* for `first` */
};

/* Until the last page is left, a signal ends it or the terminal is gone. An exit code as the commands have them. */
int loop_run(const char *lang, const struct loop_pages *pages);

#endif
