#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"

/* Text is UTF-8; its size on a screen is counted in cells. */

/* Decodes one character strictly (no overlong, no surrogate, <= U+10FFFF). Returns its bytes, or 0
 * when `len` is 0 or the bytes are not UTF-8; *out then is untouched. */
size_t text_decode(const char *bytes, size_t len, uint32_t *out);
size_t text_encode(uint32_t c, char out[4]); /* bytes written */
/* A full-width character of an input method as the ASCII one; others as they are. */
uint32_t text_half_width(uint32_t c);

bool text_is_utf8(const char *bytes, size_t len);

/* Columns a character or text takes: 0 (combining), 1 or 2. The same on every machine: our table of wide
 * characters, not the locale's. */
int char_cells(uint32_t c);
size_t text_cells(const char *text);
size_t text_chars(const char *text); /* code points */

/* Bytes of the next cluster (a character and the combining ones behind it); 0 at the end. */
size_t text_cluster(const char *text, size_t len, size_t *cells);

/* The longest start of `text` (whole clusters) that takes at most `cells`; its bytes. */
size_t text_fit(const char *text, size_t cells, size_t *used_cells);

/* What a person meant: full-width digits, letters and space made half-width, NBSP to space, ends trimmed. What may not stand
 * (base/text/text_rule.h) stays, for the caller to refuse. Caller frees. */
char *text_normalise(const char *text);

/* Names that 、 stands between, in the one order of their bytes: who are named together are the same whoever was named first. Caller frees. */
char *text_names_in_order(const char *names);

/* Every character of Unicode has its place there. */
MUST_CHECK enum status text_to_gb18030(const char *text, size_t len, struct buf *out, struct err *err);

#endif
