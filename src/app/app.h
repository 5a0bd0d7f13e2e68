#ifndef APP_APP_H
#define APP_APP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "base/value.h"
#include "flow/task.h"

/* What a person does with a workspace, one act a function. Text and tables go out as values; who asks shows them. No SQL, no rule and no
 * format of bytes is decided here. */

struct app;

enum app_mode { APP_READ, APP_WRITE };

/* Opens a workspace file. A file behind what was last signed here is an older copy: it opens for reading and says so. */
MUST_CHECK enum status app_open(const char *path, enum app_mode mode, struct app **out, struct err *err);
void app_close(struct app *app);

/* The person who acts: by name or by the first digits of the person's number. `ask` gives the passphrase (caller frees with
 * secret_free; NULL: gave up). Finds the key file, the credential that fits key and device, and seals the keys to private values to
 * readers who came since. DENIED without a standing credential. */
struct app_ask {
	char *(*passphrase)(void *ctx, const char *name);
	void *ctx;
};
MUST_CHECK enum status app_unlock(struct app *app, const char *person, const struct app_ask *ask, struct err *err);

/* ---- keys of this machine */

struct app_key {
	char person[33];
	const char *name;
	bool portable, demo;
	const char *path;
};
/* Makes a person's keys; the passphrase is generated and handed out when `passphrase` is NULL (caller: secret_free). */
MUST_CHECK enum status app_key_new(const char *name, bool portable, const char *passphrase, char **generated, char person[33],
				   struct err *err);
MUST_CHECK enum status app_key_change(const char *person, const char *old, const char *new_passphrase, struct err *err);
/* Those of this machine, then those on sticks. */
MUST_CHECK enum status app_each_key(bool (*visit)(const struct app_key *, void *), void *ctx, struct err *err);

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

struct app_photo {
	const char *field; /* its place: form/place.h */
	const char *path;
	const struct sheet_photo *ready; /* instead of a path: read and prepared already */
};
struct app_fill {
	const char *building; /* NULL: a new one, for the form that starts buildings */
	const char *form;
	const struct value *values; /* data and private fields together, `_reasons` with them */
	const struct app_photo *photos;
	size_t photo_count;
};
/* Completes, checks and signs a form. Findings go to `findings` (a line each): errors and warnings without a reason refuse. */
MUST_CHECK enum status app_fill(struct app *app, const struct app_fill *fill, struct id *step, struct buf *findings, struct err *err);
/* Reads a JSON file of values. */
MUST_CHECK enum status app_read_values(const char *path, struct value *out, struct err *err);

struct app_sign {
	const char *level;
	const char *const *buildings; /* as a person names them */
	size_t building_count;
	bool give_back;		   /* return instead of approve */
	const char *reason;	   /* of a return */
	const char *const *errors; /* "FIELD:KIND" */
	size_t error_count;
};
/* One step for each village. All or none: each building that cannot be signed is named in `refused`, a line each. */
MUST_CHECK enum status app_sign(struct app *app, const struct app_sign *sign, size_t *signed_count, struct buf *refused, struct err *err);
/* Withdraws a sign-off of the unlocked person. */
MUST_CHECK enum status app_withdraw(struct app *app, const char *step, struct err *err);

/* ---- reading */

/* Everything about a building: values (private ones when unlocked), steps with their verdicts, what is next. */
MUST_CHECK enum status app_history(struct app *app, const char *building, struct value *out, struct err *err);
/* Counts and the state hash. `list`: one row a building as well. */
MUST_CHECK enum status app_status(struct app *app, const char *area, bool list, struct value *out, struct err *err);
/* Findings of the rules, as rows. */
MUST_CHECK enum status app_check(struct app *app, const char *area, const char *rule, struct value *out, struct err *err);
MUST_CHECK enum status app_rebuild(struct app *app, size_t *buildings, struct err *err);

/* ---- tables */

struct app_roster {
	const char *path;
	bool dry_run;
};
struct app_roster_result {
	size_t rows, added, known;
	const char *encoding;
};
/* Rows of a CSV file as listings, by the unlocked person. Errors by row go to `problems`; with any, nothing is added. */
MUST_CHECK enum status app_roster_import(struct app *app, const struct app_roster *roster, struct app_roster_result *out,
					 struct buf *problems, struct err *err);

enum app_format { APP_FORMAT_TEXT, APP_FORMAT_CSV };
enum app_encoding { APP_UTF8, APP_UTF8_BOM, APP_GB18030 };
struct app_report {
	const char *name, *area;
	enum app_format format;
	enum app_encoding encoding;
	const char *lang;
};
MUST_CHECK enum status app_report(struct app *app, const struct app_report *report, struct buf *out, struct err *err);

/* JSON of a value, for those who read it with a program. */
void app_json(const struct value *value, struct buf *out);

#endif
