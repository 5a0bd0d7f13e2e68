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

#include "base/mem.h"
#include "step/log.h"
#include "trust/forks.h"
#include "trust/holders.h"
#include "trust/trust.h"
#include "trust/verdict.h"

/* A little county made of steps without signatures: trust judges what was verified already. */

#define WORLD_MAX 64
#define WORLD_VILLAGE "451224100201"

struct world {
	struct id ids[WORLD_MAX];
	struct step steps[WORLD_MAX];
	size_t count;
	uint8_t next;
};

static inline struct id
world_id(uint8_t number)
{
	struct id id = { { 0 } };

	id.b[0] = (uint8_t)(number * 37); /* so that order of making is not order of ids */
	id.b[1] = number;
	return id;
}

static inline struct device_id
world_device(uint8_t number)
{
	struct device_id device = { { number } };

	return device;
}

/* A new step of a kind by an author (NULL: none), on a device at a place. Its id is returned. */
static inline struct step *
world_step(struct world *world, enum step_kind kind, const struct id *author, uint8_t device, int64_t seq, struct id *id)
{
	struct step *step = &world->steps[world->count];

	*step = (struct step){ .data = value_object(), .device = world_device(device), .epoch = 1, .seq = seq };
	strcpy(step->kind, kind == STEP_FORM ? "registration" : step_kind_name(kind));
	step_set_area(step, step_kind_is_trust(kind) ? "" : WORLD_VILLAGE);
	step->has_author = author != NULL;
	if (author)
		step->author = *author;
	*id = world->ids[world->count++] = world_id(++world->next);
	return step;
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

static inline struct id
world_person(struct world *world, const struct id *issuer, uint8_t device, int64_t seq, const char *role, const char *area,
	     const char *issues)
{
	char hex[SEAL_HEX_MAX + 1];
	char person[33];
	struct id id;
	struct step *step = world_step(world, STEP_CREDENTIAL, issuer, device, seq, &id);
	struct random_stream stream;
	struct keys *keys;
	struct err err = { 0 };

	assert_int_equal(seal_init(&err), STATUS_OK);
	random_stream_init(&stream, "world", 5);
	keys = keys_from_stream(&stream);
	snprintf(person, sizeof(person), "%032x", id.b[1]);
	value_set_text(&step->data, "person", person);
	value_set_text(&step->data, "name", "name");
	value_set_text(&step->data, "role", role);
	value_set_take(&step->data, "areas", world_texts(area, NULL));
	value_set_take(&step->data, "issues", world_texts(issues, issues ? "secretary" : NULL));
	value_set_text(&step->data, "sign_key", sign_key_hex(keys_sign_public(keys), hex));
	value_set_text(&step->data, "box_key", box_key_hex(keys_box_public(keys), hex));
	keys_free(keys);
	return id;
}

static inline struct id
world_genesis(struct world *world, const struct id *officers, size_t count, int64_t threshold, const struct id *parent)
{
	struct value list = value_list();
	char hex[ID_HEX_LEN + 1];
	struct device_id receiver = world_device(1);
	struct id id;
	struct step *step = world_step(world, STEP_GENESIS, &officers[0], 1, 1, &id);

	for (size_t i = 0; i < count; i++)
		value_append_take(&list, value_text(id_hex(&officers[i], hex)));
	value_set_text(&step->data, "county", "451224");
	value_set_text(&step->data, "name", "county");
	value_set_take(&step->data, "officers", list);
	value_set_integer(&step->data, "threshold", threshold);
	value_set_text(&step->data, "receiver", device_hex(&receiver, hex));
	if (parent)
		step_add_parent(step, parent);
	return id;
}

static inline struct id
world_about(struct world *world, enum step_kind kind, const struct id *author, const struct id *of, int64_t seq)
{
	struct id id;
	struct step *step = world_step(world, kind, author, 1, seq, &id);

	step_data_set_id(&step->data, kind == STEP_DECISION ? "about" : "of", of);
	if (kind == STEP_DECISION)
		value_set_text(&step->data, "verdict", "keep");
	return id;
}

/* A log of the world: of this author on a device, about no division or about the village. */
static inline struct log_key
world_log(const struct id *author, uint8_t device, const char *area)
{
	struct log_key log = { .author = *author, .device = world_device(device), .epoch = 1 };

	strcpy(log.area, area);
	return log;
}

/* A receipt about everybody's logs on one device, up to a place. */
static inline struct id
world_receipt(struct world *world, const struct id *author, int64_t no, uint8_t device, int64_t seq, const struct id *tip)
{
	static const char *const areas[] = { "", WORLD_VILLAGE };
	struct value logs = value_list();
	size_t people = world->count;
	struct id id;
	struct step *step = world_step(world, STEP_RECEIPT, author, 1, 50 + no, &id);

	for (size_t i = 0; i < people; i++)
		for (size_t a = 0; a < ARRAY_LEN(areas) && step_kind_of(world->steps[i].kind) == STEP_CREDENTIAL; a++) {
			struct log_key log = world_log(&world->ids[i], device, areas[a]);
			struct value line = value_object();

			log_write(&log, &line);
			value_set_integer(&line, "seq", seq);
			step_data_set_id(&line, "tip", tip);
			value_append_take(&logs, line);
		}
	value_set_integer(&step->data, "no", no);
	value_set_take(&step->data, "logs", logs);
	return id;
}

static inline struct id
world_pack(struct world *world, const struct id *author, int64_t version)
{
	struct id id;
	struct step *step = world_step(world, STEP_PACK, author, 1, 10 + version, &id);

	value_set_text(&step->data, "name", "pack");
	value_set_integer(&step->data, "version", version);
	return id;
}

static inline void
world_release(struct world *world)
{
	for (size_t i = 0; i < world->count; i++)
		step_release(&world->steps[i]);
}

/* Adds all steps in this order and settles. */
static inline struct trust *
world_trust(const struct world *world, const struct id *pin, const size_t *order)
{
	static const char *const deciders[] = { "officer" };
	struct trust *trust = trust_new(pin);

	for (size_t i = 0; i < world->count; i++) {
		size_t at = order ? order[i] : i;

		if (step_kind_of(world->steps[at].kind) == STEP_FORM)
			trust_add_branch(trust, &world->ids[at], &world->steps[at]);
		else
			trust_add(trust, &world->ids[at], &world->steps[at]);
	}
	trust_set_acts(trust, deciders, 1);
	trust_settle(trust);
	return trust;
}

/* ---- two officers who must agree, an issuer, an inspector */

struct county {
	struct world world;
	struct id officers[3], genesis, pack, issuer, inspector;
};

static inline void
found(struct county *county)
{
	struct world *world = &county->world;

	memset(county, 0, sizeof(*county));
	for (int i = 0; i < 3; i++)
		county->officers[i] = world_person(world, NULL, 1, 1, "officer", "451224", "inspector");
	county->genesis = world_genesis(world, county->officers, 3, 2, NULL);
	county->pack = world_pack(world, &county->officers[0], 1);
	world_about(world, STEP_ENDORSEMENT, &county->officers[1], &county->pack, 4);
	county->issuer = world_person(world, &county->officers[0], 1, 5, "officer", "451224", "inspector");
	world_about(world, STEP_ENDORSEMENT, &county->officers[2], &county->issuer, 6);
	county->inspector = world_person(world, &county->issuer, 2, 1, "inspector", "451224100201", NULL);
}

static inline enum trust_reason
reason_of(const struct trust *trust, const struct id *credential)
{
	return trust_credential(trust, credential)->reason;
}

static inline enum trust_reason
judge(const struct trust *trust, const struct county *county, const struct id *author, uint8_t device, int64_t seq, const char *division)
{
	struct step step = { .kind = "registration", .device = world_device(device), .epoch = 1, .seq = seq, .has_author = true };
	struct id id = world_id(250);

	step_set_area(&step, division ? division : WORLD_VILLAGE);
	step.author = *author;
	step.has_pack = true;
	step.pack = county->pack;
	return trust_judge(trust, &id, &step, division);
}

static inline void
revoke(struct county *county, const struct id *author, const struct id *of, int64_t receipt, int64_t seq, struct id *revocation)
{
	struct step *step = world_step(&county->world, STEP_REVOCATION, author, 1, seq, revocation);

	step_data_set_id(&step->data, "of", of);
	value_set_text(&step->data, "reason", "stolen");
	value_set_integer(&step->data, "receipt", receipt);
}

/* Two steps at one place, each with one behind it. */
static inline void
fork_feed(struct county *county, struct id ids[4])
{
	for (int i = 0; i < 4; i++) {
		struct step *step = world_step(&county->world, STEP_FORM, &county->inspector, 2, i < 2 ? 7 : 8, &ids[i]);

		step->has_pack = true;
		step->pack = county->pack;
		step->has_prev = true;
		step->prev = i < 2 ? world_id(240) : ids[i - 2];
	}
}

static inline enum trust_reason
verdict(const struct trust *trust, const struct county *county, const struct id *id)
{
	for (size_t i = 0; i < county->world.count; i++)
		if (id_equal(&county->world.ids[i], id))
			return trust_judge(trust, id, &county->world.steps[i], NULL);
	return TRUST_REASON_COUNT;
}

#endif
