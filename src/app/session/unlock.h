#ifndef APP_SESSION_UNLOCK_H
#define APP_SESSION_UNLOCK_H

#include "app/session/workspace.h"

/* Who is at the laptop: proving it with a passphrase, and locking again. */

struct signer;

struct app_ask {
	/* Gives the passphrase (caller frees with secret_free). DENIED: none was given. */
	enum status (*passphrase)(void *ctx, const char *name, char **out, struct err *err);
	void *ctx;
};
/* Unlocks for a person, by name or by the first digits of the person's number: finds the key file and the credential that fits key and
 * device, and seals the keys to private values to readers who came since. DENIED without a standing credential. */
MUST_CHECK enum status app_unlock(struct app *app, const char *person, const struct app_ask *ask, struct err *err);
/* Unlocks with a passphrase already typed. */
MUST_CHECK enum status app_unlock_with(struct app *app, const char *person, const char *passphrase, struct err *err);
/* Proves that the unlocked person is still the one at the keys. DENIED on a wrong passphrase. */
MUST_CHECK enum status app_confirm(struct app *app, const char *passphrase, struct err *err);
/* Closes keys and private values; drafts stay. */
void app_lock(struct app *app);
/* Acts as a signer whose keys are the caller's, without a key file (a demonstration being made); NULL: as nobody again. */
void app_act_as(struct app *app, const struct signer *signer);
bool app_is_unlocked(const struct app *app);
/* Refreshes (app_refresh), and acts on under another right on the same key when the one acted under was taken back or has run out. DENIED when
 * nobody is unlocked, or none is left, or only that to agree to become an officer. */
MUST_CHECK enum status act_needs_person(struct app *app, struct err *err);
/* The same, but who will be an officer does: for agreeing, and for carrying that to the others. */
MUST_CHECK enum status act_needs_unlocked(struct app *app, struct err *err);
/* Seals the keys to private values that the unlocked person holds to readers who came since: at unlock, after issuing, before an export. While
 * the clock is in doubt (app/session/clock.h) nothing is signed: that is done when the day is said. What comes with another act never makes
 * that fail: a failure is said (app_say), and the next occasion does it. */
void app_share(struct app *app);

/* After an act that may have put the person's credential in force: looks again whether he may do more than agree to become an officer. */
void act_may_more(struct app *app);

/* What other folders learned for the unlocked person and would have to read again. */
enum app_keep { APP_KEEP_COMPLETIONS, APP_KEEP_WORK, APP_KEEP_NAMES, APP_KEEP_TWINS, APP_KEEP_COUNT };
/* Takes such data, which only the unlocked person may see; they are freed at lock, or when others are taken. */
void app_keep_take(struct app *app, enum app_keep what, void *data, void (*free_data)(void *data));
void *app_kept(const struct app *app, enum app_keep what); /* NULL: none */

#endif
