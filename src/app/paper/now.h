#ifndef APP_PAPER_NOW_H
#define APP_PAPER_NOW_H

#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/err.h"

/* How a house stands now: what no single step of it tells. */

struct dossier;

/* Whether it may be used and what else the pack shows of it, each open case with what that waits for, or that it is closed, and with which houses decisions
 * join it: appended to `out`, a line each. Where nobody is unlocked, also what comes next. */
MUST_CHECK enum status now_lines(struct app *app, const struct dossier *dossier, struct buf *out, struct err *err);

#endif
