#ifndef UI_PAGE_KEPT_H
#define UI_PAGE_KEPT_H

#include "base/text/line.h"
#include "ui/screen.h"

/* What is typed on a page that fills no form, kept beside the workspace until it is signed: neither Esc nor a kill loses it, and it stands
 * there again when the page is opened anew. Where it cannot be kept, Esc asks first (screen_class.loses). */

struct kept_field {
	const char *name; /* of the line on its page */
	struct line *line;
	const char *proposed; /* what stands there when nothing is typed; NULL: nothing */
};

struct kept_lines {
	char *page; /* the page and what it is about, as page_draft.h names it */
	bool any;   /* something of it lies there */
	bool lost;  /* something is typed that could not be kept */
};

/* Puts what was kept into the lines, and says so. */
void kept_open(struct kept_lines *kept, struct ui *ui, char *page_take, const struct kept_field *fields, size_t count);
/* Keeps the lines as they are; lines as proposed end what was kept. For `keep` and `leave` of a page. */
void kept_put(struct kept_lines *kept, struct ui *ui, const struct kept_field *fields, size_t count);
void kept_release(struct kept_lines *kept);

#endif
