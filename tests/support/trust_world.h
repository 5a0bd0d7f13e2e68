#ifndef TESTS_SUPPORT_TRUST_WORLD_H
#define TESTS_SUPPORT_TRUST_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/map.h"
#include "base/mem.h"
#include "seal/seal.h"
#include "trust/forks.h"
#include "trust/genesis.h"
#include "trust/holders.h"
#include "trust/packs.h"
#include "trust/state.h"
#include "trust/trust.h"
#include "trust/verdict.h"

/* A little county made of steps without signatures: trust judges what was verified already. Each step goes to the end of its author's log for
 * its area, unless a test puts it elsewhere. */

struct world {
	struct id *ids;
	struct step *steps;
	size_t count, cap, id_cap;
	struct idmap ends; /* log -> its last step */
	struct idmap index;
	struct pack_told {
		struct id pack;
		const char *type; /* of its one field */
	} packs[16];
	size_t pack_count;
};

/* Names of steps in no order that could help. */
static inline struct id
world_id(size_t number)
{
	struct id id;

	hash_bytes(&number, sizeof(number), &id);
	return id;
}

static inline struct device_id
world_device(uint8_t number)
{
	struct device_id device = { { number } };

	return device;
}

static inline struct step *
world_at(struct world *world, const struct id *id)
{
	size_t at = idmap_get(&world->index, id);

	assert_int_not_equal(at, IDMAP_NONE);
	return &world->steps[at];
}

/* Puts a step at (epoch, seq) behind `prev` (NULL: it has none that is here). */
static inline void
world_place(struct world *world, const struct id *id, int64_t seq, const struct id *prev)
{
	struct step *step = world_at(world, id);

	step->seq = seq;
	step->has_prev = seq > 1;
	step->prev = prev ? *prev : world_id(900000 + (size_t)seq);
}

/* A new step of a kind by an author (NULL: self-signed) on a device, at the end of his log. Valid until the next. */
static inline struct step *
world_step_on(struct world *world, enum step_kind kind, const struct id *author, uint8_t device, const char *area, struct id *id)
{
	struct step *step;
	struct log_key log;
	struct id name;

	MEM_GROW(world->ids, world->count, world->id_cap);
	MEM_GROW(world->steps, world->count, world->cap);
	step = &world->steps[world->count];
	*step = (struct step){ .data = value_object(), .device = world_device(device), .epoch = 1, .seq = 1 };
	strcpy(step->kind, kind == STEP_FORM ? "registration" : step_kind_name(kind));
	strcpy(step->area, area);
	step->has_author = author != NULL;
	if (author)
		step->author = *author;
	*id = world->ids[world->count] = world_id(world->count + 1);
	idmap_put(&world->index, id, world->count);
	if (log_of_step(step, &log)) {
		size_t end;

		log_name(&log, &name);
		end = idmap_get(&world->ends, &name);
		if (end != IDMAP_NONE) {
			step->has_prev = true;
			step->prev = world->ids[end];
			step->seq = world->steps[end].seq + 1;
		}
		idmap_put(&world->ends, &name, world->count);
	}
	world->count++;
	return step;
}

/* The device of a credential, as its number here. */
static inline uint8_t
world_device_of(struct world *world, const struct id *credential)
{
	const char *hex = value_get_text(&world_at(world, credential)->data, "device");
	struct device_id device = { { 99 } };

	assert_true(!hex || device_from_hex(hex, &device));
	return device.b[0];
}

static inline struct step *
world_step(struct world *world, enum step_kind kind, const struct id *author, const char *area, struct id *id)
{
	return world_step_on(world, kind, author, author ? world_device_of(world, author) : 0, area, id);
}

static inline struct value
world_texts(const char *first, const char *second)
{
	struct value list = value_list();

	if (first)
		value_append_take(&list, value_text(first));
	if (second)
		value_append_take(&list, value_text(second));
	return list;
}

static inline struct value
world_ids(const struct id *ids, size_t count)
{
	struct value list = value_list();
	char hex[ID_HEX_LEN + 1];

	for (size_t i = 0; i < count; i++)
		value_append_take(&list, value_text(id_hex(&ids[i], hex)));
	return list;
}

/* `key`: which of the world's keys; persons and keys of the same number are equal. Device 0: portable. */
static inline struct id
world_credential(struct world *world, const struct id *issuer, uint8_t device, const char *role, const char *area, const char *issues,
		 int person, int key)
{
	struct id id;
	struct step *step = world_step(world, STEP_CREDENTIAL, issuer, "", &id);
	struct sign_key sign_key = { 0 };
	struct device_id of = world_device(device);
	char hex[SEAL_HEX_MAX + 1], text[33];

	snprintf(text, sizeof(text), "%032x", (unsigned)person);
	value_set_text(&step->data, "person", text);
	value_set_text(&step->data, "name", "name");
	value_set_text(&step->data, "role", role);
	value_set_take(&step->data, "areas", world_texts(area, NULL));
	value_set_take(&step->data, "issues", world_texts(issues, issues ? "secretary" : NULL));
	if (device)
		value_set_text(&step->data, "device", device_hex(&of, hex));
	snprintf(hex, sizeof(hex), "%064x", (unsigned)key);
	assert_true(sign_key_from_hex(hex, &sign_key));
	value_set_text(&step->data, "sign_key", hex);
	value_set_text(&step->data, "box_key", hex);
	return id;
}

/* Somebody else than all others. */
static inline struct id
world_person(struct world *world, const struct id *issuer, uint8_t device, const char *role, const char *area, const char *issues)
{
	int number = 1000 + (int)world->count;

	return world_credential(world, issuer, device, role, area, issues, number, number);
}

static inline struct id
world_genesis(struct world *world, const struct id *author, const struct id *officers, size_t count, int64_t threshold, uint8_t receiver,
	      const struct id *parent)
{
	struct device_id device = world_device(receiver);
	char hex[DEVICE_HEX_LEN + 1];
	struct id id;
	struct step *step = world_step(world, STEP_GENESIS, author, "", &id);

	value_set_text(&step->data, "county", "451224");
	value_set_text(&step->data, "name", "county");
	value_set_take(&step->data, "officers", world_ids(officers, count));
	value_set_integer(&step->data, "threshold", threshold);
	value_set_text(&step->data, "receiver", device_hex(&device, hex));
	if (parent) {
		step_add_parent(step, parent);
		value_set_take(&step->data, "upto", value_list());
	}
	return id;
}

static inline void
world_upto(struct world *world, const struct id *step, const struct id *ids, size_t count)
{
	value_set_take(&world_at(world, step)->data, "upto", world_ids(ids, count));
}

static inline struct id
world_about(struct world *world, enum step_kind kind, const struct id *author, const struct id *of)
{
	struct id id;
	struct step *step = world_step(world, kind, author, "", &id);

	step_data_set_id(&step->data, "of", of);
	return id;
}

static inline struct id
world_endorse(struct world *world, const struct id *author, const struct id *of)
{
	return world_about(world, STEP_ENDORSEMENT, author, of);
}

static inline struct id
world_revoke(struct world *world, const struct id *author, const struct id *of, const char *reason, const struct id *upto, size_t count)
{
	struct id id = world_about(world, STEP_REVOCATION, author, of);

	value_set_text(&world_at(world, &id)->data, "reason", reason);
	world_upto(world, &id, upto, count);
	return id;
}

/* A receipt on this device, behind `prior` (NULL: none), for the ends of logs that these steps are. */
static inline struct id
world_receipt(struct world *world, const struct id *author, uint8_t device, const struct id *prior, const struct id *tips, size_t count)
{
	struct id id;
	struct step *step = world_step_on(world, STEP_RECEIPT, author, device, "", &id);
	struct value logs = value_list();

	value_set_take(&step->data, "prior", world_ids(prior, prior ? 1 : 0));
	for (size_t i = 0; i < count; i++) {
		const struct step *tip = world_at(world, &tips[i]);
		struct value line = value_object();
		struct log_key log;

		assert_true(log_of_step(tip, &log));
		log_write(&log, &line);
		value_set_integer(&line, "seq", tip->seq);
		step_data_set_id(&line, "tip", &tips[i]);
		value_append_take(&logs, line);
	}
	value_set_take(&step->data, "logs", logs);
	return id;
}

/* `type`: of its one field, which no later pack may change; NULL: the pack cannot be read. */
static inline struct id
world_pack(struct world *world, const struct id *author, int64_t version, const char *type)
{
	struct id id;
	struct step *step = world_step(world, STEP_PACK, author, "", &id);

	value_set_text(&step->data, "name", "pack");
	value_set_integer(&step->data, "version", version);
	assert_true(world->pack_count < ARRAY_LEN(world->packs));
	world->packs[world->pack_count++] = (struct pack_told){ id, type };
	return id;
}

static inline void
world_release(struct world *world)
{
	for (size_t i = 0; i < world->count; i++)
		step_release(&world->steps[i]);
	free(world->steps);
	free(world->ids);
	idmap_release(&world->ends);
	idmap_release(&world->index);
	*world = (struct world){ 0 };
}

/* Adds all steps, first to last or last to first, and all places; tells of the packs, in which clerks and county officers decide. */
static inline void
world_add(const struct world *world, struct trust *trust, bool backwards)
{
	for (size_t i = 0; i < world->count; i++) {
		size_t at = backwards ? world->count - 1 - i : i;

		trust_add(trust, &world->ids[at], &world->steps[at]);
		trust_add_link(trust, &world->ids[at], &world->steps[at]);
	}
	for (size_t i = 0; i < world->pack_count; i++) {
		struct trust_facts facts = { 0 };

		facts.readable = world->packs[i].type;
		if (facts.readable)
			trust_facts_add(&facts, "field", world->packs[i].type);
		trust_facts_add_decider(&facts, "clerk");
		trust_facts_add_decider(&facts, "officer");
		trust_tell_pack_take(trust, &world->packs[i].pack, facts);
	}
}

static inline struct trust *
world_trust(const struct world *world, const struct id *pin)
{
	struct trust *trust = trust_new();

	trust_pin(trust, pin, false);
	world_add(world, trust, false);
	trust_settle(trust);
	return trust;
}

/* The place in time of a step; 0: after all. */
static inline int64_t
place_of(const struct trust *trust, const struct id *step)
{
	int64_t place = trust_place(trust, trust_node_of(trust, step));

	return place == TRUST_AFTER_ALL ? 0 : place;
}

/* ---- three officers of whom two must agree, an issuer, an inspector on device 2, a clerk on device 3; device 1 receives */

#define VILLAGE "451224100201"
#define TOWNSHIP "451224100"

struct county {
	struct world world;
	struct id officers[3], genesis, pack, issuer, inspector, clerk;
};

static inline void
found(struct county *county)
{
	struct world *world = &county->world;
	struct err err = { 0 };

	assert_int_equal(seal_init(&err), STATUS_OK);
	memset(county, 0, sizeof(*county));
	for (uint8_t i = 0; i < 3; i++)
		county->officers[i] = world_person(world, NULL, i == 0 ? 1 : (uint8_t)(10 + i), "officer", "451224", "inspector");
	county->genesis = world_genesis(world, &county->officers[0], county->officers, 3, 2, 1, NULL);
	county->pack = world_pack(world, &county->officers[0], 1, "integer");
	world_endorse(world, &county->officers[1], &county->pack);
	county->issuer = world_person(world, &county->officers[0], 4, "issuer", TOWNSHIP, "inspector");
	world_endorse(world, &county->officers[2], &county->issuer);
	county->inspector = world_person(world, &county->issuer, 2, "inspector", VILLAGE, NULL);
	county->clerk = world_person(world, &county->officers[0], 3, "clerk", TOWNSHIP, NULL);
}

/* Settles, asks, forgets. */
static inline struct trust *
county_trust(const struct county *county)
{
	return world_trust(&county->world, &county->genesis);
}

static inline struct id
fill(struct county *county, const struct id *author)
{
	struct id id;
	struct step *step = world_step(&county->world, STEP_FORM, author, VILLAGE, &id);

	step->has_pack = true;
	step->pack = county->pack;
	return id;
}

static inline enum trust_reason
reason_of(const struct trust *trust, const struct id *credential)
{
	return trust_credential(trust, credential)->reason;
}

static inline enum trust_reason
verdict(const struct trust *trust, struct county *county, const struct id *id)
{
	return trust_judge(trust, id, world_at(&county->world, id), NULL);
}

/* Two steps at one place of the inspector's log, each with one behind it: ids 0 and 2 on one branch, 1 and 3 on the other. */
static inline void
fork_log(struct county *county, struct id ids[4])
{
	struct id before = fill(county, &county->inspector);

	for (int i = 0; i < 4; i++) {
		ids[i] = fill(county, &county->inspector);
		world_place(&county->world, &ids[i], i < 2 ? 2 : 3, i < 2 ? &before : &ids[i - 2]);
	}
}

static inline struct id
world_decide(struct county *county, const struct id *author, const char *area, const struct id *about, const struct id *with,
	     const char *what)
{
	struct id id;
	struct step *step = world_step(&county->world, STEP_DECISION, author, area, &id);

	step->has_pack = true;
	step->pack = county->pack;
	step_data_set_id(&step->data, "about", about);
	if (with)
		step_data_set_id(&step->data, "with", with);
	value_set_text(&step->data, "verdict", what);
	return id;
}

#endif
