#ifndef TRUST_PACKS_H
#define TRUST_PACKS_H

#include "base/id.h"
#include "trust/trust.h"

/* The pack in force for what comes next: endorsed, highest version, tie smaller id; NULL: none. Valid after trust_settle. */
const struct id *trust_pack(const struct trust *trust);

#endif
