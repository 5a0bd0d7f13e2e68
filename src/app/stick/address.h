#ifndef APP_STICK_ADDRESS_H
#define APP_STICK_ADDRESS_H

#include "app/session/workspace.h"
#include "exchange/export/plan.h"
#include "trust/credential.h"

/* For whom an export is. A role or a name fits credentials; each of their persons is one addressee, on the machine that a file of his was last
 * taken in from. What he has is known from his own trailers, never from another's. Internal to stick/. */

struct address {
	struct addressee {
		const char *person, *name; /* borrowed from trust */
		const char **areas;	   /* the array is owned, its texts are borrowed */
		size_t area_count, area_cap;
		struct id credential; /* of the trailer; while there is none, one of his */
		bool bound;	      /* ... which is for one device only: a file of his came from that one */
		size_t heard;	      /* a file of his was taken in here, the last of all 1, the one before 2 ...; 0: none was */
		struct trailer trailer;
	} * items;
	size_t count, cap;
	struct id *credentials; /* all that fit, ascending */
	size_t credential_count, credential_cap;
};

/* `to`: a role of the pack, a person by name or number, the first 8 or more digits of a credential; NULL: nobody in particular. `areas`: only
 * what lies there (app_area_parts); NULL: each addressee's areas. With a role, those of its people whom nothing was heard of are left out where some are heard,
 * and whose file is that of a colleague on their one machine.
 * NOT_FOUND: nobody with a standing credential is meant; CONFLICT: a name or number fits several persons. */
MUST_CHECK enum status address_find(struct app *app, const char *to, const char *const *areas, size_t area_count, struct address *out,
				    struct err *err);
void address_release(struct address *address);

#endif
