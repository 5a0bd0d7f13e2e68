#ifndef APP_PAPER_CODE_H
#define APP_PAPER_CODE_H

#include <stdbool.h>
#include <stddef.h>

/* The code on a paper about a house, a text that says what the paper must say: doc/file-format, "The code of a paper". */

struct dossier;
struct pack;
struct pack_paper;

#define SHEET_MARK "LOUCE1"
#define SHEET_CHECK_DIGITS 8

/* The text for what stands now. The caller frees. */
char *paper_code_text(const struct pack *pack, const struct pack_paper *paper, const struct dossier *dossier, const char *serial);
/* Did a counting step of the house ever have this value, as a text writes it? Of a private field nobody can say: true. */
bool paper_value_stood(const struct pack *pack, const struct dossier *dossier, const char *field, const char *text);
/* How many levels of the chain, from the lowest without a gap, have an approval of this house that counts, whatever became of it. */
size_t paper_levels_ever(const struct pack *pack, const struct dossier *dossier, const char *chain);
/* The digits at the end of a text, of what stands before them. */
void paper_code_check(const char *text, size_t len, char out[SHEET_CHECK_DIGITS + 1]);

#endif
