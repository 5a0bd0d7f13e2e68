#ifndef HANDBOOK_BOOK_H
#define HANDBOOK_BOOK_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "chapter.h"

/* The whole handbook in one language, with the pages that a test captured, and the three forms in which it is given out. */

#define HANDBOOK_CHAPTERS_MOST 16
#define HANDBOOK_COLS 80 /* of a captured page */

struct handbook {
	const char *folder, *lang; /* "zh" or "en"; both borrowed */
	struct handbook_chapter preface, chapters[HANDBOOK_CHAPTERS_MOST];
	size_t count;
};

/* Reads FOLDER/order, FOLDER/LANG/... */
MUST_CHECK enum status handbook_read(const char *folder, const char *lang, struct handbook *out, struct err *err);
void handbook_release(struct handbook *book);
/* The rows of a captured page, several blank ones in a row as one. */
MUST_CHECK enum status handbook_page(const struct handbook *book, const struct handbook_chapter *chapter, const char *name, struct buf *out,
				     struct err *err);
const char *handbook_contents(const struct handbook *book); /* the word above the list of chapters */

MUST_CHECK enum status handbook_write_text(const struct handbook *book, struct buf *out, struct err *err);
/* One page that needs nothing beside it and runs nothing. */
MUST_CHECK enum status handbook_write_html(const struct handbook *book, struct buf *out, struct err *err);
/* INVALID: no font here shows it, or this is built without what makes PDF. */
MUST_CHECK enum status handbook_write_pdf(const struct handbook *book, struct buf *out, struct err *err);

#endif
