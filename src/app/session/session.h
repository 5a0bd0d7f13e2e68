#ifndef APP_SESSION_SESSION_H
#define APP_SESSION_SESSION_H

#include "app/app.h"
#include "seal/seal.h"
#include "store/dossier.h"
#include "store/local.h"
#include "store/store.h"

/* What the files of this floor share about an open workspace. Internal to the floor. */

#define DEMO_MARK "演示" /* stands in the title of every demonstration, and of nothing else */

struct held_key { /* a key to private values, opened */
	struct data_key key;
	char village[16];
	struct id share; /* the step it was first found in */
};

/* Who signs: keys, the credential they fit, and the device it happens on. */
struct signer {
	struct keys *keys;
	struct id credential;
	struct device_id device;
};

struct app {
	char *path;
	enum app_mode mode;
	struct store *store;
	struct local *local;
	bool has_device;
	struct device_id device;
	bool older_copy; /* the file is behind what was signed here, by our own note or by others' receipts */

	bool unlocked;
	char *key_name;	    /* as it was unlocked: person or path of the key file */
	bool dropped;	    /* it was decided that another account of this laptop counts; older_copy is set as well */
	bool endorses_only; /* will be an officer: may agree to that, and nothing else yet */
	bool new_epoch;	    /* an older copy may be unlocked: to begin a new epoch in it */
	struct signer signer;
	struct held_key *held;
	size_t held_count, held_cap;
	struct completions *completions; /* earlier entries, while unlocked; NULL: not read */
};

struct completions;
void completions_free(struct completions *completions);

/* Writes, signs and puts one step inside the store's transaction; place, author and (for forms and sign-offs) pack are filled here. A step
 * that names its epoch already begins it. */
MUST_CHECK enum status act_put(struct store *store, const struct signer *signer, struct step *step, struct id *id, struct err *err);
/* Begin; commit and note the head, or roll back. */
MUST_CHECK enum status act_begin(struct app *app, struct err *err);
MUST_CHECK enum status act_end(struct app *app, enum status status, struct err *err);
MUST_CHECK enum status act_needs_person(const struct app *app, struct err *err);
/* Is the file behind what was signed here, or what receipts say was? Sets app->older_copy. */
MUST_CHECK enum status act_compare_head(struct app *app, struct err *err);
/* A person may hold several credentials: takes the one of these keys that stands and has one of the roles, if there is one. */
void act_in_role(struct app *app, const struct names *roles);
void step_start(struct step *step, enum step_kind kind);

/* Everybody who stands and reads the village's private values by the pack's `readers`. */
bool is_reader(const struct store *store, const struct credential *credential, const char *village);
/* The signer's key for a village, made and shared when there is none (inside a transaction). */
MUST_CHECK enum status vault_key(struct app *app, const char *village, struct data_key *out, struct err *err);
MUST_CHECK enum status share_put(struct store *store, const struct signer *signer, const struct data_key *key, const char *village,
				 const struct id *readers, size_t count, struct err *err);
MUST_CHECK enum status vault_open(struct app *app, struct err *err);
MUST_CHECK enum status vault_share_on(struct app *app, struct err *err);
struct private_reader vault_reader(struct app *app);

/* DENIED, with nothing done, when a row of a repeat holds a private value. Splits the private fields out of values, seals them, and fills step->data and the rest. `box` gets the stored bytes. */
MUST_CHECK enum status private_split(const struct pack *pack, const struct form *form, const struct value *values,
				     const struct data_key *key, struct step *step, struct buf *box, struct err *err);
bool has_private_values(const struct pack *pack, const struct value *values);

/* Can a later genesis name it: a county role's, that vouches for itself and gives others their right? */
bool officer_may_be(const struct app *app, const struct credential *credential);
/* The path of a person's key file by name or number; caller frees. */
MUST_CHECK enum status key_path(const char *person, char **out, struct err *err);
MUST_CHECK enum status key_open(const char *person, const struct app_ask *ask, struct keyfile_head *head, struct keys **out,
				struct err *err);
/* DENIED for a key of the demonstration anywhere else: everybody knows its passphrase. */
MUST_CHECK enum status key_serves(const struct keyfile_head *head, bool demonstration, struct err *err);
/* Officers' credentials, genesis and endorsements, inside a transaction. */
MUST_CHECK enum status county_found(struct store *store, const struct app_county *county, const struct device_id *device,
				    const struct keyfile_head *heads, struct signer *signers, size_t count, struct pack *pack,
				    struct err *err);
MUST_CHECK enum status pack_put(struct store *store, const struct signer *signer, const char *dir, struct id *id, struct err *err);
/* What a draft of a form holds: {"typed": {...}, "raw": {...}, "photos": [...], "seconds", "keys"}; sealed like private values. Names of
 * drafts: FORM, "photo:FORM:FIELD" (bytes), "carry:FORM" under a root of zeros. */
MUST_CHECK enum status draft_put(struct local *local, const struct data_key *key, const struct id *root, const char *name,
				 const struct value *content, struct err *err);
MUST_CHECK enum status draft_put_bytes(struct local *local, const struct data_key *key, const struct id *root, const char *name,
				       const void *bytes, size_t len, struct err *err);
/* NOT_FOUND: none. DENIED: sealed for others. The caller zeroes what is private in it. */
MUST_CHECK enum status draft_get(struct app *app, const struct id *root, const char *name, struct value *out, struct err *err);
MUST_CHECK enum status draft_get_bytes(struct app *app, const struct id *root, const char *name, struct buf *out, struct err *err);
/* The key for a village, when this person holds one. */
bool vault_has_key(const struct app *app, const char *village, struct data_key *out);
/* A key this person holds, or NULL. */
const struct data_key *vault_held(struct app *app, const struct id *key);
/* May the unlocked person sign this form of this building (dossier NULL: a new one in `division`)? */
MUST_CHECK enum status fill_right(struct app *app, const struct form *form, const struct dossier *dossier, const char *division,
				  struct err *err);
/* The first form that is called for, not there, and may be filled by this person now: the very next one may be for somebody else. NULL:
 * none. */
const struct form *form_to_fill(struct app *app, const struct dossier *dossier);
/* Why somebody else should rather fill this form of the house: a check by this person would fall away, or nobody of a team of two would be
 * left to sign. NULL: nothing speaks against it; caller frees. */
char *fill_warning(const struct app *app, const struct dossier *dossier, const struct form *form);
/* The roles in words, "、" between them; caller frees. */
char *roles_text(const struct app *app, const struct names *roles);
/* A field is hidden from whoever may still have to fill a form that is blind to it, and from who is not unlocked. */
bool is_hidden(const struct app *app, const struct dossier *dossier, const struct field *field);
struct value sign_item(const struct dossier *dossier, size_t level);
struct value sign_summary(const struct value *items);
bool is_demo(const struct store *store);
/* Does a county receipt held here cover the step? */
bool is_delivered(const struct trust *trust, const struct step *step);
/* What a house is called: village, hamlet, number, owner as far as they are known; caller frees. */
char *building_place(struct app *app, const struct dossier *dossier);
/* Division prefixes of everything the unlocked person's credentials cover; nobody: one empty prefix. Borrowed texts, caller frees the array. */
const char **app_areas(const struct app *app, size_t *count);
/* All the signings of a sitting: every building is judged first, then one transaction. */
MUST_CHECK enum status app_sign_all(struct app *app, const struct app_sign *signs, size_t sign_count, size_t *signed_count,
				    struct buf *refused, struct err *err);

#endif
