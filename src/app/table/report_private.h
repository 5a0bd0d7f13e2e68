#ifndef APP_TABLE_REPORT_PRIVATE_H
#define APP_TABLE_REPORT_PRIVATE_H

#include "app/session/workspace.h"
#include "base/value.h"
#include "store/report/report.h"

/* The private values of a report, opened with the keys of the person for whom it is made, house by house. */

struct dossier;

/* The values of a form of which the house has one step, which are read without judging the house. */
struct sole_form {
	const struct form *form;
	struct value values;
	bool sole; /* false: there are several steps, or none, and the house is judged */
};

/* A form that hides something from the person at the houses where it is not filled. */
struct waiting_form {
	const struct form *form;
	int64_t *houses; /* ascending */
	size_t count, cap;
};

/* A field, and which of the waiting forms would be told something by it. */
struct asked_field {
	const struct field *field;
	bool *tells; /* per waiting form */
};

struct opened_house {
	struct app *app;
	const char *report; /* its name */
	int64_t building;   /* whose values are held; 0: none */
	struct sole_form *forms;
	size_t form_count, form_cap;
	struct dossier *dossier; /* NULL: not loaded */
	struct waiting_form *waiting;
	size_t waiting_count;
	struct asked_field *fields; /* asked so far, of any house */
	size_t field_count, field_cap;
};

/* DENIED: nobody is unlocked. `house` is borrowed by what comes out in *out. */
MUST_CHECK enum status report_private_open(struct app *app, const char *report, struct opened_house *house, struct report_private *out,
					   struct err *err);
void report_private_close(struct opened_house *house);
/* For whom, as it stands on every page. Caller frees. */
char *report_private_notice(struct app *app, const char *day);

#endif
