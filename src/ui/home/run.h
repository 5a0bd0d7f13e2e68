#ifndef UI_HOME_RUN_H
#define UI_HOME_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"

/* The screens, from the first key to the last. */

struct ui_start {
	const char *workspace; /* file to open; NULL: the one opened last, or the first start */
	const char *lang;      /* "zh" or "en" */
	/* Makes DIR/county.louce and DIR/home, a county to try, unless it is there; stops when `tell` answers true. The screens know no
	 * demonstration of their own. */
	enum status (*make_demo)(const char *dir, bool (*tell)(void *ctx, const char *what, int64_t done, int64_t all), void *ctx,
				 struct err *err);
};

/* An exit code as the commands have them. */
int ui_run(const struct ui_start *start);

#endif
