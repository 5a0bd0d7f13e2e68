#ifndef UI_PAGE_OTHER_WINDOW_H
#define UI_PAGE_OTHER_WINDOW_H

#include <stdint.h>

#include "ui/screen.h"

/* A question, when another window of louce has the same thing open: whether to go on with it here. */

struct other_window {
	char *title;	    /* the page's own from then on */
	int64_t since_unix; /* when the other window opened it */
	/* Takes the thing over and opens it; NULL: not done, and said why. */
	struct screen *(*take)(struct ui *ui, void *ctx);
	void *ctx; /* the page's own: freed when it closes */
};

struct screen *other_window_screen(struct other_window other_window_take);

#endif
