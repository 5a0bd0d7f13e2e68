#ifndef APP_STICK_VERIFY_H
#define APP_STICK_VERIFY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"

/* Proving a whole file, without opening it as a workspace. */

struct app_verdict {
	int64_t steps, photos, boxes, missing, problems;
	bool other_version; /* the register is another version's: made anew when the file is opened next, and not compared */
};
/* Verifies every id, signature, chain, photo and box, and that the register is what the steps give. Problems go to `problems`, a line
 * each (at most 100). TAMPERED when there is any. */
MUST_CHECK enum status app_verify(const char *path, struct app_verdict *out, struct buf *problems, struct err *err);

#endif
