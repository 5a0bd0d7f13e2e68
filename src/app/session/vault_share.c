#include "app/session/vault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/session_state.h"
#include "base/mem.h"
#include "store/journal.h"
#include "trust/credential.h"
#include "trust/holders.h"
#include "trust/reason.h"
#include "trust/verdict.h"

/* Shares: steps by which a key to private values is sealed to the readers of a village, as they are written, read and passed on. */

bool
vault_is_reader(const struct store *store, const struct credential *credential, const char *village)
{
	const struct pack *pack;

	/* The pack last: of all credentials of a county few are of one village. */
	if (credential->reason != TRUST_COUNTS || credential->revoked || !credential_covers(credential, village))
		return false;
	pack = store_pack(store);
	return pack && names_has(&pack->readers, credential->role);
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

/* ---- shares as they are read */

struct share {
	struct id id, key;
	const char *village;
	const struct value *to;
	const struct step *step;
};

struct share_reading {
	struct app *app;
	void (*read)(struct share_reading *reading, const struct share *share);
	struct key_holder {
		struct id key, credential;
		bool own; /* given by the unlocked person */
	} * holders;	  /* who was given what, by shares that count */
	size_t count, cap;
	struct key_holder *complaints; /* whose key does not open what they were given; ascending by key once all are read, none twice */
	size_t complaint_count, complaint_cap;
	struct unopened_key {
		struct id key;
		char village[DIVISION_CODE_LEN + 1];
	} * unopened; /* given to the unlocked person */
	size_t unopened_count, unopened_cap;
};

/* A share speaks of the village whose log it stands in: only there its author may write, and only that village's people follow it. */
static bool
visit_share(const struct store_step *stored, void *ctx)
{
	struct share_reading *reading = ctx;
	struct share share = { .id = stored->id };
	struct err ignored = { 0 };
	struct step step = { 0 };

	if (!step_parse(stored->body, stored->len, &step, &ignored)) {
		share.step = &step;
		share.to = value_get_list(&step.data, "to");
		share.village = value_get_text(&step.data, "village");
		if (share.to && share.village && *share.village && strcmp(share.village, step.area) == 0 &&
		    step_data_id(&step.data, "key", &share.key))
			reading->read(reading, &share);
	}
	step_release(&step);
	return true;
}

static enum status
read_shares(struct share_reading *reading, struct err *err)
{
	return store_each_step_of(reading->app->store, step_kind_name(STEP_SHARE), visit_share, reading, err);
}

static bool
counts(const struct app *app, const struct share *share)
{
	return trust_judge(store_trust(app->store), &share->id, share->step, share->village) == TRUST_COUNTS;
}

/* The reader that one item of a share names; NULL: no credential that is here. */
static const struct credential *
reader_in(const struct app *app, const struct value *item)
{
	struct id id;

	return step_data_id(item, "credential", &id) ? trust_credential(store_trust(app->store), &id) : NULL;
}

static bool
is_own_key(const struct app *app, const struct credential *credential)
{
	return credential && sign_key_equal(&credential->sign_key, keys_sign_public(app->signer.keys));
}

/* Opens the key of a share when that is sealed to the unlocked keys, under whichever of their credentials. What was sealed with a key is read
 * with it, whoever shared it. */
static void
open_share(struct share_reading *reading, const struct share *share)
{
	struct app *app = reading->app;

	for (size_t i = 0; i < share->to->list.count && !vault_find_held(app, &share->key); i++) {
		const struct value *item = &share->to->list.items[i];
		const char *sealed_hex = value_get_text(item, "sealed");
		struct held_key opened = { 0 };
		struct err ignored = { 0 };
		struct sealed_key sealed;

		if (!sealed_hex || !is_own_key(app, reader_in(app, item)) || !sealed_key_from_hex(sealed_hex, &sealed))
			continue;
		if (!data_key_open(app->signer.keys, &sealed, &opened.key, &ignored) && id_equal(&opened.key.id, &share->key)) {
			strcpy(opened.village, share->step->area);
			vault_hold(app, &opened);
		}
		secret_zero(&opened, sizeof(opened));
	}
}

/* Is it nobody's who reads in the village, under whichever right on the same key? */
static bool
is_outside(const struct app *app, const struct credential *credential, const char *village)
{
	const struct trust *trust = store_trust(app->store);

	if (is_own_key(app, credential) || vault_is_reader(app->store, credential, village))
		return false;
	for (size_t i = 0; i < trust_credential_count(trust); i++)
		if (sign_key_equal(&trust_credential_at(trust, i)->sign_key, &credential->sign_key) &&
		    vault_is_reader(app->store, trust_credential_at(trust, i), village))
			return false;
	return true;
}

/* What a share says of a key that is held: a reader of the village vouches for it, or who may read no more, or never might, knows it. */
static void
judge_share(struct share_reading *reading, const struct share *share)
{
	const struct app *app = reading->app;
	const struct credential *author = trust_credential(store_trust(app->store), &share->step->author);
	struct held_key *key = vault_find_held(reading->app, &share->key);

	if (!key || strcmp(key->village, share->village) != 0 || !share->to->list.count)
		return;
	if (!counts(app, share) || !author || author->revoked)
		key->leaked = true;
	else
		key->vouched |= is_own_key(app, author) || vault_is_reader(app->store, author, share->village);
	key->outside |= author && is_outside(app, author, share->village);
	for (size_t i = 0; i < share->to->list.count && !key->leaked; i++) {
		const struct credential *reader = reader_in(app, &share->to->list.items[i]);

		key->leaked |= reader && reader->revoked;
		key->outside |= reader && is_outside(app, reader, share->village);
	}
}

/* A share to nobody: its author, to whom the key was given, cannot open what he got. */
static void
list_complaint(struct share_reading *reading, const struct share *share)
{
	MEM_GROW(reading->complaints, reading->complaint_count, reading->complaint_cap);
	reading->complaints[reading->complaint_count++] = (struct key_holder){ .key = share->key, .credential = share->step->author };
}

/* Keys that were given to the unlocked person and did not open. */
static void
list_unopened(struct share_reading *reading, const struct share *share)
{
	for (size_t i = 0; i < share->to->list.count; i++) {
		const struct credential *reader = reader_in(reading->app, &share->to->list.items[i]);

		if (!is_own_key(reading->app, reader) || !box_key_equal(&reader->box_key, keys_box_public(reading->app->signer.keys)))
			continue;
		MEM_GROW(reading->unopened, reading->unopened_count, reading->unopened_cap);
		reading->unopened[reading->unopened_count] = (struct unopened_key){ .key = share->key };
		strcpy(reading->unopened[reading->unopened_count++].village, share->step->area);
	}
}

static void
list_share(struct share_reading *reading, const struct share *share)
{
	const struct held_key *key;
	bool own;

	if (!counts(reading->app, share))
		return;
	open_share(reading, share); /* it may have come since keys were opened */
	key = vault_find_held(reading->app, &share->key);
	if (!share->to->list.count)
		list_complaint(reading, share);
	if (!key)
		list_unopened(reading, share);
	if (!key || strcmp(key->village, share->village) != 0)
		return;
	own = is_own_key(reading->app, trust_credential(store_trust(reading->app->store), &share->step->author));
	for (size_t i = 0; i < share->to->list.count; i++) {
		MEM_GROW(reading->holders, reading->count, reading->cap);
		reading->holders[reading->count].key = share->key;
		reading->holders[reading->count].own = own;
		reading->count += step_data_id(&share->to->list.items[i], "credential", &reading->holders[reading->count].credential);
	}
}

enum status
vault_open(struct app *app, struct err *err)
{
	enum status status = read_shares(&(struct share_reading){ .app = app, .read = open_share }, err);

	if (status || !app->held_count)
		return status;
	for (size_t i = 0; i < app->held_count; i++)
		app->held[i].vouched = app->held[i].leaked = app->held[i].outside = false;
	status = read_shares(&(struct share_reading){ .app = app, .read = judge_share }, err);
	return status ? status : vault_find_offices(app, err);
}

/* ---- sharing on */

static bool
has_id(const struct id *ids, size_t count, const struct id *id)
{
	for (size_t i = 0; i < count; i++)
		if (id_equal(&ids[i], id))
			return true;
	return false;
}

/* Readers of a village, and who is of the office (""; none), who are not among `have`; caller frees. */
static struct id *
missing_readers(struct app *app, const char *village, const char *office, const struct id *have, size_t have_count, size_t *count)
{
	const struct trust *trust = store_trust(app->store);
	struct id *missing = NULL;
	size_t cap = 0;

	*count = 0;
	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *credential = trust_credential_at(trust, i);

		if (!(vault_is_reader(app->store, credential, village) || vault_is_of_office(app->store, credential, village, office)) ||
		    has_id(have, have_count, &credential->id))
			continue;
		MEM_GROW(missing, *count, cap);
		missing[(*count)++] = credential->id;
	}
	return missing;
}

static int
holder_cmp(const void *a, const void *b)
{
	const struct key_holder *left = a, *right = b;
	int cmp = id_cmp(&left->key, &right->key);

	return cmp ? cmp : id_cmp(&left->credential, &right->credential);
}

static int
unopened_cmp(const void *a, const void *b)
{
	return id_cmp(&((const struct unopened_key *)a)->key, &((const struct unopened_key *)b)->key);
}

/* Brings into order what was read: a reader who complains a thousand times of one key complained of it once. */
static void
sort_reading(struct share_reading *reading)
{
	size_t kept = 0;

	if (reading->count)
		qsort(reading->holders, reading->count, sizeof(*reading->holders), holder_cmp);
	if (reading->unopened_count)
		qsort(reading->unopened, reading->unopened_count, sizeof(*reading->unopened), unopened_cmp);
	if (reading->complaint_count)
		qsort(reading->complaints, reading->complaint_count, sizeof(*reading->complaints), holder_cmp);
	for (size_t i = 0; i < reading->complaint_count; i++)
		if (!kept || holder_cmp(&reading->complaints[kept - 1], &reading->complaints[i]) != 0)
			reading->complaints[kept++] = reading->complaints[i];
	reading->complaint_count = kept;
}

/* Did somebody with the credential's key say that what he was given of this key does not open? */
static bool
complained(const struct share_reading *reading, const struct id *key, const struct credential *credential)
{
	const struct trust *trust = store_trust(reading->app->store);
	size_t at = id_first(reading->complaints, reading->complaint_count, sizeof(*reading->complaints), offsetof(struct key_holder, key),
			     key);

	for (; at < reading->complaint_count && id_equal(&reading->complaints[at].key, key); at++)
		if (sign_key_equal(&trust_credential(trust, &reading->complaints[at].credential)->sign_key, &credential->sign_key))
			return true;
	return false;
}

/* The readers of a key by the shares so far; what who complained was given by others is nothing. The caller frees. */
static struct id *
readers_of(const struct share_reading *reading, const struct id *key, size_t *count)
{
	struct id *readers = mem_array(reading->count, sizeof(*readers));
	size_t low = id_first(reading->holders, reading->count, sizeof(*reading->holders), offsetof(struct key_holder, key), key);

	*count = 0;
	for (; low < reading->count && id_equal(&reading->holders[low].key, key); low++) {
		const struct credential *credential = trust_credential(store_trust(reading->app->store), &reading->holders[low].credential);

		if (credential && (reading->holders[low].own || !complained(reading, key, credential)))
			readers[(*count)++] = credential->id;
	}
	return readers;
}

struct sharing_village {
	const struct store *store;
	const char *village;
};

static bool
reads_village(const struct credential *credential, const void *ctx)
{
	const struct sharing_village *sharing = ctx;

	return vault_is_reader(sharing->store, credential, sharing->village);
}

/* Begins the act with its first share. */
static enum status
share_in_act(struct app *app, const struct data_key *key, const char *village, const struct id *readers, size_t count, bool *begun,
	     struct err *err)
{
	enum status status = *begun ? STATUS_OK : act_begin(app, err);

	if (status)
		return status;
	*begun = true;
	return vault_share_put(app->store, &app->signer, key, village, readers, count, err);
}

/* Passes one key on to those whom it lacks, under a right over its village: where the person has none any more, others do it. */
static enum status
share_on(struct app *app, const struct share_reading *reading, const struct held_key *key, bool *begun, struct err *err)
{
	struct sharing_village sharing = { app->store, key->village };
	size_t have_count, count;
	struct id *have = readers_of(reading, &key->key.id, &have_count);
	struct id *missing = missing_readers(app, key->village, key->office, have, have_count, &count);
	enum status status = STATUS_OK;

	if (count && act_as(app, reads_village, &sharing))
		status = share_in_act(app, &key->key, key->village, missing, count, begun, err);
	free(missing);
	free(have);
	return status;
}

/* Says of a key that was given and does not open that it does not, once. */
static enum status
complain(struct app *app, const struct share_reading *reading, const struct unopened_key *unopened, bool *begun, struct err *err)
{
	struct sharing_village sharing = { app->store, unopened->village };
	struct data_key nameless = { .id = unopened->key };

	if (!act_as(app, reads_village, &sharing) ||
	    complained(reading, &unopened->key, trust_credential(store_trust(app->store), &app->signer.credential)))
		return STATUS_OK;
	return share_in_act(app, &nameless, unopened->village, NULL, 0, begun, err);
}

/* The next holder who unlocks seals a key on to readers whose credential came since. */
enum status
vault_share_on(struct app *app, struct err *err)
{
	struct share_reading reading = { .app = app, .read = list_share };
	struct id acted_under = app->signer.credential;
	enum status status = read_shares(&reading, err);

	if (!status)
		status = vault_find_offices(app, err); /* keys may have come since they were opened */
	bool begun = false;

	sort_reading(&reading);
	for (size_t i = 0; i < app->held_count && !status; i++)
		status = share_on(app, &reading, &app->held[i], &begun, err);
	for (size_t i = 0; i < reading.unopened_count && !status; i++)
		if (!i || unopened_cmp(&reading.unopened[i - 1], &reading.unopened[i]) != 0)
			status = complain(app, &reading, &reading.unopened[i], &begun, err);
	if (begun)
		status = act_end(app, status, err);
	app->signer.credential = acted_under;
	free(reading.holders);
	free(reading.complaints);
	free(reading.unopened);
	return status;
}

/* ---- a key to seal with */

static enum status
make_key(struct app *app, const char *village, const char *office, struct data_key *out, struct err *err)
{
	const struct id *own = &app->signer.credential;
	struct held_key made = { .vouched = true, .made_now = true };
	struct id *readers;
	enum status status;
	size_t count;

	readers = missing_readers(app, village, office, NULL, 0, &count);
	if (!has_id(readers, count, own)) {
		readers = mem_resize(readers, count + 1, sizeof(*readers));
		readers[count++] = *own;
	}
	data_key_new(out);
	status = vault_share_put(app->store, &app->signer, out, village, readers, count, err);
	if (!status) {
		made.key = *out;
		snprintf(made.village, sizeof(made.village), "%s", village);
		snprintf(made.office, sizeof(made.office), "%s", office);
		vault_hold(app, &made);
	}
	secret_zero(&made, sizeof(made));
	free(readers);
	return status;
}

enum status
vault_key(struct app *app, const char *village, struct data_key *out, struct err *err)
{
	return vault_has_key(app, village, out) ? STATUS_OK : make_key(app, village, "", out, err);
}

enum status
vault_key_of(struct app *app, const char *village, const struct form *form, const struct value *values, struct data_key *out,
	     struct err *err)
{
	char office[KEY_OFFICE_MAX];

	return vault_office_words(form, values, office) ? make_key(app, village, office, out, err) : vault_key(app, village, out, err);
}
