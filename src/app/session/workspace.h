#ifndef APP_SESSION_WORKSPACE_H
#define APP_SESSION_WORKSPACE_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/machine/progress.h"
#include "form/pack.h"

/* An open workspace: the file, what stands beside it, and what is known of it. */

struct app;
struct device_id;
struct drafts;
struct store;

#define DEMO_MARK "演示" /* stands in the title of every demonstration, and of nothing else */

enum app_mode { APP_READ, APP_WRITE };

/* Opens a workspace file. A file behind what was last signed here is an older copy: it opens for reading and says so. TAMPERED: its schema
 * was altered, app_rebuild makes a clean file of it. */
MUST_CHECK enum status app_open(const char *path, enum app_mode mode, struct app **out, struct err *err);
/* Opens likewise, with progress: a file whose register another version of the program derived is derived anew first. */
MUST_CHECK enum status app_open_telling(const char *path, enum app_mode mode, const struct progress *progress, struct app **out,
					struct err *err);
void app_close(struct app *app);
/* The notes of this laptop lie beside the file: NAME.louce.local. */
bool app_has_notes(const char *path);
/* DENIED: the file came from elsewhere, since neither its notes nor the number of this laptop for it are here. It is not opened where it
 * lies: what lies beside it could be written into it, and its register says what somebody else wants. INVALID: it is no workspace. */
MUST_CHECK enum status app_check_own(const char *path, struct err *err);

/* What happened beside an opening or an act and did not make it fail (a damaged file that was set aside, a note that could not be written):
 * sentences, a line each. NULL: nothing since the last call; caller frees. */
char *app_take_said(struct app *app);
/* A listener gets each of these sentences at once instead, and those gathered so far. */
void app_set_listener(struct app *app, void (*listen)(const char *sentence));

/* Before what was read is shown: did every read succeed, also those whose status nobody could pass on? */
MUST_CHECK enum status app_trouble(struct app *app, struct err *err);

const char *app_workspace(const struct app *app);   /* path */
const struct pack *app_pack(const struct app *app); /* in force, borrowed until the next act; NULL: none */
const char *app_county_name(const struct app *app);
bool app_is_demo(const struct app *app);
bool app_is_older_copy(const struct app *app); /* nothing can be signed in it */
bool app_is_dropped(const struct app *app);    /* ... because another account of this laptop was decided to count */
bool app_has_device(const struct app *app);
/* Does a county receipt name steps of this laptop that are not here? A receipt only claims: a person is asked, and what is signed meanwhile
 * stands in another log. */
bool app_has_claimed_loss(const struct app *app);
/* Compares the file with what was signed here and with what receipts say; the three above answer by that from then on. */
MUST_CHECK enum status app_compare_head(struct app *app, struct err *err);

/* Another window may have written the file: then people, packs and keys to private values are read anew. Every act begins with it; a page
 * that reads the file asks for it first. */
MUST_CHECK enum status app_refresh(struct app *app, struct err *err);

/* The same between two keys, where nobody may be kept waiting: while another program is writing, what it writes is noticed later. */
MUST_CHECK enum status app_notice(struct app *app, struct err *err);
/* Another number than before: what was read from the file before is void. */
unsigned app_generation(const struct app *app);

/* What a workspace stands on, for the other folders of app. */
struct store *app_store(const struct app *app);
struct local *app_local(const struct app *app);	     /* NULL: opened for reading */
void app_say(struct app *app, const char *sentence); /* for the listener, else for app_take_said */
const struct device_id *app_device(const struct app *app);
bool workspace_is_demo(const struct store *store); /* the title of its county bears the mark of a demonstration */

#endif
