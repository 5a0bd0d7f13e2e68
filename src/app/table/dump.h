#ifndef APP_TABLE_DUMP_H
#define APP_TABLE_DUMP_H

#include "app/session/workspace.h"
#include "base/buf.h"

/* All that a file holds, for another program: houses with all their fields, rows of repeats and of forms that repeat, steps and signatures. Private fields
 * for an unlocked person whose keys open them, what is hidden from him as in reports. Also for the system whose record the pack knows: its columns and its
 * codes; and the places of houses. */

enum app_dump_format { APP_DUMP_JSONL, APP_DUMP_CSV, APP_DUMP_XLSX, APP_DUMP_GEOJSON, APP_DUMP_FORMAT_COUNT };
const char *app_dump_format_name(enum app_dump_format format);

enum id_mask { ID_MASK_WHOLE, ID_MASK_MIDDLE, ID_MASK_LAST, ID_MASK_COUNT }; /* nothing; the middle six, the last eight hidden */

struct app_dump {
	const char *area, *lang;
	enum app_dump_format format;
	const char *table; /* of CSV: one of them; NULL: the houses. Of others all */
	bool with_private; /* private fields, too */
	bool as_record;	   /* in the columns and codes of the system whose record the pack knows: houses that every level signed */
	enum id_mask mask; /* of ID numbers */
	const char *path;  /* of XLSX: a new file */
	bool (*write)(void *ctx, const char *bytes, size_t len); /* of the others; false: it cannot be written */
	void *ctx;
};
/* DENIED: what is private does not open. INVALID: the pack knows no record, or has no places. *left_out: houses that not all signed, or without a place. */
MUST_CHECK enum status app_dump(struct app *app, const struct app_dump *dump, size_t *written, size_t *left_out, struct err *err);
/* Hides part of an ID number: 18 or 15 characters stay as many. Caller frees. */
char *id_masked(const char *id, enum id_mask mask);

#endif
