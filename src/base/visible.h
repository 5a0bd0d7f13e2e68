#ifndef BASE_VISIBLE_H
#define BASE_VISIBLE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"

/* Text from elsewhere (file names, cells of tables, the schema of a strange file, labels of sticks), shown so that it can neither steer a
 * terminal nor pass for a line of ours: what cannot be seen stands as an escape, \x1b for a byte, \u{202e} for a character. */

/* Is nothing seen of this character, or does it move what stands beside it? Controls, Unicode 15's Default_Ignorable_Code_Point,
 * bidirectional controls, line and paragraph separators, interlinear marks, noncharacters. */
bool char_is_invisible(uint32_t c);

/* Appends the text with escapes. Line ends and tabs are escaped too. */
void visible_add(struct buf *buf, const char *text);

/* Appends what a person said, on one line: where a line of it ends stands " / ", the rest as visible_add. */
void visible_add_line(struct buf *buf, const char *words);
/* The same as a text of its own; caller frees. */
char *visible_line(const char *words);

/* Formats like printf and appends it: line ends and tabs of the format stand, those of its arguments are escaped. */
void visible_printf(struct buf *buf, const char *fmt, ...) PRINTF_FMT(2, 3);
void visible_vprintf(struct buf *buf, const char *fmt, va_list args) PRINTF_FMT(2, 0);

#endif
