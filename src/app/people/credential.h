#ifndef APP_PEOPLE_CREDENTIAL_H
#define APP_PEOPLE_CREDENTIAL_H

#include "base/value.h"
#include "seal/seal.h"
#include "step/step.h"

/* What a credential's step says of a person and keys. Internal to people/. */

/* Starts a credential's step for these keys; the caller adds its device and its request. */
void credential_step_start(struct step *step, const struct keyfile_head *head, const char *role, const char *const *areas,
			   size_t area_count, const char *const *issues, size_t issue_count);

#endif
