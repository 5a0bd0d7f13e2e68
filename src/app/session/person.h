#ifndef APP_SESSION_PERSON_H
#define APP_SESSION_PERSON_H

#include "app/app.h"
#include "form/pack.h"

/* Who sits at the laptop, for the screens. */

const struct pack *app_pack(const struct app *app); /* in force, borrowed until the next act; NULL: none */
bool app_is_demo(const struct app *app);
bool app_is_older_copy(const struct app *app); /* nothing can be signed in it */
bool app_is_dropped(const struct app *app);    /* ... because another account of this laptop was decided to count */
bool app_has_device(const struct app *app);
const char *app_workspace(const struct app *app); /* path */
const char *app_county_name(const struct app *app);

/* Of the unlocked person, borrowed; NULL: nobody is unlocked. */
const char *app_person_name(const struct app *app);
const char *app_person_number(const struct app *app); /* 32 hex */
const char *app_person_role(const struct app *app);   /* as people read it */
/* The longest prefix all of the person's areas share; "" for nobody: a whole county may be looked at. */
const char *app_person_area(const struct app *app);
bool app_person_has_role(const struct app *app, const struct names *roles);

/* Who else can unlock here: people with a key file and a credential that stands. */
struct app_person_row {
	char person[33];
	char name[96];
	char role[64], area[64]; /* as people read them */
	bool may_sign;		 /* a credential stands and fits this device */
	bool portable;
	int sort; /* the order of the pack's roles */
};
/* Those of this laptop, the ones that may sign first, by role and name. *rows: caller frees. `near`: a division prefix; people of areas
 * that do not touch it are left out ("" for all). */
MUST_CHECK enum status app_person_list(struct app *app, const char *near, struct app_person_row **rows, size_t *count, struct err *err);

/* Proves that the unlocked person is still the one at the keys. DENIED on a wrong passphrase. */
MUST_CHECK enum status app_confirm(struct app *app, const char *passphrase, struct err *err);
/* Unlocks with a passphrase already typed. */
MUST_CHECK enum status app_unlock_with(struct app *app, const char *person, const char *passphrase, struct err *err);
/* Closes keys and private values; drafts stay. */
void app_lock(struct app *app);

/* What this laptop remembers: a small text by name, e.g. the person who was last here. Caller frees; NULL: nothing. */
char *app_remembered(struct app *app, const char *name);
void app_remember(struct app *app, const char *name, const char *text);

/* The name of a division with the one above it, short for a list; caller frees. */
char *app_place_name(const struct app *app, const char *division);

#endif
