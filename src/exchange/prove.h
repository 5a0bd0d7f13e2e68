#ifndef EXCHANGE_PROVE_H
#define EXCHANGE_PROVE_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/err.h"

/* An export by itself, without a workspace to take it in: is its trailer signed by the credential or request that the file holds, and does the
 * file hold just what its trailer says? */

/* TAMPERED when not; INVALID, IO: as in exchange/reader.h. */
MUST_CHECK enum status export_prove(int fd, const char *name, struct err *err);

#endif
