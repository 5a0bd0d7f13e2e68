#include "app/people/stolen.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/journal.h"
#include "store/store.h"
#include "trust/holders.h"
#include "trust/verdict.h"

struct stolen_gathering {
	const struct trust *trust;
	struct stolen_keys *out;
	enum status status;
	struct err *err;
};

static void
add_stolen(struct stolen_gathering *gathering, const struct step *revocation)
{
	const char *reason = value_get_text(&revocation->data, "reason");
	const struct credential *of;
	struct id id;

	if (!reason || strcmp(reason, "stolen") != 0 || !step_data_id(&revocation->data, "of", &id))
		return;
	of = trust_credential(gathering->trust, &id);
	if (!of || !of->revoked || stolen_keys_has(gathering->out, &of->sign_key))
		return;
	MEM_GROW(gathering->out->items, gathering->out->count, gathering->out->cap);
	gathering->out->items[gathering->out->count++] = of->sign_key;
}

static bool
on_revocation(const struct store_step *stored, void *ctx)
{
	struct stolen_gathering *gathering = ctx;
	struct step step = { 0 };

	if (trust_step(gathering->trust, &stored->id) != TRUST_COUNTS)
		return true;
	gathering->status = step_parse(stored->body, stored->len, &step, gathering->err);
	if (!gathering->status)
		add_stolen(gathering, &step);
	step_release(&step);
	return !gathering->status;
}

enum status
stolen_keys_read(const struct app *app, struct stolen_keys *out, struct err *err)
{
	struct stolen_gathering gathering = { .trust = store_trust(app_store(app)), .out = out, .err = err };
	enum status status;

	*out = (struct stolen_keys){ 0 };
	status = store_each_step_of(app_store(app), step_kind_name(STEP_REVOCATION), on_revocation, &gathering, err);
	return status ? status : gathering.status;
}

bool
stolen_keys_has(const struct stolen_keys *keys, const struct sign_key *key)
{
	for (size_t i = 0; i < keys->count; i++)
		if (sign_key_equal(&keys->items[i], key))
			return true;
	return false;
}

enum status
stolen_key_refuse(const struct app *app, const struct sign_key *key, const char *name, struct err *err)
{
	struct stolen_keys stolen;
	enum status status = stolen_keys_read(app, &stolen, err);

	if (!status && stolen_keys_has(&stolen, key))
		status = err_set(err, STATUS_DENIED,
				 _("the key of \"%s\" was reported as stolen, it gets no right any more; have a new key made"), name);
	stolen_keys_release(&stolen);
	return status;
}

void
stolen_keys_release(struct stolen_keys *keys)
{
	free(keys->items);
	*keys = (struct stolen_keys){ 0 };
}
