#ifndef APP_STICK_EXPORT_STATE_H
#define APP_STICK_EXPORT_STATE_H

#include "app/session/act.h"
#include "app/stick/address.h"
#include "app/stick/export.h"
#include "exchange/export/plan.h"

/* What the files of an export share while it is planned and written. */

struct exporting {
	struct app *app;
	const char *path;
	bool overwrites;
	int64_t most_bytes;	     /* of a part */
	const struct signer *signer; /* of the trailers; NULL: only planned */
	struct address to;
	struct plan_to ask;
	struct plan_addressee *addressees; /* as `to`; one of everything for nobody in particular */
	struct device_id *devices;	   /* theirs, one after another */
	size_t device_count;
	const char **area_parts; /* app_area_parts of the area that is asked for; NULL: none is */
	size_t area_part_count;
	struct plan plan;
	struct plan_part *parts;
	size_t part_count;
	struct app_exported *out;
};

/* What the planned export leaves here. left.c */
MUST_CHECK enum status export_left(const struct exporting *exporting, struct app_export_left *out, struct err *err);
/* The same of a file with the requests of one key alone, whose owner has that name. left.c */
MUST_CHECK enum status export_left_asking(const struct exporting *exporting, const char *name, struct app_export_left *out,
					  struct err *err);
void export_left_release(struct app_export_left *left);
bool export_goes_to_stdout(const struct exporting *exporting);
/* Writes the parts that were planned. export_parts.c */
MUST_CHECK enum status export_write_parts(struct exporting *exporting, struct err *err);

#endif
