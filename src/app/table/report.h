#ifndef APP_TABLE_REPORT_H
#define APP_TABLE_REPORT_H

#include "app/session/workspace.h"
#include "base/buf.h"

/* The pack's reports, as text or CSV. */

enum app_format { APP_FORMAT_TEXT, APP_FORMAT_CSV };
enum app_encoding { APP_UTF8, APP_UTF8_BOM, APP_GB18030 };
struct app_report {
	const char *name, *area;
	const char *date; /* YYYY-MM-DD: the day it is asked for; NULL: today */
	enum app_format format;
	enum app_encoding encoding;
	const char *lang;
};
MUST_CHECK enum status app_report(struct app *app, const struct app_report *report, struct buf *out, struct err *err);
/* Writes what app_report made, in place of an older report of that name. CONFLICT, with nothing changed, when a workspace, a file from a stick
 * or a key is there. */
MUST_CHECK enum status app_report_write(const char *path, const struct buf *report, unsigned mode, struct err *err);

#endif
