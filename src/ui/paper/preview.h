#ifndef UI_PAPER_PREVIEW_H
#define UI_PAPER_PREVIEW_H

#include "ui/screen.h"

/* What is about to be printed, in words: who reads it signs by Enter that it was printed. */

struct print_preview {
	char *text; /* the page's own from then on */
	/* Writes and signs, and says its outcome with ui_say. */
	enum status (*act)(struct ui *ui, void *ctx, struct err *err);
	/* The text again, as the file stands when Enter is pressed (ui/page/confirm.h); NULL: it hangs on nothing. */
	char *(*words)(struct ui *ui, void *ctx, struct err *err);
	void *ctx;
	void (*drop)(void *ctx); /* when the page closes; NULL: borrowed */
};

struct screen *print_preview_screen(struct print_preview preview_take);

#endif
