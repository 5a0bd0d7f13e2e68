#ifndef APP_TABLE_REPORT_PARTS_H
#define APP_TABLE_REPORT_PARTS_H

#include "app/table/report.h"
#include "base/machine/progress.h"

/* A report as several files: one for each township or village of its area, or for each office. */

enum app_report_by { APP_BY_TOWNSHIP, APP_BY_VILLAGE, APP_BY_OFFICE, APP_BY_COUNT };

struct app_report_parts {
	struct app_report ask;
	enum app_report_by by;
	const char *path; /* of a file that is not written: each has the code and the name behind its stem */
	unsigned mode;
	bool replace; /* write over older ones */
	const struct progress *progress;
};
/* Of parts without a line none is written; *written: how many were. CONFLICT, with nothing written, when one of the files is there and `replace` is not
 * set. INVALID: the report is for no offices. */
MUST_CHECK enum status app_report_write_parts(struct app *app, const struct app_report_parts *parts, size_t *written, struct err *err);
/* The same by township, beside the workspace in a folder of its own; *path: the folder, the caller's to free. */
MUST_CHECK enum status app_report_save_parts(struct app *app, const struct app_report *ask, const struct progress *progress, char **path,
					     size_t *written, struct err *err);

#endif
