#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "base/machine/progress.h"
#include "flow/task.h"
#include "form/pack.h"
#include "seal/seal.h"
#include "step/step.h"
#include "eval/eval.h"
#include "trust/reason.h"
#include "trust/trust.h"

/* One workspace file: the journal of signed steps, which is the truth, and the register derived from it. Steps are only ever added;
 * each is checked before it is stored, and what it changes is derived in the same transaction. doc/architecture 6. */

struct store;

enum store_mode { STORE_WRITE, STORE_READ_ONLY };

/* Makes a new file, which must not exist. The workspace follows the first genesis that is put. */
MUST_CHECK enum status store_create(const char *path, struct err *err);
/* Opens a workspace. TAMPERED: some table, view, index or trigger in it is not as this program writes it; INVALID: no workspace. */
MUST_CHECK enum status store_open(const char *path, enum store_mode mode, struct store **out, struct err *err);
/* Only looks whether the file is a workspace, with the sentences of opening one: nothing in it is read but its schema. */
MUST_CHECK enum status store_look(const char *path, struct err *err);
/* No commit waits for the disk from here on: for a file that is thrown away unless its maker comes to the end, and syncs it then. */
MUST_CHECK enum status store_write_loosely(struct store *store, struct err *err);
void store_close(struct store *store);
/* Opens a workspace and tells how far the opening is: derived tables of another version of the program are made anew first, which may take minutes. */
MUST_CHECK enum status store_open_telling(const char *path, enum store_mode mode, const struct progress *progress, struct store **out,
					  struct err *err);
struct db;
struct db *store_db(struct store *store); /* for the other files of this floor */

/* ---- writing: begin, put, commit. Commit derives what changed first; on any failure nothing remains. */

MUST_CHECK enum status store_begin(struct store *store, struct err *err);
MUST_CHECK enum status store_commit(struct store *store, struct err *err);
/* Another process may have written the file: then people, packs and forks are read anew, and what was borrowed of them is void. */
MUST_CHECK enum status store_refresh(struct store *store, struct err *err);
/* Has another process written the file since people were read? It waits for nobody: while somebody writes, not yet. */
bool store_is_behind(struct store *store);
/* Another number than before: what was judged with the people of then is to be judged anew. */
unsigned store_generation(const struct store *store);
/* Another number than before: another process wrote since; as of the last refresh, or the beginning of the transaction. */
int64_t store_version(const struct store *store);
void store_expect_many(struct store *store, bool many); /* many steps come: more memory is taken until the next call with false */
void store_rollback(struct store *store);

/* Sets who is told the verdict on every step of each building that commits derive from now on; NULL: nobody. `reason`: enum
 * flow_reason, `trust`: enum trust_reason. */
typedef void store_watch(int64_t n, int reason, int trust, void *ctx);
void store_set_watch(struct store *store, store_watch *watch, void *ctx);

/* Buildings that the last commit derived. Derivation is left until the commit, and done once however many steps a transaction puts. */
size_t store_last_derived(const struct store *store);
/* What the last commit left open although it stands (the folder could not be synced); NULL: nothing. */
const char *store_warning(const struct store *store);
/* The first failed read or write since this was asked last, whoever dropped its status; false: none. */
bool store_trouble(struct store *store, struct err *out);

/* Keeps everybody else from writing the file at `path`, whatever is in it, until store_let_go; readers go on. Whoever waits to write it finds it moved
 * once another file has its name. A file that cannot even be begun with, so that nobody can write it, is held by nothing: *out NULL. This process must close no
 * other descriptor of the file meanwhile. */
struct store_hold;
MUST_CHECK enum status store_hold(const char *path, struct store_hold **out, struct err *err);
void store_let_go(struct store_hold *hold);

/* Drops and derives everything anew. */
MUST_CHECK enum status store_rebuild(struct store *store, struct err *err);
void store_set_progress(struct store *store, const struct progress *progress); /* borrowed; NULL: nobody waits */

/* Between the two the file stands still for this store, and each read costs less: for loops over many houses that end soon, since others
 * cannot commit meanwhile. Calls nest. */
void store_read_begin(struct store *store);
void store_read_end(struct store *store);

/* ---- what was settled */

const struct trust *store_trust(const struct store *store);
/* The pack in force, parsed, and its evaluator; NULL before one is published. */
const struct pack *store_pack(const struct store *store);
const struct id *store_pack_id(const struct store *store);
struct eval *store_eval(struct store *store);
/* That all expressions of the pack in force prepare, in a text that a machine may note for itself: it names the pack and what would decide it otherwise.
 * NULL: that was not tried, or is not so, or was noted. The caller frees it. */
char *store_prepared(const struct store *store);
/* Takes such a note (NULL: there is none): while it fits, expressions are prepared when they are asked. */
void store_take_prepared(struct store *store, const char *note);
/* Reads the packs that wait for officers to agree, before these are asked (trust_each_waiting): whether one can be read, and changes what is fixed. An
 * opening reads only packs that enough agreed to. */
MUST_CHECK enum status store_read_waiting(struct store *store, struct err *err);
/* A pack that counts, in force or not; NULL: none does, or this program cannot read it. Any thread may ask. */
const struct pack *store_found_pack(const struct store *store, const struct id *id);
/* Calls `visit` for every pack that counts until it answers false. */
void store_each_pack(const struct store *store, bool (*visit)(const struct pack *pack, void *ctx), void *ctx);

#endif
