#ifndef TRUST_HOLDERS_H
#define TRUST_HOLDERS_H

#include <stddef.h>

#include "trust/credential.h"
#include "trust/trust.h"

/* The credentials known here, and how each stands; valid after trust_settle. Answers are borrowed until the next settling. */

const struct credential *trust_credential(const struct trust *trust, const struct id *id); /* or NULL */
size_t trust_credential_count(const struct trust *trust);
const struct credential *trust_credential_at(const struct trust *trust, size_t index); /* by id ascending */

#endif
