#ifndef EXCHANGE_PROVE_H
#define EXCHANGE_PROVE_H

#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/id.h"

/* An export by itself, without a workspace to take it in: is its trailer signed by the credential or request that the file holds, and does the
 * file hold just what its trailer says? */

/* Who signed the end, and when, by the clock of his laptop. */
struct export_end {
	struct id author; /* credential or request */
	int64_t at_unix;
};

/* TAMPERED when not; INVALID, IO: as in exchange/reader/reader.h. `end`: set when OK; NULL: nobody asks. */
MUST_CHECK enum status export_prove(int fd, const char *name, struct export_end *end, struct err *err);

#endif
