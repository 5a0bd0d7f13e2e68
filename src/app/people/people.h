#ifndef APP_PEOPLE_PEOPLE_H
#define APP_PEOPLE_PEOPLE_H

#include "app/people/request.h"
#include "app/people/texts.h"
#include "app/session/workspace.h"
#include "base/id.h"
#include "seal/seal.h"

/* Who holds a credential in this file, and who asks for one. */

struct app_holder {
	struct id credential; /* or the request */
	char person[33];      /* number: the same over all credentials of one person */
	struct sign_key key;  /* who asks twice with one key is one person, whose words on one request prove the other */
	char code[REQUEST_CODE_LEN + 1];
	char *name, *role;
	struct app_texts areas, issues;
	bool portable;
	struct device_id device; /* zero when portable */
	char *issuer;		 /* name of who gave the right; NULL: not known here, or self-signed */
	bool officer;		 /* named by some genesis that was in force */
	bool in_office;		 /* named by the genesis in force */
	bool may_be_officer;	 /* a later genesis can name this credential */
	bool revoked;
	bool request; /* a request that nobody granted yet, the newest of this key for this right */
	char at[17];  /* ... when it was signed, to the minute */
	bool own;     /* ... made on this laptop */
	bool mine;    /* ... the unlocked person may give the right, or name an officer of it */
	bool away;    /* ... put away on this laptop: nobody is asked about it any more */
	bool stolen;  /* ... with a key that was reported as stolen: nobody can grant it */
	bool near;    /* has to do with the areas of the unlocked person, whose people come first */
	bool counts;
	const char *standing; /* why the credential counts or not, as a sentence; never freed */
};

enum app_holder_kind { HOLDER_ASKS, HOLDER_SIGNS, HOLDER_NEITHER, HOLDER_KIND_COUNT };
/* Does the holder ask for the right to sign, have the right, or neither? Who asks with a stolen key, or was put away, does not ask. */
enum app_holder_kind app_holder_kind(const struct app_holder *holder);
/* Requests of one key, which the same person made, whoever that is. */
bool app_holder_same_key(const struct app_holder *a, const struct app_holder *b);
void app_holder_copy(const struct app_holder *from, struct app_holder *to);
void app_holder_release(struct app_holder *holder);

/* What a request asks for; the caller releases *out. NOT_FOUND: it is not here. */
MUST_CHECK enum status app_request_read(const struct app *app, const struct id *request, struct app_holder *out, struct err *err);

struct app_people {
	struct app_holder *items;
	size_t count, cap;
};
/* Everybody, by kind, name, area and role. A request that was granted is left out, also when the right was taken back since: the credential
 * stands for it; and so is one that a later one took the place of. *out is empty on failure. */
MUST_CHECK enum status app_people(struct app *app, struct app_people *out, struct err *err);
/* The requests alone. */
MUST_CHECK enum status app_requests(struct app *app, struct app_people *out, struct err *err);
/* Puts a request away, or takes it up again: on this laptop, which remembers that. */
void app_request_put_away(struct app *app, const struct id *request, bool away);
void app_people_release(struct app_people *people);

#endif
