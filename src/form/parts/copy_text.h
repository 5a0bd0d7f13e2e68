#ifndef FORM_COPY_TEXT_H
#define FORM_COPY_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* An expression in which names get a prefix. Texts in quotation marks stay as they are, and so do columns of lists, of the pack's tables, of
 * divisions and photos behind their table's name and a point. Internal to the floor. */

struct text_renaming {
	const char *prefix;
	bool (*is_renamed)(const char *word, size_t len, void *ctx);
	void *ctx;
};

void text_rename(const char *sql, const struct text_renaming *how, struct buf *out);

#endif
