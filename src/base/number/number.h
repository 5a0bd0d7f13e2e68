#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>

/* Numbers as people and packs write them: an optional -, digits, and behind an optional point more digits. Another spelling (0x10, 1e3, inf, nan) is
 * no number, so that nobody's text becomes another number than the one that he sees. */

#define NUMBER_TEXT_MAX 340 /* the largest double in digits, and its NUL */

/* False: the text is no number, or is beyond a double; *out is untouched then. */
bool number_read(const char *text, double *out);
/* The number so that number_read reads it, with no exponent: all digits of one of up to fifteen, of another ten at least. */
void number_write(double number, char out[NUMBER_TEXT_MAX]);

#endif
