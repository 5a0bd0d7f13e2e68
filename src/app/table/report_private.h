#ifndef APP_TABLE_REPORT_PRIVATE_H
#define APP_TABLE_REPORT_PRIVATE_H

#include "app/session/workspace.h"
#include "base/value.h"
#include "store/report.h"

/* The private values of a report, opened with the keys of the person for whom it is made, house by house. */

struct dossier;

struct opened_house {
	struct app *app;
	const char *report; /* its name */
	int64_t building;   /* whose values are held; 0: none */
	struct value listing;
	bool has_listing;
	struct dossier *dossier; /* NULL: not loaded */
};

/* DENIED: nobody is unlocked. `house` is borrowed by what comes out in *out. */
MUST_CHECK enum status report_private_open(struct app *app, const char *report, struct opened_house *house, struct report_private *out,
					   struct err *err);
void report_private_close(struct opened_house *house);
/* For whom, as it stands on every page. Caller frees. */
char *report_private_notice(struct app *app, const char *day);

#endif
