#ifndef TABLE_OFFICE_H
#define TABLE_OFFICE_H

#include <stdbool.h>

/* Is this a louce that makes XLSX and PDF? One that was configured with --disable-office has neither xlsxwriter nor cairo and pango in it, and refuses
 * both with a sentence. */

bool table_has_office(void);
/* "xlsxwriter 1.1.5, cairo 1.16.0, pango 1.50.12"; the caller frees. NULL: it has none of them. */
char *table_office_version(void);
/* The name of a font that has Han characters, as a PDF would take it; the caller frees. NULL: there is none, or nothing to look with. */
char *table_han_font(void);

#endif
