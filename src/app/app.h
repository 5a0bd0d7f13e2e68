#ifndef APP_APP_H
#define APP_APP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/value.h"

/* What is not in a room of its own yet: people and officers, and proving a file. */

/* ---- founding and people */

struct app_county {
	const char *path, *county, *name; /* file to make; 6 digits; title */
	const char *const *officers;	  /* persons whose keys are on this machine */
	size_t officer_count;
	int threshold;
	const char *forms; /* folder of the pack whose county role the officers take */
};
MUST_CHECK enum status app_init_county(const struct app_county *county, const struct app_ask *ask, struct err *err);
/* Makes this machine a device of a workspace file; one that is not there is made empty, to be filled by an import. */
MUST_CHECK enum status app_init_device(const char *path, struct err *err);
/* The same for a file that is open. */
MUST_CHECK enum status app_make_device(struct app *app, struct err *err);

struct app_request {
	const char *person, *role;
	const char *const *areas;
	size_t area_count;
	const char *const *issues; /* roles it wants to give others the right of; that needs the officers' endorsements */
	size_t issue_count;
	bool portable;
};
/* A self-signed request, put into the workspace; *code: 8 groups of 4 hex digits, compared by voice. */
MUST_CHECK enum status app_request(struct app *app, const struct app_request *request, const struct app_ask *ask, char code[40],
				   struct err *err);
/* The unlocked person issues what a request asks for, found by its code or its first digits. */
MUST_CHECK enum status app_issue(struct app *app, const char *code, struct id *credential, struct err *err);
/* Requests nobody granted yet, then those who may sign, then the others: list of {credential, code, name, role, areas, issues, portable,
 * device, issuer, officer (of any genesis in force once), in_office, may_be_officer, revoked, request, counts, standing}. */
MUST_CHECK enum status app_people(struct app *app, struct value *out, struct err *err);

/* ---- officers */

/* The unlocked officer endorses a step that waits for it (pack, issuer, revocation, later genesis). Who will be an officer by a later genesis
 * may endorse that one, and do nothing else before it is in force. */
MUST_CHECK enum status app_endorse(struct app *app, const char *step, struct err *err);
/* What waits for endorsements: list of {step, kind, by, at, have, need, have_new, need_new, mine} and by kind: pack {pack, version},
 * credential {name, role, areas, issues}, revocation {name, role, reason, receipt}, genesis {officers: [names], threshold, receiver_here,
 * receiver_changes}. `mine`: the unlocked person agreed already. */
MUST_CHECK enum status app_waiting(struct app *app, struct value *out, struct err *err);

int app_threshold(const struct app *app); /* how many officers must agree */

struct app_officers {
	const char *const *officers; /* present ones and requests of a county role: by name, person or first digits of the number */
	size_t officer_count;
	int threshold;
	bool receive_here; /* this laptop writes the county's receipts from now on */
};
/* A later genesis, signed by the unlocked officer, who stays one. It is in force when the thresholds of the old and of the new officers
 * endorsed it. */
MUST_CHECK enum status app_new_officers(struct app *app, const struct app_officers *ask, struct id *step, struct err *err);

/* ---- forms */

/* Every problem of a pack, a line each. INVALID when there is any. */
MUST_CHECK enum status app_forms_check(const char *dir, struct buf *problems, struct err *err);
MUST_CHECK enum status app_forms_publish(struct app *app, const char *dir, struct id *step, bool *in_force, struct err *err);

/* ---- for the demonstration and between the files of people */

struct credential;
struct device_id;
struct keyfile_head;
struct signer;

/* Can a later genesis name it: a county role's, that vouches for itself and gives others their right? */
bool officer_may_be(const struct app *app, const struct credential *credential);
/* Officers' credentials, genesis and endorsements, inside a transaction. */
MUST_CHECK enum status county_found(struct store *store, const struct app_county *county, const struct device_id *device,
				    const struct keyfile_head *heads, struct signer *signers, size_t count, struct pack *pack,
				    struct err *err);
MUST_CHECK enum status pack_put(struct store *store, const struct signer *signer, const char *dir, struct id *id, struct err *err);

#endif
