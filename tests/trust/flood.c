#include "../support/trust_world.h"

#include <malloc.h>

#include "trust/fate.h"
#include "trust/same.h"

/* Floods: what strangers send is judged at once and never added; what insiders send costs n log n, in either order, and little memory. Work is counted, so that a
 * busy machine says the same as an idle one: this program has a trust of its own, and the compiler makes each piece of it that runs without a branch call below. */

#define TWICE_MOST 2.2
#define MEMORY_MOST (256.0 * 1024 * 1024 / 100000) /* bytes for each step, beside the steps themselves */

static uint64_t work;

void __sanitizer_cov_trace_pc(void);

void
__sanitizer_cov_trace_pc(void)
{
	work++;
}

/* A line of /proc/self/status in KiB. */
static long
status_kib(const char *name)
{
	FILE *file = fopen("/proc/self/status", "r");
	char line[200];
	long kib = -1;

	assert_non_null(file);
	while (kib < 0 && fgets(line, sizeof(line), file))
		if (strncmp(line, name, strlen(name)) == 0)
			kib = atol(line + strlen(name));
	fclose(file);
	assert_true(kib > 0);
	return kib;
}

/* Begins the peak of memory anew, and tells what is taken now. */
static long
memory_begin(void)
{
	FILE *file = fopen("/proc/self/clear_refs", "w");

	malloc_trim(0); /* what was freed and kept would be taken again unseen */
	assert_non_null(file);
	fputs("5", file);
	fclose(file);
	return status_kib("VmRSS:");
}

enum flood {
	FLOOD_RECEIPTS,	     /* by an officer on the receiver, each behind the last */
	FLOOD_SIDE_RECEIPTS, /* each behind none */
	FLOOD_PACKS,	     /* by one officer, whom nobody endorses */
	FLOOD_GENESES,	     /* rivals of each other, likewise */
	FLOOD_ENDORSEMENTS,
	FLOOD_CREDENTIALS, /* on one stolen key */
	FLOOD_REVOKED,	   /* each on a key of its own, with a log of its own, and taken back */
	FLOOD_REVOCATIONS, /* of one credential, each naming another step of its log */
	FLOOD_THEFTS,	   /* of one key */
	FLOOD_REPLACED,	   /* each replaces the one before */
	FLOOD_FORKS,	   /* of one place */
	FLOOD_COMB,	   /* a fork at every place */
	FLOOD_BRANCH_DECISIONS,
	FLOOD_JOINS,	 /* of one pair */
	FLOOD_ONE_HOUSE, /* each house is the first, too */
	FLOOD_COUNT
};

static void
add_one(struct county *county, enum flood flood, size_t number, struct id *last)
{
	struct id id = county->pack, before = *last;

	switch (flood) {
	case FLOOD_RECEIPTS:
		id = world_receipt(&county->world, &county->officers[0], 1, number ? last : NULL, &county->clerk, 1);
		break;
	case FLOOD_SIDE_RECEIPTS:
		id = world_receipt(&county->world, &county->officers[0], 1, NULL, &county->clerk, 1);
		break;
	case FLOOD_PACKS:
		world_step(&county->world, STEP_PACK, &county->officers[1], "", &id);
		value_set_text(&world_at(&county->world, &id)->data, "name", "pack");
		value_set_integer(&world_at(&county->world, &id)->data, "version", (int64_t)number + 2);
		break;
	case FLOOD_GENESES:
		id = world_genesis(&county->world, &county->officers[1], county->officers, 3, 2, 1, &county->genesis);
		break;
	case FLOOD_ENDORSEMENTS:
		id = world_endorse(&county->world, &county->officers[1], &county->pack);
		break;
	case FLOOD_CREDENTIALS:
		id = world_credential(&county->world, &county->issuer, 0, "inspector", VILLAGE, NULL, (int)number, 4242);
		break;
	case FLOOD_REVOKED:
		before = world_person(&county->world, &county->issuer, 0, "inspector", VILLAGE, NULL);
		id = fill(county, &before);
		id = world_revoke(&county->world, &county->issuer, &before, "retired", &id, 1);
		break;
	case FLOOD_REVOCATIONS:
		id = fill(county, &county->inspector);
		id = world_revoke(&county->world, &county->issuer, &county->inspector, "retired", &id, 1);
		break;
	case FLOOD_THEFTS:
		id = world_revoke(&county->world, &county->officers[1], &county->inspector, "stolen", NULL, 0);
		break;
	case FLOOD_REPLACED:
		id = world_revoke(&county->world, &county->issuer, &county->inspector, "retired", NULL, 0);
		if (number)
			step_add_parent(world_at(&county->world, &id), &before);
		break;
	case FLOOD_FORKS:
		id = fill(county, &county->inspector);
		world_place(&county->world, &id, 1, NULL);
		break;
	case FLOOD_COMB:
		id = fill(county, &county->inspector);
		world_place(&county->world, &id, (int64_t)(number / 2) + 1, number > 1 ? last : NULL);
		if (number % 2 == 0)
			return; /* the other one is built upon */
		break;
	case FLOOD_BRANCH_DECISIONS:
	case FLOOD_JOINS:
		id = world_id(7000000);
		before = world_id(7000001);
		if (flood == FLOOD_JOINS)
			id = world_decide(county, &county->clerk, TOWNSHIP, &id, &before, number % 2 ? "same" : "apart");
		else
			id = world_decide(county, &county->clerk, VILLAGE, last, NULL, "keep");
		if (flood == FLOOD_BRANCH_DECISIONS)
			return;
		break;
	case FLOOD_ONE_HOUSE:
		id = world_id(7000000);
		before = world_id(7000001 + number);
		id = world_decide(county, &county->clerk, TOWNSHIP, &id, &before, "same");
		break;
	case FLOOD_COUNT:
		return;
	}
	*last = id;
}

struct cost {
	uint64_t work;
	double memory; /* bytes for each step */
};

/* As each command asks, of each house that was joined with the one. */
static void
ask_about_pair(const struct trust *trust, const struct id *house, size_t number)
{
	struct id other = world_id(7000001 + number);
	size_t count;

	assert_true(trust_are_joined(trust, house, VILLAGE, &other));
	assert_false(trust_are_apart(trust, house, VILLAGE, &other));
	free(trust_decisions_about(trust, house, VILLAGE, &other, &count));
	assert_int_equal(count, 1);
	free(trust_asides(trust, house, VILLAGE, &count));
	assert_int_equal(count, 0);
	free(trust_asides(trust, &other, VILLAGE, &count));
	assert_int_equal(count, 1);
}

/* `joined`: so many houses are one. */
static struct cost
settle_cost(const struct county *county, bool backwards, size_t joined)
{
	struct trust *trust = trust_new();
	struct id a = world_id(7000000), b = world_id(7000001);
	long kib = memory_begin();
	struct cost cost;
	size_t count;

	trust_pin(trust, &county->genesis, false);
	work = 0;
	world_add(&county->world, trust, backwards);
	trust_settle(trust);
	free(trust_asides(trust, &b, VILLAGE, &count));
	for (size_t i = 0; i < joined; i++)
		ask_about_pair(trust, &a, i);
	cost = (struct cost){ work, (double)(status_kib("VmHWM:") - kib) * 1024 / (double)county->world.count };
	assert_true(id_equal(trust_genesis(trust), &county->genesis));
	assert_true(id_equal(trust_pack(trust), &county->pack));
	assert_int_equal(reason_of(trust, &county->clerk), TRUST_COUNTS);
	free(trust_asides(trust, &a, VILLAGE, &count));
	trust_free(trust);
	return cost;
}

static size_t flood_size = 10000;
static int only = -1; /* one kind; all */

static void
flood__of_insiders__costs_in_proportion_in_either_order(void **state)
{
	(void)state;
	for (int flood = 0; flood < FLOOD_COUNT; flood++) {
		struct cost costs[2][2];

		if (only >= 0 && flood != only)
			continue;
		for (int twice = 0; twice < 2; twice++) {
			struct county county;
			struct id last = { { 0 } };

			found(&county);
			if (flood == FLOOD_CREDENTIALS) {
				last = world_credential(&county.world, &county.issuer, 0, "inspector", VILLAGE, NULL, 1, 4242);
				world_revoke(&county.world, &county.issuer, &last, "stolen", NULL, 0);
			}
			if (flood == FLOOD_BRANCH_DECISIONS) {
				struct id ids[4];

				fork_log(&county, ids);
				last = ids[0];
			}
			for (size_t i = 0; i < flood_size << twice; i++)
				add_one(&county, (enum flood)flood, i, &last);
			for (int backwards = 0; backwards < 2; backwards++)
				costs[backwards][twice] = settle_cost(&county, backwards,
								      flood == FLOOD_ONE_HOUSE ? flood_size << twice : 0);
			world_release(&county.world);
		}
		for (int backwards = 0; backwards < 2; backwards++) {
			const struct cost *once = &costs[backwards][0], *twice = &costs[backwards][1];

			printf("# flood %d, %s: %.1f million, of twice as many %.3f times that, and %.0f bytes a step\n", flood,
			       backwards ? "newest first" : "oldest first", (double)once->work / 1e6,
			       (double)twice->work / (double)once->work, twice->memory);
			assert_true(once->work > flood_size); /* it is counted */
			assert_true((double)twice->work <= TWICE_MOST * (double)once->work);
			assert_true(twice->memory < MEMORY_MOST);
		}
	}
}

/* Attack 7. */
static void
flood__of_strangers__is_not_added_at_all(void **state)
{
	struct county county;
	struct id stranger;
	struct credential credential;
	struct trust *trust;

	(void)state;
	found(&county);
	trust = county_trust(&county);
	stranger = world_person(&county.world, NULL, 0, "officer", "451224", NULL);
	assert_true(credential_from_step(&stranger, world_at(&county.world, &stranger), &credential));
	for (size_t i = 0; i < flood_size * 10; i++) {
		static const enum step_kind kinds[] = { STEP_GENESIS, STEP_PACK, STEP_RECEIPT, STEP_REVOCATION };
		struct step step = { .has_author = true, .author = stranger };
		struct id id = world_id(1000000 + i);

		strcpy(step.kind, step_kind_name(kinds[i % ARRAY_LEN(kinds)]));
		assert_int_equal(trust_fate(trust, &id, &step, &credential), TRUST_WAIT);
		strcpy(step.kind, "credential");
		step.has_author = false;
		assert_int_equal(trust_fate(trust, &id, &step, NULL), TRUST_REQUEST);
	}
	credential_release(&credential);
	trust_free(trust);
	world_release(&county.world);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flood__of_insiders__costs_in_proportion_in_either_order),
		cmocka_unit_test(flood__of_strangers__is_not_added_at_all),
	};

	flood_size = argc > 1 ? (size_t)atoi(argv[1]) : flood_size;
	only = argc > 2 ? atoi(argv[2]) : -1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
