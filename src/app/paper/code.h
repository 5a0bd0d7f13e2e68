#ifndef APP_PAPER_CODE_H
#define APP_PAPER_CODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/id.h"

/* The code on a paper about a house, a text that says what the paper must say:
 * doc/file-format, "The code of a paper". */

struct dossier;
struct pack;
struct pack_paper;
struct value;

#define SHEET_MARK "LOUCE1"
#define SHEET_HASH_DIGITS 32
#define SHEET_CHECK_DIGITS 8

/* The text for what stands now. The caller frees. */
char *paper_code_text(const struct pack *pack, const struct pack_paper *paper, const struct dossier *dossier, const char *serial);
/* The digits at the end of a text, of what stands before them. */
void paper_code_check(const char *text, size_t len, char out[SHEET_CHECK_DIGITS + 1]);

/* ---- its parts */

/* A value as the text has it. */
void paper_code_value(const struct value *value, struct buf *out);
/* Does the paper show the record or photos of the form? */
bool paper_shows_form(const struct pack_paper *paper, const char *form);
/* The hash of what is shown: the lines of slots in any order, each owned, and
 * those of signatures. Empties `slots`. */
struct paper_lines {
	char **items;
	size_t count, cap;
};
void paper_lines_add(struct paper_lines *lines, char *line); /* takes the line */
void paper_code_hash(const struct id *root, struct paper_lines *slots, const struct buf *signs, struct id *out);

#endif
