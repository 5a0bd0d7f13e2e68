#ifndef APP_PEOPLE_COUNTY_H
#define APP_PEOPLE_COUNTY_H

#include "app/session/unlock.h"
#include "base/id.h"

/* Founding a county: its workspace, its officers, its genesis. */

struct app_county {
	const char *path, *county, *name; /* file to make; 6 digits; title */
	const char *const *officers;	  /* persons whose keys are on this machine */
	size_t officer_count;
	int threshold;
	const char *forms; /* folder of the pack whose county role the officers take */
	bool keys_aside;   /* the officers are paths of app_key_new_aside, whose files become keys with the county */
};
/* The name that the form pack has for a county's 6 digits, the caller's to free; *name NULL: the pack names no county at all. INVALID: the pack
 * has others. */
MUST_CHECK enum status app_county_title(const char *forms, const char *county, char **name, struct err *err);
/* Can a county bear this title? */
MUST_CHECK enum status app_check_county_title(const char *title, struct err *err);
/* What to ask about it before: a name without what kind of place it is. NULL: nothing; caller frees. */
char *app_county_title_doubt(const char *title);
/* Could this county be founded? Asked before its officers' keys are made; refused as app_init_county would. */
MUST_CHECK enum status app_check_county(const struct app_county *county, struct err *err);
MUST_CHECK enum status app_init_county(const struct app_county *county, const struct app_ask *ask, struct err *err);

/* ---- for the demonstration */

struct keyfile_head;
struct pack;
struct signer;
struct store;

/* Puts officers' credentials, genesis and endorsements, inside a transaction; fills each signer's credential. */
MUST_CHECK enum status county_found(struct store *store, const struct app_county *county, const struct device_id *device,
				    const struct keyfile_head *heads, struct signer *signers, size_t count, struct pack *pack,
				    struct err *err);

#endif
