#include "../support/bundle.h"
#include "app/session/act.h"
#include "app/session/private.h"
#include "app/sign/sign.h"
#include "county.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "demo/county.h"
#include "demo/demo.h"
#include "base/file.h"
#include "base/machine/clock.h"
#include "base/machine/paths.h"
#include "base/machine/pool.h"
#include "base/mem.h"
#include "step/log.h"
#include "store/journal.h"
#include "store/settle/runs.h"
#include "store/tip.h"
#include "trust/genesis.h"

/* The demonstration's people and values, but its steps are written straight into a file for carrying: no photo is drawn, no value is sealed for
 * keeping, nothing is derived, and a village's steps are signed on all cores at once. */

#define ITEMS_MAX 1000 /* of a sign-off */
#define LOGS (1 << 12)

struct written {
	const struct signer *signer;
	struct buf body;
	struct id id;
	struct signature sig;
	bool wrong;
};

struct written_log {
	struct log_key log;
	int64_t seq;
	struct id tip;
};

struct making {
	struct demo_county county;
	struct hand_made made;
	struct pool *pool;
	struct written_log logs[LOGS];
	size_t log_count;
	struct written *written; /* of the village in work */
	size_t count, cap;
	int64_t steps;
};

/* ---- one step */

struct looking {
	struct written_log *log;
	bool found;
};

static bool
take_log(const struct store_run *run, void *ctx)
{
	struct looking *looking = ctx;

	looking->found = log_beside(&run->log, &looking->log->log);
	if (looking->found)
		looking->log->log.epoch = run->log.epoch;
	return !looking->found;
}

/* Where the author's next step about the village goes; the first follows what founding the county put there. */
static enum status
place_of(struct making *making, const struct step *step, struct written_log **out, struct err *err)
{
	struct looking looking = { 0 };
	struct log_key wanted;
	enum status status;

	log_of_step(step, &wanted);
	for (size_t i = making->log_count; i > 0; i--) { /* the last villages' are wanted */
		*out = &making->logs[i - 1];
		if (log_beside(&(*out)->log, &wanted))
			return STATUS_OK;
	}
	if (making->log_count == LOGS)
		return err_set(err, STATUS_BUG, "more logs than a county has");
	looking.log = *out = &making->logs[making->log_count++];
	looking.log->log = wanted;
	looking.log->log.epoch = 1;
	status = store_each_run(making->county.store, take_log, &looking, err);
	return status ? status : store_log_end(making->county.store, &looking.log->log, &looking.log->seq, &looking.log->tip, err);
}

/* Takes the step; its signature comes later. */
static enum status
write_take(struct making *making, const struct signer *signer, struct step *step, struct id *id, struct err *err)
{
	struct written *written;
	struct written_log *log = NULL;
	enum status status;

	step->device = signer->device;
	step->has_author = true;
	step->author = signer->credential;
	status = place_of(making, step, &log, err);
	MEM_GROW(making->written, making->count, making->cap);
	written = &making->written[making->count];
	*written = (struct written){ .signer = signer };
	if (!status) {
		step->epoch = log->log.epoch;
		step->seq = log->seq + 1;
		step->has_prev = log->seq > 0;
		step->prev = log->tip;
		step->has_pack = true;
		step->pack = *store_pack_id(making->county.store);
		step->at_unix = clock_now_unix();
		status = step_write(step, &written->body, err);
	}
	if (!status) {
		step_id(written->body.data, written->body.len, &written->id);
		log->seq = step->seq;
		log->tip = *id = written->id;
		making->count++;
	}
	step_release(step);
	return status;
}

static void
name_photos(struct making *making, const struct demo_building *building, struct step *step)
{
	static const char *const of_house[] = { "photo_front", "photo_side", "photo_plate", "photo_sign" };
	bool registration = strcmp(step->kind, "registration") == 0, classification = strcmp(step->kind, "classification") == 0;
	size_t count = registration ? (building->commercial ? 4 : 3) : classification && building->conclusion != '3' ? 1 : 0;

	for (size_t i = 0; i < count; i++) {
		struct step_photo *photo = step_add_photo(step);

		photo->field = mem_strdup(registration ? of_house[i] : "findings/1/finding_photo");
		photo->mime = mem_strdup("image/jpeg");
		photo->size = 180000 + random_stream_below(&making->county.stream, 90000);
		random_stream_bytes(&making->county.stream, photo->id.b, ID_BYTES);
		photo->has_taken = true;
		photo->taken_unix = clock_now_unix() - 3600;
	}
}

static enum status
put_form(struct making *making, struct demo_building *building, const char *name, struct value values_take, struct id *id, struct err *err)
{
	const struct demo_village *village = &making->county.villages[building->village];
	const struct pack *pack = store_pack(making->county.store);
	const struct form *form = pack_form(pack, name);
	struct step step = { .data = value_object() };
	struct buf box = { 0 };
	enum status status;

	strcpy(step.kind, name);
	step_set_area(&step, village->division->code);
	step.has_building = form != pack->root;
	step.building = step.has_building ? building->root : step.building;
	name_photos(making, building, &step);
	eval_complete(store_eval(making->county.store), form, &values_take, true, NULL, 0);
	demo_set_upon(pack, building, name, &values_take);
	status = private_split(pack, form, &values_take, &village->key, &step, &box, err);
	if (!status)
		status = write_take(making, &village->inspectors[strcmp(name, "photo_check") == 0], &step, id, err);
	else
		step_release(&step);
	buf_release(&box);
	value_release(&values_take);
	return status;
}

static enum status
fill_building(struct making *making, struct demo_building *building, struct err *err)
{
	struct demo_county *county = &making->county;
	enum status status;

	eval_clear(store_eval(county->store), "2022-09-01");
	status = put_form(making, building, "listing", demo_listing(county, building), &building->root, err);
	if (status || !building->conclusion)
		return status;
	status = put_form(making, building, "registration", demo_registration(county, building), &building->registration, err);
	if (!status)
		status = put_form(making, building, "photo_check", demo_photo_check(building), &building->photo_check, err);
	if (!status)
		status = put_form(making, building, "classification", demo_classification(county, building), &building->classification,
				  err);
	return status;
}

/* ---- sign-offs */

/* One step over up to `most` houses of the village, from house `first` on; *next is the first that is left. */
static enum status
sign_some(struct making *making, const struct demo_village *village, int level, size_t first, size_t most, size_t *next, struct err *err)
{
	struct demo_county *county = &making->county;
	const struct signer *signers[DEMO_LEVELS] = { &village->inspectors[1], &village->secretary, &village->liaison,
						      &county->townships[village->township].head };
	struct value items = value_list();
	enum status status;
	struct step step;
	struct id id;

	for (*next = first; *next < village->building_count && items.list.count < most; ++*next)
		if (county->buildings[village->buildings[*next]].conclusion)
			value_append_take(&items, demo_item(&county->buildings[village->buildings[*next]], level));
	if (items.list.count == 0) {
		value_release(&items);
		return STATUS_OK;
	}
	act_step_start(&step, STEP_SIGNOFF);
	step_set_area(&step, village->division->code);
	value_set_text(&step.data, "chain", store_pack(county->store)->chains[0].name);
	value_set_text(&step.data, "level", store_pack(county->store)->chains[0].levels[level].name);
	value_set_text(&step.data, "decision", "approve");
	value_set_take(&step.data, "summary", flow_signoff_summary(&items));
	value_set_take(&step.data, "items", items);
	status = write_take(making, signers[level], &step, &id, err);
	for (size_t i = first; i < *next; i++)
		county->buildings[village->buildings[i]].approvals[level] = id;
	return status;
}

static void
sign_one(void *ctx, size_t i, size_t who)
{
	struct written *written = &((struct making *)ctx)->written[i];
	struct err ignored = { 0 };

	(void)who;
	written->wrong = seal_sign(written->signer->keys, written->body.data, written->body.len, &written->sig, &ignored) != STATUS_OK;
}

static enum status
keep_written(struct making *making, struct err *err)
{
	enum status status = STATUS_OK;

	pool_start(making->pool, making->count, sign_one, making);
	pool_finish(making->pool);
	for (size_t i = 0; i < making->count; i++) {
		struct written *written = &making->written[i];

		if (!status && written->wrong)
			status = err_set(err, STATUS_BUG, "a signature failed");
		if (!status)
			status = hand_made_add(&making->made, &(struct signed_body){ written->body.data, written->body.len, &written->sig },
					       false, err);
		buf_release(&written->body);
	}
	making->steps += (int64_t)making->count;
	making->count = 0;
	return status;
}

static enum status
make_village(struct making *making, struct demo_village *village, struct err *err)
{
	struct demo_county *county = &making->county;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < village->building_count && !status; i++)
		status = fill_building(making, &county->buildings[village->buildings[i]], err);
	qsort_r(village->buildings, village->building_count, sizeof(*village->buildings), demo_root_cmp, county);
	for (int level = 0; level < DEMO_LEVELS && !status; level++)
		for (size_t i = 0; i < village->building_count && !status;)
			status = sign_some(making, village, level, i, level < 2 ? 1 : ITEMS_MAX, &i, err);
	return status ? status : keep_written(making, err);
}

/* ---- the county */

static bool
copy_step(const struct store_step *step, void *ctx)
{
	struct making *making = ctx;
	struct err err = { 0 };

	making->steps++;
	return !hand_made_add(&making->made, &(struct signed_body){ step->body, step->len, step->sig }, false, &err);
}

static enum status
found(struct demo_county *county, struct err *err)
{
	char *keys = file_join(county->home, "keys"), *forms = path_of(PATH_FORMS);
	enum status status = file_make_dirs(keys, 0700, err);

	if (!status)
		status = pack_load(forms, &county->pack, NULL, err);
	if (!status)
		status = demo_plan(county, err);
	if (!status)
		status = store_create(county->file, err);
	if (!status)
		status = store_open(county->file, STORE_WRITE, &county->store, err);
	if (!status)
		status = demo_found(county, err);
	free(keys);
	free(forms);
	return status;
}

enum status
bench_county(const char *dir, const char *file, int64_t buildings, int64_t *steps, struct err *err)
{
	struct demo_ask ask = { .dir = dir, .seed = "bench", .buildings = buildings, .single = true };
	struct making *making = mem_alloc(sizeof(*making));
	struct demo_county *county = &making->county;
	enum status status = seal_init(err);

	*county = (struct demo_county){ .ask = &ask, .home = file_join(dir, "home"), .file = file_join(dir, "founding.louce") };
	random_stream_init(&county->stream, ask.seed, strlen(ask.seed));
	making->pool = pool_new();
	if (!status)
		status = found(county, err);
	if (!status)
		status = hand_made_begin(&making->made, file, err);
	if (!status)
		status = store_each_step(county->store, copy_step, making, err);
	for (size_t v = 0; v < county->village_count && !status; v++)
		status = make_village(making, &county->villages[v], err);
	if (!status)
		status = hand_made_finish(&making->made, county->officers[0].keys, &county->officers[0].credential,
					  &county->officers[0].device, err);
	*steps = making->steps;
	pool_free(making->pool);
	free(making->written);
	demo_release(county);
	free(making);
	return status;
}
