#include "app/session/page_draft.h"

#include <stdlib.h>

#include "app/session/draft.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "base/division.h"
#include "base/mem.h"
#include "seal/seal.h"

static const struct id nowhere; /* of no house */

/* Caller frees; NULL: nobody is unlocked. */
static char *
name_of(struct app *app, const char *page)
{
	return app && app_is_unlocked(app) ? mem_printf("page:%s:%s", page, app_person_number(app)) : NULL;
}

/* A key of one of the person's villages. */
static bool
any_key(struct app *app, struct data_key *out)
{
	const struct pack *pack = app_pack(app);
	const struct credential *own = app_credential(app);

	for (size_t i = 0; pack && own && i < pack->division_count; i++)
		if (pack->divisions[i].level == DIVISION_VILLAGE && credential_covers(own, pack->divisions[i].code) &&
		    vault_has_key(app, pack->divisions[i].code, out))
			return true;
	return false;
}

bool
page_draft_put(struct app *app, const char *page, const struct value *content)
{
	char *name = name_of(app, page);
	struct err ignored = { 0 };
	struct data_key key = { 0 };
	bool kept = false;

	if (name && !content->object.count)
		kept = draft_drop_shared(app, &nowhere, name, &ignored) == STATUS_OK;
	else if (name && any_key(app, &key))
		kept = draft_put_shared(app, &key, &nowhere, name, content, &ignored) == STATUS_OK;
	secret_zero(&key, sizeof(key));
	free(name);
	return kept;
}

bool
page_draft_get(struct app *app, const char *page, struct value *out)
{
	char *name = name_of(app, page);
	struct err ignored = { 0 };
	bool found = name && draft_get(app, &nowhere, name, out, &ignored) == STATUS_OK;

	free(name);
	return found;
}
