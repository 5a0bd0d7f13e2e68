#ifndef UI_PAGE_LISTPAGE_H
#define UI_PAGE_LISTPAGE_H

#include "base/err.h"
#include "ui/page/listview.h"
#include "ui/screen.h"

/* A page that is a list below a head: read when it is shown, and anew when another page lay on top of it or another window wrote the file. The state
 * of such a page begins with a struct list_page, and its class names the functions below. */

struct list_page;

struct list_page_kind {
	/* Reads what is shown. A failure stands in place of the page, and reading is tried again at the next key. */
	enum status (*read)(struct list_page *page, struct ui *ui, struct err *err);
	struct list_rows (*rows)(const struct list_page *page);
	/* Draws what stands above the rows, or only measures it on a canvas of no rows; answers with what is left for them. */
	struct area (*head)(const struct list_page *page, const struct ui *ui, struct canvas *canvas);
	/* What is said in place of rows when there are none, and how it looks. NULL: nothing. */
	const char *(*none)(const struct list_page *page, struct look *look);
};

struct list_page {
	const struct list_page_kind *kind;
	struct list_view list;
	bool read;
};

void list_page_recalc(struct screen *screen, struct ui *ui);
void list_page_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas);
const char *list_page_note(const struct screen *screen);
void list_page_forget(struct screen *screen, struct ui *ui); /* for `forget` and `leave` */

#endif
