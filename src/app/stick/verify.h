#ifndef APP_STICK_VERIFY_H
#define APP_STICK_VERIFY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "exchange/intake/prove.h"

/* Proving a whole file, without opening it as a workspace. */

struct app_verdict {
	int64_t steps, photos, boxes, missing;
	int64_t problems, findings;
	char house[ID_HEX_LEN +
		   1];	       /* of an export whose photos and sealed values are of one house alone: its number; "": of several, or none */
	struct export_end end; /* of an export that verifies; else zeros */
	bool workspace;	       /* no export: with a register of its own */
	bool other_version;    /* the register is another version's: made anew when the file is opened next, and not compared */
};
/* Verifies every id, signature, chain, photo and box, and that the register is what the steps give. Problems go to `said`, a line each, and
 * findings (steps that are odd, and rightly signed), at most 100 of each. TAMPERED when there is a problem. */
MUST_CHECK enum status app_verify(const char *path, struct app_verdict *out, struct buf *said, struct err *err);

#endif
