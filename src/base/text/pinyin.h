#ifndef BASE_PINYIN_H
#define BASE_PINYIN_H

#include <stdbool.h>
#include <stdint.h>

/* First letters of Han characters, to find a name without an input method. All readings count: 重庆 is found by "cq" and by "zq".
 * Source: Unicode's Unihan readings, read when the program is built. */

/* A bit for each letter, a is bit 0; 0: no Han character, or no reading is known. */
uint32_t pinyin_initials(uint32_t c);
/* Do the keys fit a run of characters from the start of the text? A key fits a Han character by a first letter, any other character by
 * itself (small and capital letters are one); spaces in the text are passed over. No keys fit everything. */
bool pinyin_starts(const char *text, const char *keys);
/* The same from any place in the text on. */
bool text_matches(const char *text, const char *keys);

#endif
