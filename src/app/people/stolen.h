#ifndef APP_PEOPLE_STOLEN_H
#define APP_PEOPLE_STOLEN_H

#include <stdbool.h>

#include "app/session/workspace.h"
#include "seal/seal.h"

/* Keys that were reported as stolen. The report reaches each right on the key, those given later too, so nobody is given one. Internal to
 * people/. */

struct stolen_keys {
	struct sign_key *items;
	size_t count, cap;
};
/* The keys of credentials that a revocation which counts names as stolen. */
MUST_CHECK enum status stolen_keys_read(const struct app *app, struct stolen_keys *out, struct err *err);
bool stolen_keys_has(const struct stolen_keys *keys, const struct sign_key *key);
/* Before a right is given: DENIED when the key of the person of that name was reported. */
MUST_CHECK enum status stolen_key_refuse(const struct app *app, const struct sign_key *key, const char *name, struct err *err);
void stolen_keys_release(struct stolen_keys *keys);

#endif
