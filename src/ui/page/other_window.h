#ifndef UI_PAGE_OTHER_WINDOW_H
#define UI_PAGE_OTHER_WINDOW_H

#include <stdint.h>

#include "ui/screen.h"

/* Another window of louce has the same thing open: asks whether to go on with it here. */

struct other_window {
	char *title;	    /* the page's own from then on */
	int64_t since_unix; /* the other one has it open */
	/* Takes it over and opens it; NULL: not done, and said why. */
	struct screen *(*take)(struct ui *ui, void *ctx);
	void *ctx; /* the page's own: freed when it closes */
};

struct screen *other_window_screen(struct other_window other_window_take);

#endif
