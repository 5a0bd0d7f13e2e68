#ifndef UI_PAGE_CONFIRM_H
#define UI_PAGE_CONFIRM_H

#include "ui/screen.h"

/* The confirmation page: what is about to be signed, in words, and one passphrase under it. */

struct confirmation {
	char *title, *text; /* the page's own from then on */
	/* Performs the act and says its outcome: ui_say for a sentence, or *result (a text, taken) for a page. A wrong passphrase is an
	 * error. */
	enum status (*act)(struct ui *ui, void *ctx, const char *passphrase, char **result, struct err *err);
	/* The text again, as the file stands when the passphrase was given: where it is another, that is said, and nothing is signed before it was read. NULL,
	 * with *err: it cannot be signed any more. Left out where what is signed does not hang on the file. */
	char *(*words)(struct ui *ui, void *ctx, struct err *err);
	void *ctx;
	void (*drop)(void *ctx); /* when the page closes; NULL: borrowed */
	bool stay;		 /* the page that asked stays when it is done; otherwise it goes too */
};

struct screen *confirm_screen(struct confirmation confirmation_take);

#endif
