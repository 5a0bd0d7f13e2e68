#ifndef HANDBOOK_CHAPTER_H
#define HANDBOOK_CHAPTER_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/* A chapter of the handbook, read from its text: what people read, and the deeds by which a test does each step and captures its page. README.md of
 * this folder says how such a text is written. */

enum handbook_kind {
	HANDBOOK_PARAGRAPH,
	HANDBOOK_HEADING,
	HANDBOOK_STEP,	/* numbered */
	HANDBOOK_WRONG, /* what to do when it goes wrong at the step above */
	HANDBOOK_PAGE,	/* `text`: the name of a captured page */
	HANDBOOK_DEED,	/* `deed`: what the test does; `text`: with what */
};

struct handbook_item {
	enum handbook_kind kind;
	int number; /* of a step, from 1 */
	char *deed, *text;
	size_t line; /* of the file */
};

struct handbook_chapter {
	char *name, *title;
	char *who; /* whom it is for */
	struct handbook_item *items;
	size_t count, cap;
};

/* INVALID, with the line: no title, a step out of its order, a step of which no page is captured, a deed that there is not. */
MUST_CHECK enum status handbook_chapter_read(const char *path, const char *name, struct handbook_chapter *out, struct err *err);
void handbook_chapter_release(struct handbook_chapter *chapter);

#endif
