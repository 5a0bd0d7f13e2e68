#ifndef APP_PEOPLE_REQUEST_H
#define APP_PEOPLE_REQUEST_H

#include "app/session/unlock.h"
#include "base/id.h"
#include "trust/credential.h"

/* Asking for the right to sign, and giving it. */

#define REQUEST_CODE_LEN 39 /* 8 groups of 4 hex digits, spaces between: compared by voice */
#define REQUEST_CODE_DIGITS 32

enum { REQUEST_AREAS_MOST = CREDENTIAL_LIST_MAX }; /* of one right */

struct app_request {
	const char *person, *role;
	const char *const *areas;
	size_t area_count;
	const char *const *issues; /* roles it wants to give others the right of; that needs the officers' endorsements */
	size_t issue_count;
	bool portable;
};
/* Puts a self-signed request into the workspace; *code: what the office compares. A request of the same key for the same right on the same
 * device takes the place of the one before; one that asks for nothing else is not made twice, and *code is that of the one before. CONFLICT:
 * the key has the right already. */
MUST_CHECK enum status app_request(struct app *app, const struct app_request *request, const struct app_ask *ask,
				   char code[REQUEST_CODE_LEN + 1], struct err *err);
/* Several rights of one person, who is the same in all of them: one passphrase, one act, a request and a code each. All are asked for, or none
 * is. INVALID: two of them are the same right. */
#define REQUESTS_MOST 5
MUST_CHECK enum status app_request_all(struct app *app, const struct app_request *requests, size_t count, const struct app_ask *ask,
				       char codes[REQUESTS_MOST][REQUEST_CODE_LEN + 1], struct err *err);
/* After an act that failed: removes the key that was made for it, unless a request by that key stands here, or whether one does cannot be read
 * (a disk that failed in the commit). Such a key asks again under its name. */
void app_request_failed(struct app *app, const char person[33]);
/* Gives each of several roles those of the areas that are of its own level; the texts are borrowed, each out[i].areas is the caller's to free, also
 * after a failure. INVALID: a role is left without an area, or an area without a role. */
MUST_CHECK enum status app_request_split(const struct app *app, const char *const *roles, size_t role_count, const char *const *areas,
					 size_t area_count, struct app_request *out, struct err *err);
/* The request with this code, with or without the spaces; a mere beginning is refused. */
MUST_CHECK enum status app_request_find(struct app *app, const char *code, struct id *out, struct err *err);
/* Are these the digits of the second half of the code, however people write them? */
bool request_half_is_heard(const char *heard, const char code[REQUEST_CODE_LEN + 1]);
/* Digits in groups of four, as they are read aloud; out has room for a quarter more of them. */
void request_group_digits(const char *digits, char *out);

/* Was the right that a request asks for given to its key already? NOT_FOUND: the request is not here. */
MUST_CHECK enum status app_request_given(const struct app *app, const struct id *request, bool *given, struct err *err);
/* The unlocked person issues what the request asks for. DENIED: the key was reported as stolen, or the right is not that person's to give. */
MUST_CHECK enum status app_issue(struct app *app, const struct id *request, struct id *credential, struct err *err);

/* ---- for the files of people/ */

void request_code(const struct id *id, char code[REQUEST_CODE_LEN + 1]);
enum status request_none(const char *code, struct err *err); /* refuses: no request has this code */
/* The digits of a code, as people write it, without spaces and dashes, in small letters; the caller frees. */
char *request_digits(const char *code);
/* What a request asks for; the caller releases *out. NOT_FOUND: it is not here. */
MUST_CHECK enum status request_read(const struct app *app, const struct id *request, struct credential *out, struct err *err);

#endif
