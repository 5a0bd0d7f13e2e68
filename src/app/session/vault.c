#include "app/session/vault.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/act.h"
#include "app/session/session_state.h"
#include "base/mem.h"
#include "step/json.h"
#include "trust/credential.h"
#include "trust/holders.h"
#include "trust/reason.h"
#include "store/journal.h"
#include "store/blob.h"

bool
vault_is_reader(const struct store *store, const struct credential *credential, const char *village)
{
	const struct pack *pack = store_pack(store);

	return pack && credential->reason == TRUST_COUNTS && !credential->revoked && names_has(&pack->readers, credential->role) &&
	       credential_covers(credential, village);
}

enum status
vault_share_put(struct store *store, const struct signer *signer, const struct data_key *key, const char *village, const struct id *readers,
		size_t count, struct err *err)
{
	struct value to = value_list();
	enum status status;
	struct step step;
	struct id id;

	act_step_start(&step, STEP_SHARE);
	step_set_area(&step, village);
	step_data_set_id(&step.data, "key", &key->id);
	value_set_text(&step.data, "village", village);
	for (size_t i = 0; i < count; i++) {
		const struct credential *reader = trust_credential(store_trust(store), &readers[i]);
		char hex[SEAL_HEX_MAX + 1];
		struct sealed_key sealed;
		struct value item = value_object();

		data_key_seal(key, &reader->box_key, &sealed);
		step_data_set_id(&item, "credential", &readers[i]);
		value_set_text(&item, "sealed", sealed_key_hex(&sealed, hex));
		value_append_take(&to, item);
	}
	value_set_take(&step.data, "to", to);
	status = act_put(store, signer, &step, &id, err);
	step_release(&step);
	return status;
}

struct share_reading {
	struct app *app;
	bool list; /* note who reads what, instead of opening */
	struct key_holder {
		struct id key, credential;
	} * readings;
	size_t count, cap;
};

static struct held_key *
held(struct app *app, const struct id *key)
{
	for (size_t i = 0; i < app->held_count; i++)
		if (id_equal(&app->held[i].key.id, key))
			return &app->held[i];
	return NULL;
}

const struct data_key *
vault_held(struct app *app, const struct id *key)
{
	const struct held_key *found = held(app, key);

	return found ? &found->key : NULL;
}

static void
hold(struct app *app, const struct data_key *key, const char *village, const struct id *share)
{
	struct held_key added = { .key = *key, .share = *share };

	if (held(app, &key->id))
		return;
	if (strlen(village) < sizeof(added.village))
		strcpy(added.village, village);
	MEM_GROW(app->held, app->held_count, app->held_cap);
	app->held[app->held_count++] = added;
	secret_zero(&added, sizeof(added));
}

/* Reads one share: opens its key when that is sealed to us, or notes its readers. */
static void
read_share(struct share_reading *opening, const struct id *id, const struct step *step)
{
	const struct value *to = value_get_list(&step->data, "to");
	const char *village = value_get_text(&step->data, "village");
	char own[ID_HEX_LEN + 1];
	struct id key;

	if (!to || !village || !step_data_id(&step->data, "key", &key))
		return;
	id_hex(&opening->app->signer.credential, own);
	for (size_t i = 0; i < to->list.count; i++) {
		const struct value *item = &to->list.items[i];
		const char *credential = value_get_text(item, "credential"), *sealed_hex = value_get_text(item, "sealed");
		struct sealed_key sealed;
		struct err ignored = { 0 };
		struct data_key opened;

		if (opening->list) {
			MEM_GROW(opening->readings, opening->count, opening->cap);
			opening->readings[opening->count].key = key;
			opening->count += step_data_id(item, "credential", &opening->readings[opening->count].credential);
		}
		if (opening->list || !credential || strcmp(credential, own) != 0 || !sealed_hex ||
		    !sealed_key_from_hex(sealed_hex, &sealed))
			continue;
		if (!data_key_open(opening->app->signer.keys, &sealed, &opened, &ignored) && id_equal(&opened.id, &key))
			hold(opening->app, &opened, village, id);
		secret_zero(&opened, sizeof(opened));
	}
}

static bool
visit_share(const struct store_step *stored, void *ctx)
{
	struct err ignored = { 0 };
	struct step step = { 0 };

	if (!step_parse(stored->body, stored->len, &step, &ignored))
		read_share(ctx, &stored->id, &step);
	step_release(&step);
	return true;
}

enum status
vault_open(struct app *app, struct err *err)
{
	struct share_reading opening = { .app = app };

	return store_each_step_of(app->store, "share", visit_share, &opening, err);
}

static bool
has_id(const struct id *ids, size_t count, const struct id *id)
{
	for (size_t i = 0; i < count; i++)
		if (id_equal(&ids[i], id))
			return true;
	return false;
}

/* Readers of a village who are not among `have`; caller frees. */
static struct id *
missing_readers(struct app *app, const char *village, const struct id *have, size_t have_count, size_t *count)
{
	const struct trust *trust = store_trust(app->store);
	struct id *missing = NULL;
	size_t cap = 0;

	*count = 0;
	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *credential = trust_credential_at(trust, i);

		if (!vault_is_reader(app->store, credential, village) || has_id(have, have_count, &credential->id))
			continue;
		MEM_GROW(missing, *count, cap);
		missing[(*count)++] = credential->id;
	}
	return missing;
}

static int
reading_cmp(const void *a, const void *b)
{
	const struct key_holder *left = a, *right = b;

	return id_cmp(&left->key, &right->key);
}

/* The readers of a key by the shares so far; caller frees. */
static struct id *
readers_of(const struct share_reading *opening, const struct id *key, size_t *count)
{
	struct id *readers = mem_array(opening->count, sizeof(*readers));
	size_t low = id_first(opening->readings, opening->count, sizeof(*opening->readings), offsetof(struct key_holder, key), key);

	*count = 0;
	for (; low < opening->count && id_equal(&opening->readings[low].key, key); low++)
		readers[(*count)++] = opening->readings[low].credential;
	return readers;
}

/* The next holder who unlocks seals a key on to readers whose credential came since. */
enum status
vault_share_on(struct app *app, struct err *err)
{
	struct share_reading opening = { .app = app, .list = true };
	enum status status = app->held_count ? store_each_step_of(app->store, "share", visit_share, &opening, err) : STATUS_OK;

	if (opening.count)
		qsort(opening.readings, opening.count, sizeof(*opening.readings), reading_cmp);
	for (size_t i = 0; i < app->held_count && !status; i++) {
		struct id *readers, *missing;
		size_t count, missing_count;

		readers = readers_of(&opening, &app->held[i].key.id, &count);
		missing = missing_readers(app, app->held[i].village, readers, count, &missing_count);
		if (missing_count) {
			status = act_begin(app, err);
			if (!status)
				status = act_end(app,
						 vault_share_put(app->store, &app->signer, &app->held[i].key, app->held[i].village, missing,
								 missing_count, err),
						 err);
		}
		free(missing);
		free(readers);
	}
	free(opening.readings);
	return status;
}

bool
vault_has_key(const struct app *app, const char *village, struct data_key *out)
{
	for (size_t i = 0; i < app->held_count; i++)
		if (strcmp(app->held[i].village, village) == 0) {
			*out = app->held[i].key;
			return true;
		}
	return false;
}

enum status
vault_key(struct app *app, const char *village, struct data_key *out, struct err *err)
{
	const struct credential *own = trust_credential(store_trust(app->store), &app->signer.credential);
	struct id *readers;
	enum status status;
	size_t count;

	/* Any key for this village that this person holds serves: its readers are those of the village. */
	if (vault_has_key(app, village, out))
		return STATUS_OK;
	readers = missing_readers(app, village, NULL, 0, &count);
	if (!has_id(readers, count, &own->id)) {
		readers = mem_resize(readers, count + 1, sizeof(*readers));
		readers[count++] = own->id;
	}
	data_key_new(out);
	status = vault_share_put(app->store, &app->signer, out, village, readers, count, err);
	if (!status)
		hold(app, out, village, &own->id);
	free(readers);
	return status;
}

static bool
open_private(void *ctx, const struct step *step, struct value *into)
{
	struct app *app = ctx;
	struct buf box = { 0 }, json = { 0 };
	struct value values = { 0 };
	struct err ignored = { 0 };
	const struct held_key *key;
	struct id key_id;
	bool opened = false;

	if (store_get_blob(app->store, BLOB_BOX, &step->box, &box, &ignored) || !private_key_id(box.data, box.len, &key_id))
		goto out;
	key = held(app, &key_id);
	if (!key || private_open(&key->key, &step->commit, box.data, box.len, &json, &ignored) ||
	    json_parse(json.data, json.len, 4, &values, &ignored) || values.type != VALUE_OBJECT)
		goto out;
	for (size_t i = 0; i < values.object.count; i++)
		value_set_take(into, values.object.members[i].name, value_copy(&values.object.members[i].value));
	opened = true;
out:
	if (json.data)
		secret_zero(json.data, json.cap);
	value_release(&values);
	buf_release(&box);
	buf_release(&json);
	return opened;
}

struct private_reader
vault_reader(struct app *app)
{
	return (struct private_reader){ open_private, app };
}
