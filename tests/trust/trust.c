#include "world.h"

#include "trust/covers.h"
#include "trust/endorsements.h"
#include "trust/forks.h"
#include "trust/genesis.h"
#include "trust/holders.h"
#include "trust/officers.h"
#include "trust/packs.h"
#include "trust/receipts.h"
#include "trust/same.h"
#include "trust/standing.h"
#include "trust/trust.h"
#include "trust/verdict.h"
#include "trust/waiting.h"

/* Two officers who must agree, an issuer, an inspector: what counts, and why something does not. */

struct county {
	struct world world;
	struct id officers[3], genesis, pack, issuer, inspector;
};

static void
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

static enum trust_reason
reason_of(const struct trust *trust, const struct id *credential)
{
	return trust_credential(trust, credential)->reason;
}

static enum trust_reason
judge(const struct trust *trust, const struct county *county, const struct id *author, uint8_t device, int64_t seq, const char *division)
{
	struct step step = { .kind = "registration", .device = world_device(device), .epoch = 1, .seq = seq, .has_author = true };
	struct id id = world_id(250);

	step.author = *author;
	step.has_pack = true;
	step.pack = county->pack;
	return trust_judge(trust, &id, &step, division);
}

static void
trust__counts__what_officers_agreed_on(void **state)
{
	struct county county;
	struct trust *trust;

	(void)state;
	found(&county);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_true(id_equal(trust_genesis(trust), &county.genesis));
	assert_true(id_equal(trust_pack(trust), &county.pack));
	assert_int_equal(reason_of(trust, &county.officers[0]), TRUST_COUNTS);
	assert_int_equal(reason_of(trust, &county.issuer), TRUST_COUNTS);
	assert_int_equal(reason_of(trust, &county.inspector), TRUST_COUNTS);
	assert_int_equal(judge(trust, &county, &county.inspector, 2, 2, "451224100201"), TRUST_COUNTS);
	assert_int_equal(judge(trust, &county, &county.inspector, 2, 2, "451224100202"), TRUST_WRONG_AREA);
	trust_free(trust);
	world_release(&county.world);
}

static void
trust__refuses__without_the_pinned_genesis(void **state)
{
	struct county county;
	struct id other = world_id(99);
	struct trust *trust;

	(void)state;
	found(&county);
	trust = world_trust(&county.world, &other, NULL);
	assert_null(trust_genesis(trust));
	assert_int_equal(judge(trust, &county, &county.inspector, 2, 2, NULL), TRUST_NO_GENESIS);
	trust_free(trust);
	world_release(&county.world);
}

static void
trust__refuses__each_stretched_credential(void **state)
{
	struct county county;
	struct id role, area, lone, request, deep;
	struct trust *trust;

	(void)state;
	found(&county);
	role = world_person(&county.world, &county.issuer, 2, 2, "king", "451224100201", NULL);
	area = world_person(&county.world, &county.issuer, 2, 3, "inspector", "451225", NULL);
	lone = world_person(&county.world, &county.officers[0], 1, 7, "officer", "451224", "inspector");
	request = world_person(&county.world, NULL, 3, 1, "inspector", "451224100201", NULL);
	deep = world_person(&county.world, &county.inspector, 2, 4, "inspector", "451224100201", NULL);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_int_equal(reason_of(trust, &role), TRUST_STRETCHED);
	assert_int_equal(reason_of(trust, &area), TRUST_STRETCHED);
	assert_int_equal(reason_of(trust, &lone), TRUST_NOT_ENDORSED);
	assert_int_equal(reason_of(trust, &request), TRUST_AUTHOR_NO_RIGHT);
	assert_int_equal(reason_of(trust, &deep), TRUST_STRETCHED);
	trust_free(trust);
	world_release(&county.world);
}

static void
trust__puts_in_force__the_highest_endorsed_pack(void **state)
{
	struct county county;
	struct id newer, lone;
	struct trust *trust;

	(void)state;
	found(&county);
	newer = world_pack(&county.world, &county.officers[1], 2);
	world_about(&county.world, STEP_ENDORSEMENT, &county.officers[2], &newer, 8);
	lone = world_pack(&county.world, &county.officers[1], 3);
	world_about(&county.world, STEP_ENDORSEMENT, &county.officers[1], &lone, 9); /* the same person twice is one */
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_true(id_equal(trust_pack(trust), &newer));
	assert_int_equal(trust_step(trust, &county.pack), TRUST_SUPERSEDED);
	assert_int_equal(trust_step(trust, &lone), TRUST_NOT_ENDORSED);
	assert_int_equal(judge(trust, &county, &county.inspector, 2, 2, NULL), TRUST_COUNTS); /* filled under the older one */
	trust_free(trust);
	world_release(&county.world);
}

static void
trust__follows__a_later_genesis_both_sides_endorsed(void **state)
{
	struct county county;
	struct id officers[2], later, lone;
	struct trust *trust;

	(void)state;
	found(&county);
	officers[0] = county.officers[1];
	officers[1] = world_person(&county.world, NULL, 1, 1, "officer", "451224", "inspector");
	later = world_genesis(&county.world, officers, 2, 2, &county.genesis);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_true(id_equal(trust_genesis(trust), &county.genesis)); /* nobody endorsed it yet */
	trust_free(trust);
	world_about(&county.world, STEP_ENDORSEMENT, &officers[1], &later, 20);
	world_about(&county.world, STEP_ENDORSEMENT, &county.officers[2], &later, 21);
	lone = world_genesis(&county.world, &officers[1], 1, 1, &later);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_true(id_equal(trust_genesis(trust), &later));
	assert_int_equal(trust_step(trust, &county.genesis), TRUST_SUPERSEDED);
	assert_int_equal(trust_step(trust, &lone), TRUST_NOT_ENDORSED);
	trust_free(trust);
	world_release(&county.world);
}

static void
trust__cuts_off__what_no_receipt_covers_after_a_revocation(void **state)
{
	struct county county;
	struct step *step;
	struct trust *trust;
	struct id tip = world_id(200), revocation;

	(void)state;
	found(&county);
	world_receipt(&county.world, &county.officers[0], 1, 2, 5, &tip);
	world_receipt(&county.world, &county.officers[0], 2, 2, 9, &tip);
	step = world_step(&county.world, STEP_REVOCATION, &county.officers[0], 1, 30, &revocation);
	step_data_set_id(&step->data, "of", &county.inspector);
	value_set_text(&step->data, "reason", "stolen");
	value_set_integer(&step->data, "receipt", 1);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_int_equal(trust_covered(trust, &step->device, 1, 0), 0);
	assert_int_equal(judge(trust, &county, &county.inspector, 2, 5, NULL), TRUST_COUNTS);
	assert_int_equal(judge(trust, &county, &county.inspector, 2, 6, NULL), TRUST_REVOKED);
	assert_true(trust_credential(trust, &county.inspector)->revoked);
	assert_false(trust_credential(trust, &county.issuer)->revoked);
	trust_free(trust);
	world_release(&county.world);
}

static void
trust__ignores__a_revocation_without_right(void **state)
{
	struct county county;
	struct step *step;
	struct trust *trust;
	struct id revocation;

	(void)state;
	found(&county);
	step = world_step(&county.world, STEP_REVOCATION, &county.inspector, 2, 3, &revocation);
	step_data_set_id(&step->data, "of", &county.issuer);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_int_equal(judge(trust, &county, &county.inspector, 2, 5, NULL), TRUST_COUNTS);
	assert_false(trust_credential(trust, &county.issuer)->revoked);
	trust_free(trust);
	world_release(&county.world);
}

static void
revoke(struct county *county, const struct id *author, const struct id *of, int64_t receipt, int64_t seq, struct id *revocation)
{
	struct step *step = world_step(&county->world, STEP_REVOCATION, author, 1, seq, revocation);

	step_data_set_id(&step->data, "of", of);
	value_set_text(&step->data, "reason", "stolen");
	value_set_integer(&step->data, "receipt", receipt);
}

/* Whoever stole an officer's key could otherwise publish a form pack with it. */
static void
trust__takes_no_pack__on_a_revoked_officers_word(void **state)
{
	struct county county;
	struct id revocation, newer, tip = world_id(200);
	struct trust *trust;

	(void)state;
	found(&county);
	world_receipt(&county.world, &county.officers[0], 1, 1, 30, &tip); /* covers the first pack and all that came with it */
	revoke(&county, &county.officers[0], &county.officers[2], 1, 31, &revocation);
	world_about(&county.world, STEP_ENDORSEMENT, &county.officers[1], &revocation, 32);
	newer = world_pack(&county.world, &county.officers[1], 40); /* at a place that no receipt covers */
	world_about(&county.world, STEP_ENDORSEMENT, &county.officers[2], &newer, 51);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_true(trust_credential(trust, &county.officers[2])->revoked);
	assert_int_equal(trust_step(trust, &newer), TRUST_NOT_ENDORSED);
	assert_true(id_equal(trust_pack(trust), &county.pack));
	trust_free(trust);
	world_about(&county.world, STEP_ENDORSEMENT, &county.officers[0], &newer, 52);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_true(id_equal(trust_pack(trust), &newer));
	trust_free(trust);
	world_release(&county.world);
}

/* Nor name an issuer with it; who was agreed on before the theft stays. */
static void
trust__takes_no_issuer__on_a_revoked_officers_word(void **state)
{
	struct county county;
	struct id revocation, issuer, secretary, tip = world_id(200);
	struct trust *trust;

	(void)state;
	found(&county);
	world_receipt(&county.world, &county.officers[0], 1, 1, 30, &tip);
	revoke(&county, &county.officers[0], &county.officers[2], 1, 31, &revocation);
	world_about(&county.world, STEP_ENDORSEMENT, &county.officers[1], &revocation, 32);
	issuer = world_person(&county.world, &county.officers[1], 1, 40, "officer", "451224", "inspector");
	world_about(&county.world, STEP_ENDORSEMENT, &county.officers[2], &issuer, 60);
	secretary = world_person(&county.world, &issuer, 1, 61, "secretary", "451224100201", NULL);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_int_equal(reason_of(trust, &issuer), TRUST_NOT_ENDORSED);
	assert_int_equal(reason_of(trust, &secretary), TRUST_AUTHOR_NO_RIGHT);
	assert_int_equal(reason_of(trust, &county.issuer), TRUST_COUNTS); /* the revoked one agreed at a place that the receipt covers */
	assert_int_equal(reason_of(trust, &county.inspector), TRUST_COUNTS);
	trust_free(trust);
	world_about(&county.world, STEP_ENDORSEMENT, &county.officers[0], &issuer, 62);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_int_equal(reason_of(trust, &issuer), TRUST_COUNTS);
	assert_int_equal(reason_of(trust, &secretary), TRUST_COUNTS);
	trust_free(trust);
	world_release(&county.world);
}

struct seen {
	size_t count;
	struct trust_waiting last;
};

static void
see(const struct trust_waiting *waiting, void *ctx)
{
	struct seen *seen = ctx;

	seen->count++;
	seen->last = *waiting;
}

static void
waiting__lists__what_lacks_endorsements(void **state)
{
	struct county county;
	struct id officers[2], later, older, revocation, tip = world_id(200);
	struct seen seen = { 0 };
	struct trust *trust;

	(void)state;
	found(&county);
	trust = world_trust(&county.world, &county.genesis, NULL);
	trust_each_waiting(trust, see, &seen);
	assert_int_equal(seen.count, 0);
	trust_free(trust);

	world_receipt(&county.world, &county.officers[0], 1, 1, 30, &tip); /* what the revoked one agreed to before stays agreed */
	revoke(&county, &county.officers[0], &county.officers[2], 1, 31, &revocation);
	older = world_pack(&county.world, &county.officers[1], 1); /* no newer than the one in force: nothing would follow */
	trust = world_trust(&county.world, &county.genesis, NULL);
	trust_each_waiting(trust, see, &seen);
	assert_int_equal(seen.count, 1);
	assert_true(id_equal(&seen.last.id, &revocation));
	assert_int_equal(seen.last.have, 1);
	assert_int_equal(seen.last.need, 2);
	assert_int_equal(seen.last.need_new, 0);
	assert_true(trust_has_endorsed(trust, &revocation, &county.officers[0]));
	assert_false(trust_has_endorsed(trust, &revocation, &county.officers[1]));
	assert_int_equal(trust_step(trust, &older), TRUST_NOT_ENDORSED);
	trust_free(trust);

	/* With the revocation agreed on, a later genesis waits for the old and for the new officers. */
	world_about(&county.world, STEP_ENDORSEMENT, &county.officers[1], &revocation, 33);
	officers[0] = county.officers[1];
	officers[1] = world_person(&county.world, NULL, 1, 1, "officer", "451224", "inspector");
	later = world_genesis(&county.world, officers, 2, 2, &county.genesis);
	trust = world_trust(&county.world, &county.genesis, NULL);
	seen.count = 0;
	trust_each_waiting(trust, see, &seen);
	assert_int_equal(seen.count, 1);
	assert_true(id_equal(&seen.last.id, &later));
	assert_int_equal(seen.last.have, 1);
	assert_int_equal(seen.last.have_new, 1);
	assert_int_equal(seen.last.need_new, 2);
	assert_true(trust_will_be_officer(trust, &officers[1]));
	assert_false(trust_will_be_officer(trust, &county.inspector));
	trust_free(trust);
	world_release(&county.world);
}

static void
receipts__say__how_far_a_feed_has_come(void **state)
{
	struct county county;
	struct device_id device = world_device(2), other = world_device(9);
	struct id tip = world_id(200), newest = world_id(201), found_tip;
	struct trust *trust;
	int64_t epoch;

	(void)state;
	found(&county);
	world_receipt(&county.world, &county.officers[0], 1, 2, 9, &newest);
	world_receipt(&county.world, &county.officers[0], 2, 2, 5, &tip);
	world_receipt(&county.world, &county.inspector, 3, 2, 70, &tip); /* of a person who stands: any receipt is a witness */
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_int_equal(trust_received(trust, &device, &epoch, &found_tip), 70);
	assert_int_equal(epoch, 1);
	assert_int_equal(trust_received(trust, &other, &epoch, &found_tip), 0);
	trust_free(trust);
	world_release(&county.world);
}

/* Two steps at one place, each with one behind it. */
static void
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

static enum trust_reason
verdict(const struct trust *trust, const struct county *county, const struct id *id)
{
	for (size_t i = 0; i < county->world.count; i++)
		if (id_equal(&county->world.ids[i], id))
			return trust_judge(trust, id, &county->world.steps[i], NULL);
	return TRUST_REASON_COUNT;
}

static void
fork__holds_both__until_something_settles_it(void **state)
{
	struct county county;
	struct trust *trust;
	struct id ids[4];

	(void)state;
	found(&county);
	fork_feed(&county, ids);
	trust = world_trust(&county.world, &county.genesis, NULL);
	for (int i = 0; i < 4; i++)
		assert_int_equal(verdict(trust, &county, &ids[i]), TRUST_FORKED);
	trust_free(trust);
	world_release(&county.world);
}

static void
fork__keeps__the_branch_that_the_lowest_receipt_covers(void **state)
{
	struct county county;
	struct trust *trust;
	struct id ids[4];

	(void)state;
	found(&county);
	fork_feed(&county, ids);
	world_receipt(&county.world, &county.officers[0], 2, 2, 8, &ids[2]);
	world_receipt(&county.world, &county.officers[0], 1, 2, 8, &ids[3]);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_int_equal(verdict(trust, &county, &ids[1]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[3]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[0]), TRUST_FORKED);
	assert_int_equal(verdict(trust, &county, &ids[2]), TRUST_FORKED);
	trust_free(trust);
	world_release(&county.world);
}

static void
fork__keeps__the_branch_that_a_decision_names(void **state)
{
	struct county county;
	struct trust *trust;
	struct id ids[4];

	(void)state;
	found(&county);
	fork_feed(&county, ids);
	world_about(&county.world, STEP_DECISION, &county.officers[0], &ids[2], 40);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_int_equal(verdict(trust, &county, &ids[0]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[2]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[3]), TRUST_FORKED);
	trust_free(trust);
	world_release(&county.world);
}

struct forks_seen {
	size_t count, rivals;
	int64_t seq;
	bool settled;
};

static void
see_fork(const struct trust_fork *fork, void *ctx)
{
	struct forks_seen *seen = ctx;

	seen->count++;
	seen->seq = fork->seq;
	seen->rivals = fork->rival_count;
	seen->settled = fork->settled;
}

/* One place with two rivals; what follows each is no fork of its own. */
/* The decision names where the branch begins; what both went on with afterwards needs no decision of its own. */
static void
fork__keeps__all_that_follows_the_branch_decided_on(void **state)
{
	struct county county;
	struct id ids[4];
	struct trust *trust;

	(void)state;
	found(&county);
	fork_feed(&county, ids);
	world_about(&county.world, STEP_DECISION, &county.officers[0], &ids[0], 40);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_int_equal(verdict(trust, &county, &ids[0]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[2]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[1]), TRUST_FORKED);
	assert_int_equal(verdict(trust, &county, &ids[3]), TRUST_FORKED);
	assert_int_equal(trust_branch_length(trust, &ids[0]), 2);
	trust_free(trust);
	world_release(&county.world);
}

static void
fork__is_listed_once__settled_or_not(void **state)
{
	for (int settled = 0; settled < 2; settled++) {
		struct forks_seen seen = { 0 };
		struct county county;
		struct trust *trust;
		struct id ids[4];

		(void)state;
		found(&county);
		fork_feed(&county, ids);
		if (settled)
			world_about(&county.world, STEP_DECISION, &county.officers[0], &ids[2], 40);
		trust = world_trust(&county.world, &county.genesis, NULL);
		trust_each_fork(trust, see_fork, &seen);
		assert_int_equal(seen.count, 1);
		assert_int_equal(seen.seq, 7);
		assert_int_equal(seen.rivals, 2);
		assert_int_equal(seen.settled, settled);
		assert_int_equal(trust_kept(trust, &ids[2]), settled);
		assert_int_equal(trust_dropped(trust, &ids[2]), !settled);
		assert_true(trust_dropped(trust, &ids[3]));
		assert_false(trust_dropped(trust, &county.pack));
		assert_false(trust_kept(trust, &county.pack));
		trust_free(trust);
		world_release(&county.world);
	}
}

/* A decision that two buildings are one house, by this author. */
static struct id
decide_same(struct county *county, const struct id *author, int64_t seq)
{
	struct id a = world_id(201), b = world_id(202), id = world_about(&county->world, STEP_DECISION, author, &a, seq);
	struct value *data = &county->world.steps[county->world.count - 1].data;

	step_data_set_id(data, "with", &b);
	value_set_text(data, "verdict", "same");
	return id;
}

static void
decide_apart(struct county *county, const struct id *author, const struct id *of, int64_t seq)
{
	world_about(&county->world, STEP_DECISION, author, of, seq);
	value_set_text(&county->world.steps[county->world.count - 1].data, "verdict", "apart");
}

static void
same__joins__by_who_decides_and_until_undone(void **state)
{
	static const struct {
		bool inspector_joins, officer_parts, inspector_parts;
		size_t joined;
	} cases[] = { { false, false, false, 1 }, { true, false, false, 0 }, { false, true, false, 0 }, { false, false, true, 1 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct county county;
		struct trust *trust;
		struct id joined;

		found(&county);
		joined = decide_same(&county, cases[i].inspector_joins ? &county.inspector : &county.officers[0], 41);
		if (cases[i].officer_parts)
			decide_apart(&county, &county.officers[1], &joined, 42);
		if (cases[i].inspector_parts)
			decide_apart(&county, &county.inspector, &joined, 43);
		trust = world_trust(&county.world, &county.genesis, NULL);
		assert_int_equal(trust_same_count(trust), cases[i].joined);
		if (cases[i].joined)
			assert_true(id_equal(&trust_same_at(trust, 0)->decision, &joined));
		trust_free(trust);
		world_release(&county.world);
	}
}

static void
trust__knows__officers_and_who_stands_above(void **state)
{
	struct county county;
	struct trust *trust;

	(void)state;
	found(&county);
	world_receipt(&county.world, &county.officers[0], 6, 2, 1, &county.inspector);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_true(trust_is_officer(trust, &county.officers[2]));
	assert_false(trust_is_officer(trust, &county.issuer));
	assert_true(trust_issued(trust, &county.issuer, &county.inspector));
	assert_true(trust_issued(trust, &county.officers[0], &county.inspector));
	assert_false(trust_issued(trust, &county.officers[1], &county.inspector));
	assert_false(trust_issued(trust, &county.inspector, &county.issuer));
	assert_int_equal(trust_anchor_no(trust), 6);
	trust_free(trust);
	world_release(&county.world);
}

/* Everything above at once, in many orders: the same verdict for every step. */
static void
trust__does_not_depend__on_the_order_of_arrival(void **state)
{
	struct county county;
	struct random_stream stream;
	struct id ids[4], revocation;
	size_t order[WORLD_MAX];
	struct step *step;
	struct trust *first;

	(void)state;
	found(&county);
	fork_feed(&county, ids);
	world_receipt(&county.world, &county.officers[0], 1, 2, 8, &ids[3]);
	world_about(&county.world, STEP_DECISION, &county.officers[0], &ids[2], 40);
	step = world_step(&county.world, STEP_REVOCATION, &county.officers[0], 1, 30, &revocation);
	step_data_set_id(&step->data, "of", &county.inspector);
	value_set_integer(&step->data, "receipt", 1);
	world_person(&county.world, &county.inspector, 2, 9, "inspector", "451224100201", NULL);
	world_pack(&county.world, &county.officers[1], 1);
	first = world_trust(&county.world, &county.genesis, NULL);
	for (size_t i = 0; i < county.world.count; i++)
		order[i] = i;
	random_stream_init(&stream, "trust", 5);
	for (int round = 0; round < 200; round++) {
		struct trust *trust;

		for (size_t i = county.world.count; i > 1; i--) {
			size_t other = random_stream_below(&stream, (uint32_t)i), held = order[i - 1];

			order[i - 1] = order[other];
			order[other] = held;
		}
		trust = world_trust(&county.world, &county.genesis, order);
		for (size_t i = 0; i < county.world.count; i++) {
			const struct id *id = &county.world.ids[i];

			assert_int_equal(trust_step(trust, id), trust_step(first, id));
			assert_int_equal(verdict(trust, &county, id), verdict(first, &county, id));
		}
		trust_free(trust);
	}
	trust_free(first);
	world_release(&county.world);
}

static void
trust__says__a_sentence_for_each_reason(void **state)
{
	(void)state;
	for (int i = 0; i < TRUST_REASON_COUNT; i++)
		assert_true(strlen(trust_reason_text((enum trust_reason)i)) > 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(trust__counts__what_officers_agreed_on),
		cmocka_unit_test(trust__refuses__without_the_pinned_genesis),
		cmocka_unit_test(trust__refuses__each_stretched_credential),
		cmocka_unit_test(trust__puts_in_force__the_highest_endorsed_pack),
		cmocka_unit_test(trust__follows__a_later_genesis_both_sides_endorsed),
		cmocka_unit_test(trust__takes_no_pack__on_a_revoked_officers_word),
		cmocka_unit_test(trust__takes_no_issuer__on_a_revoked_officers_word),
		cmocka_unit_test(waiting__lists__what_lacks_endorsements),
		cmocka_unit_test(receipts__say__how_far_a_feed_has_come),
		cmocka_unit_test(trust__cuts_off__what_no_receipt_covers_after_a_revocation),
		cmocka_unit_test(trust__ignores__a_revocation_without_right),
		cmocka_unit_test(fork__holds_both__until_something_settles_it),
		cmocka_unit_test(fork__keeps__the_branch_that_the_lowest_receipt_covers),
		cmocka_unit_test(fork__keeps__the_branch_that_a_decision_names),
		cmocka_unit_test(fork__keeps__all_that_follows_the_branch_decided_on),
		cmocka_unit_test(fork__is_listed_once__settled_or_not),
		cmocka_unit_test(same__joins__by_who_decides_and_until_undone),
		cmocka_unit_test(trust__knows__officers_and_who_stands_above),
		cmocka_unit_test(trust__does_not_depend__on_the_order_of_arrival),
		cmocka_unit_test(trust__says__a_sentence_for_each_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
