#ifndef BASE_TOLD_NUMBER_H
#define BASE_TOLD_NUMBER_H

#include <stdbool.h>

/* Numbers of persons among words: mobile telephones, fixed lines with their area code, or behind a word for a telephone without one, resident identity numbers
 * of 18 and of 15 digits, a mistyped one too, however people write them: parted by blanks, hyphens, points or brackets, in full-width digits or in Chinese ones, with +86. What is written in one run is read as one number, and
 * parted ones only in the ways in which people part such numbers: dates, areas, coordinates, plates and the numbers of papers are none. */

bool text_tells_number(const char *text);
/* Seven digits and more in a row, however they are parted: no name has them. */
bool name_tells_number(const char *text);

#endif
