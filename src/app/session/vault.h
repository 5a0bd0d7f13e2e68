#ifndef APP_SESSION_VAULT_H
#define APP_SESSION_VAULT_H

#include <stddef.h>

#include "app/session/act.h"
#include "store/dossier/dossier.h"

/* Keys to private values: which the unlocked person holds, and to whom they are sealed on. A share is believed as far as it speaks of the
 * village in whose log it stands. Every key that came so opens what was sealed with it; sealed is only with one that a reader of the village,
 * or the person, vouches for, and that nobody else knows, nor anybody who was revoked since. A form that `opens` to an office has a key of its
 * own each time it is signed, which that office is given too. */

/* Does the credential stand, with a role among the pack's `readers` and an area that covers the village? */
bool vault_is_reader(const struct store *store, const struct credential *credential, const char *village);
/* The office to which the form opens with these values, in the words of a role's `office` ("dept 4"). False: to none. */
enum { KEY_OFFICE_MAX = 128 };
bool vault_office_words(const struct form *form, const struct value *values, char office[KEY_OFFICE_MAX]);
/* Does the credential stand, in a role of that office ("": there is none), with an area that covers the village? */
bool vault_is_of_office(const struct store *store, const struct credential *credential, const char *village, const char *office);
/* The key to seal with for a village, made and shared when there is none (inside a transaction; see vault_act_ended). */
MUST_CHECK enum status vault_key(struct app *app, const char *village, struct data_key *out, struct err *err);
/* The key with which the form is sealed as it is signed with these values: one for it alone, where it opens to an office (inside a transaction). */
MUST_CHECK enum status vault_key_of(struct app *app, const char *village, const struct form *form, const struct value *values,
				    struct data_key *out, struct err *err);
/* The key to seal with for a village, when this person holds one. */
bool vault_has_key(const struct app *app, const char *village, struct data_key *out);
/* Does this person hold any key of the village, to read with, apart from those that open a step alone? */
bool vault_reads(const struct app *app, const char *village);
/* Does he hold one that opens a step alone? */
bool vault_reads_single(const struct app *app, const char *village);
/* A key this person holds, or NULL. */
const struct data_key *vault_held(struct app *app, const struct id *key);
MUST_CHECK enum status vault_share_put(struct store *store, const struct signer *signer, const struct data_key *key, const char *village,
				       const struct id *readers, size_t count, struct err *err);
/* The act in which keys were made has ended: they are forgotten when it does not stand, since nobody was given them. */
void vault_act_ended(struct app *app, bool stands);
/* Opens what was sealed to the unlocked person, and judges all keys anew. */
MUST_CHECK enum status vault_open(struct app *app, struct err *err);
/* Seals the held keys on to readers whose credential came since, or who said that what they were given does not open, each under a right over
 * its village; where the person has none, others do. Of what was given to this person and does not open, that is said: a share to nobody. */
MUST_CHECK enum status vault_share_on(struct app *app, struct err *err);
/* A photo as it is looked at: a private one is opened. DENIED: it is sealed for others. NOT_FOUND: it is not in this file. */
MUST_CHECK enum status vault_photo(struct app *app, const struct id *photo, struct buf *out, struct err *err);
/* Opens private values of steps with the held keys. */
struct private_reader vault_reader(struct app *app);

#endif
