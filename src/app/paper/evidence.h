#ifndef APP_PAPER_EVIDENCE_H
#define APP_PAPER_EVIDENCE_H

#include "app/stick/one_house.h"
#include "base/buf.h"
#include "exchange/intake/prove.h"

/* The evidence of one house: a file that proves itself, and the paper that the form pack names for it. */

struct app_evidence {
	struct app_house_file file;
	char *path;   /* of the file; owned */
	char *paper;  /* of the PDF; NULL: there is none; owned */
	char *serial; /* of the paper; owned */
	char *why;    /* there is no paper; owned */
};
/* Writes both into `folder` (NULL: where the workspace lies), under names of the house's number that are free. The paper is printed last, after the file
 * that it names, and its printing stands in the house's history, here alone. Both stand, or nothing does: but for a louce that cannot print, and a pack that
 * names no paper, the file alone is all. */
MUST_CHECK enum status app_evidence(struct app *app, const struct id *house, const char *folder, const char *lang, struct app_evidence *out,
				    struct err *err);
/* Is this the paper that goes with such a file? */
bool app_is_evidence(const struct app *app, const char *paper);
void app_evidence_release(struct app_evidence *evidence);

/* What a file proves of a house, on a machine that need know nothing: appended to `said` in words, a line each. The file is taken into a place of its own,
 * that is removed. `house`: as a person names it. *whole: no step is missing that the county received, and no
 * photo or sealed value of the house. NOT_FOUND: it is not in the file. */
struct app_account_ask {
	const char *path, *house, *lang;
	const struct export_end *end; /* who wrote it, and when; zeros: it is no export */
};
MUST_CHECK enum status app_account(const struct app_account_ask *ask, struct buf *said, bool *whole, struct err *err);
/* What is written, where, and what is signed, in words, for who is about to; the caller frees. */
char *app_evidence_words(const struct app *app, const char *folder);

#endif
