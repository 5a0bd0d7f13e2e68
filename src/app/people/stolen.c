#include "app/people/stolen.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/act.h"
#include "app/session/unlock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/journal.h"
#include "store/store.h"
#include "trust/holders.h"
#include "trust/officers.h"
#include "trust/verdict.h"

struct stolen_gathering {
	const struct trust *trust;
	struct stolen_keys *out;
	enum status status;
	struct err *err;
};

static void
add_report(struct stolen_gathering *gathering, const struct step *revocation)
{
	const char *reason = value_get_text(&revocation->data, "reason");
	const struct credential *of;
	struct id id;

	if (!reason || strcmp(reason, "stolen") != 0 || !step_data_id(&revocation->data, "of", &id))
		return;
	of = trust_credential(gathering->trust, &id);
	if (!of || !of->revoked)
		return;
	MEM_GROW(gathering->out->items, gathering->out->count, gathering->out->cap);
	gathering->out->items[gathering->out->count++] = (struct stolen_report){
		.key = of->sign_key,
		.author = revocation->author,
		.by_officer = trust_is_officer(gathering->trust, &revocation->author),
	};
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
		add_report(gathering, &step);
	step_release(&step);
	return !gathering->status;
}

static int
key_cmp(const struct sign_key *a, const struct sign_key *b)
{
	return a->len != b->len ? (int)a->len - (int)b->len : memcmp(a->b, b->b, a->len);
}

static int
report_cmp(const void *a, const void *b)
{
	const struct stolen_report *left = a, *right = b;
	int order = key_cmp(&left->key, &right->key);

	if (!order)
		order = (int)right->by_officer - (int)left->by_officer;
	return order ? order : id_cmp(&left->author, &right->author);
}

enum status
stolen_keys_read(const struct app *app, struct stolen_keys *out, struct err *err)
{
	struct stolen_gathering gathering = { .trust = store_trust(app_store(app)), .out = out, .err = err };
	enum status status;

	*out = (struct stolen_keys){ 0 };
	status = store_each_step_of(app_store(app), step_kind_name(STEP_REVOCATION), on_revocation, &gathering, err);
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), report_cmp);
	return status ? status : gathering.status;
}

const struct stolen_report *
stolen_keys_find(const struct stolen_keys *keys, const struct sign_key *key, size_t *count)
{
	size_t low = 0, high = keys->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (key_cmp(&keys->items[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (*count = 0; low + *count < keys->count && sign_key_equal(&keys->items[low + *count].key, key);)
		++*count;
	return *count ? &keys->items[low] : NULL;
}

bool
stolen_keys_bar(const struct app *app, const struct stolen_keys *keys, const struct sign_key *key)
{
	size_t count;
	const struct stolen_report *reports = stolen_keys_find(keys, key, &count);

	for (size_t i = 0; i < count; i++) {
		const struct credential *author = trust_credential(store_trust(app_store(app)), &reports[i].author);

		if (reports[i].by_officer ||
		    (author && app_is_unlocked(app) && sign_key_equal(&author->sign_key, keys_sign_public(app_signer(app)->keys))))
			return true;
	}
	return false;
}

enum status
stolen_key_refuse(const struct app *app, const struct sign_key *key, const char *name, struct err *err)
{
	struct stolen_keys stolen;
	enum status status = stolen_keys_read(app, &stolen, err);

	if (!status && stolen_keys_bar(app, &stolen, key))
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
