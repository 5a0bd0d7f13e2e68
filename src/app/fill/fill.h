#ifndef APP_FILL_FILL_H
#define APP_FILL_FILL_H

#include <stddef.h>

#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/id.h"
#include "base/value.h"

/* Filling a form in one act: complete, check, seal, sign. */

struct act_tries;
struct sheet_photo;

struct app_photo {
	const char *field; /* its place: form/place.h */
	const char *path;
	const struct sheet_photo *ready; /* instead of a path: read and prepared already */
};
struct app_fill {
	const struct id *building; /* NULL: a new one, for the form that starts buildings */
	const char *form;
	const struct id *slot;	    /* of a form that repeats: the first step of the slot that is corrected; NULL: a new one */
	const struct value *values; /* data and private fields together, `_reasons` with them */
	bool begins;		    /* the values are no correction: what is not among them gets its default */
	struct value *
		begun; /* or NULL: of a file: an object that gets the defaults that were put, by field. What a file gives for a question that is not called for
				     * is refused; a page shows that it is closed */
	const struct value *upon; /* the heads of the forms before, as the person saw them (upon.h); NULL: as they are */
	const struct app_photo *photos;
	size_t photo_count;
	/* NULL: nobody is asked. Else, where others than `agreed` fall with this signature, nothing is signed (CONFLICT), and it gets them; caller frees */
	char **falls;
	const char *agreed; /* these may fall; NULL: none was named */
	struct act_tries
		*asked; /* kept since a question was asked: nothing may have been signed about the house since; NULL: nothing was asked */
	const struct dossier
		*stood; /* the house as the person saw it, nothing may have been signed about it since; NULL: as it is when it is read */
};
/* Completes, checks and signs a form. Findings go to `findings` (a line each): errors and warnings without a reason refuse. */
MUST_CHECK enum status app_fill(struct app *app, const struct app_fill *fill, struct id *step, struct buf *findings, struct err *err);

#endif
