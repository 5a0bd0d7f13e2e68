#ifndef APP_PEOPLE_WAITING_H
#define APP_PEOPLE_WAITING_H

#include "app/people/texts.h"
#include "app/session/workspace.h"
#include "base/id.h"

/* What waits for the county's officers to agree, and agreeing. */

enum app_waiting_kind { WAITING_PACK, WAITING_CREDENTIAL, WAITING_REVOCATION, WAITING_GENESIS, WAITING_KIND_COUNT };

struct app_waiting {
	struct id step;
	enum app_waiting_kind kind;
	char *by;		    /* name of the signer; NULL: not known here */
	char at[17];		    /* time of signing, to the minute */
	int64_t have, need;	    /* officers of now who agreed, of how many */
	int64_t have_new, need_new; /* of a genesis: of the officers it names */
	bool mine;		    /* the unlocked person agreed already */
	bool due;		    /* the unlocked person may agree and did not yet */

	struct { /* WAITING_PACK */
		char *name;
		int64_t version;
	} pack;
	struct { /* WAITING_CREDENTIAL; WAITING_REVOCATION: the revoked credential. name NULL: not known here */
		char *name, *role;
		struct app_texts areas, issues;
	} credential;
	struct { /* WAITING_REVOCATION */
		char *reason;
		int64_t receipt;
	} revocation;
	struct {			   /* WAITING_GENESIS */
		struct app_texts officers; /* names */
		int64_t threshold;
		bool receiver_changes, receiver_here; /* another laptop than now writes the receipts; this laptop does */
	} genesis;
};

struct app_waiting_list {
	struct app_waiting *items;
	size_t count;
};
MUST_CHECK enum status app_waiting(const struct app *app, struct app_waiting_list *out, struct err *err);
void app_waiting_release(struct app_waiting_list *list);

/* A step by the first digits of its number. */
MUST_CHECK enum status app_waiting_find(const struct app *app, const char *text, struct id *out, struct err *err);
/* The unlocked officer endorses a waiting step. Who will be an officer by a later genesis may endorse that genesis, and do nothing else before
 * it is in force. */
MUST_CHECK enum status app_endorse(struct app *app, const struct id *step, struct err *err);

#endif
