#ifndef APP_PEOPLE_STOLEN_H
#define APP_PEOPLE_STOLEN_H

#include <stdbool.h>

#include "app/session/workspace.h"
#include "base/id.h"
#include "seal/seal.h"

/* Keys that were reported as stolen. A report reaches each right on the key that its author may revoke, those given later too: an officer's
 * word every one but officers', an issuer's those that he gives himself. So nobody is given a right on a key that an officer reported, and
 * nobody gives one on a key that he reported himself; that another issuer did is asked about, since whoever issues can have given that key a
 * right without its owner. Internal to people/. */

struct stolen_report {
	struct sign_key key;
	struct id author; /* credential */
	bool by_officer;
};

struct stolen_keys {
	struct stolen_report *items; /* by key, officers' reports first */
	size_t count, cap;
};
/* The reports that count. */
MUST_CHECK enum status stolen_keys_read(const struct app *app, struct stolen_keys *out, struct err *err);
/* Does a report by an officer, or by the unlocked person, name the key? */
bool stolen_keys_bar(const struct app *app, const struct stolen_keys *keys, const struct sign_key *key);
/* The reports of a key, NULL without; *count of them, in place. */
const struct stolen_report *stolen_keys_find(const struct stolen_keys *keys, const struct sign_key *key, size_t *count);
/* Before a right is given: DENIED when the key of the person of that name is barred. */
MUST_CHECK enum status stolen_key_refuse(const struct app *app, const struct sign_key *key, const char *name, struct err *err);
void stolen_keys_release(struct stolen_keys *keys);

#endif
