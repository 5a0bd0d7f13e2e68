#ifndef APP_PAPER_VERIFY_H
#define APP_PAPER_VERIFY_H

#include "app/session/workspace.h"
#include "base/buf.h"

/* A paper held against the register: what does the text of its code say it must say, and does that still stand? */

enum sheet_verdict {
	SHEET_STANDS,
	SHEET_CHANGED, /* it was printed so; its record or signatures are others now */
};
/* What the paper must say, and what became of it, is appended to `said` in words, a line each. TAMPERED: it was never printed so. INVALID: it is no such text, or
 * mistyped. NOT_FOUND: the house is not in this file, or nothing here tells of this printing. */
MUST_CHECK enum status app_sheet_verify(struct app *app, const char *text, enum sheet_verdict *verdict, struct buf *said, struct err *err);

#endif
