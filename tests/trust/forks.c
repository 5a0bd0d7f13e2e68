#include "../support/trust_world.h"

#include "trust/covers.h"
#include "trust/receipts.h"

/* Two steps at one place of a log, and decisions about them: rules C18 to C21. */

static void
fork__holds_neither__until_something_says_which_was_earlier(void **state)
{
	struct county county;
	struct trust *trust;
	struct id ids[4];

	(void)state;
	found(&county);
	fork_log(&county, ids);
	trust = county_trust(&county);
	for (int i = 0; i < 4; i++)
		assert_int_equal(verdict(trust, &county, &ids[i]), TRUST_FORKED);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C19. */
static void
fork__keeps__the_branch_with_the_earlier_place_in_time(void **state)
{
	struct county county;
	struct log_key log;
	struct trust *trust;
	struct id ids[4], receipt;

	(void)state;
	found(&county);
	fork_log(&county, ids);
	receipt = world_receipt(&county.world, &county.officers[0], 1, NULL, &ids[3], 1);
	world_receipt(&county.world, &county.officers[0], 1, &receipt, &ids[2], 1);
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &ids[1]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[3]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[0]), TRUST_FORKED);
	assert_int_equal(verdict(trust, &county, &ids[2]), TRUST_FORKED);
	assert_true(trust_dropped(trust, &ids[2]));
	assert_false(trust_dropped(trust, &ids[3]));
	assert_true(log_of_step(world_at(&county.world, &ids[2]), &log)); /* the first receipt covers one of two steps at one place */
	assert_true(trust_covers(trust, 1, &log, 2, &ids[3]));
	assert_false(trust_covers(trust, 1, &log, 2, &ids[2]));
	assert_true(trust_covers(trust, 2, &log, 2, &ids[2]));
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C20: the decision names where the branch begins, and what follows needs none of its own. */
static void
fork__keeps__what_a_decision_says(void **state)
{
	static const struct {
		const char *verdict;
		int about;
		bool kept[4];
	} cases[] = {
		{ "keep", 0, { true, false, true, false } },
		{ "keep", 1, { false, true, false, true } },
		{ "both", 0, { true, true, true, true } },
		{ "keep", 2, { false, false, false, false } }, /* not the first step of a branch */
	};

	(void)state;
	for (size_t c = 0; c < ARRAY_LEN(cases); c++) {
		struct county county;
		struct trust *trust;
		struct id ids[4];

		found(&county);
		fork_log(&county, ids);
		world_decide(&county, &county.clerk, VILLAGE, &ids[cases[c].about], NULL, cases[c].verdict);
		trust = county_trust(&county);
		for (int i = 0; i < 4; i++)
			assert_int_equal(verdict(trust, &county, &ids[i]), cases[c].kept[i] ? TRUST_COUNTS : TRUST_FORKED);
		trust_free(trust);
		world_release(&county.world);
	}
}

/* Attack 4: any portable key forks any log. A step at another's place stands in a log of its own. */
static void
fork__is_of_one_log__whatever_others_sign(void **state)
{
	struct county county;
	struct trust *trust;
	struct id form, theirs, portable;

	(void)state;
	found(&county);
	form = fill(&county, &county.inspector);
	portable = world_person(&county.world, &county.officers[0], 0, "inspector", VILLAGE, NULL);
	theirs = fill(&county, &portable);
	world_at(&county.world, &theirs)->device = world_device(2);
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &form), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &theirs), TRUST_COUNTS);
	trust_free(trust);
	world_release(&county.world);
}

/* Attack 4: a clerk decides for his own branch, or in another township; a decision of another area; by a role that decides nothing. */
static void
decision__counts_not__by_who_may_not_decide_there(void **state)
{
	struct county county;
	struct id ids[4], own, elsewhere, odd, role, other;
	struct trust *trust;

	(void)state;
	found(&county);
	fork_log(&county, ids);
	own = world_credential(&county.world, &county.officers[0], 0, "clerk", TOWNSHIP, NULL, 800, 800);
	value_set_text(&world_at(&county.world, &own)->data, "person",
		       value_get_text(&world_at(&county.world, &county.inspector)->data, "person"));
	world_decide(&county, &own, VILLAGE, &ids[0], NULL, "keep");
	other = world_person(&county.world, &county.officers[0], 70, "clerk", "451224101", NULL);
	elsewhere = world_decide(&county, &other, VILLAGE, &ids[0], NULL, "keep");
	odd = world_decide(&county, &county.clerk, TOWNSHIP, &ids[0], NULL, "keep");
	role = world_decide(&county, &county.inspector, VILLAGE, &ids[0], NULL, "keep");
	trust = county_trust(&county);
	assert_int_equal(trust_step(trust, &elsewhere), TRUST_WRONG_AREA);
	assert_int_equal(trust_step(trust, &odd), TRUST_COUNTS); /* it might be about two houses; about this fork it says nothing */
	assert_int_equal(trust_step(trust, &role), TRUST_WRONG_ROLE);
	for (int i = 0; i < 4; i++)
		assert_int_equal(verdict(trust, &county, &ids[i]), TRUST_FORKED);
	trust_free(trust);
	world_release(&county.world);
}

/* What a clerk decides with a key that is no longer his, or with a right that nobody gave him, is told as that and decides nothing. */
static void
decision__counts_not__by_a_revoked_clerk_or_one_without_right(void **state)
{
	static const char *const reasons[] = { "retired", "stolen" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
		struct county county;
		struct id ids[4], decision, stretched, unheard;
		struct trust *trust;

		found(&county);
		fork_log(&county, ids);
		decision = world_decide(&county, &county.clerk, VILLAGE, &ids[0], NULL, "keep");
		world_revoke(&county.world, &county.officers[0], &county.clerk, reasons[i], NULL, 0);
		stretched = world_person(&county.world, &county.inspector, 71, "clerk", TOWNSHIP, NULL);
		unheard = world_decide(&county, &stretched, VILLAGE, &ids[0], NULL, "keep");
		trust = county_trust(&county);
		assert_int_equal(trust_step(trust, &decision), TRUST_REVOKED);
		assert_int_equal(trust_step(trust, &unheard), TRUST_AUTHOR_NO_RIGHT);
		for (int k = 0; k < 4; k++)
			assert_int_equal(verdict(trust, &county, &ids[k]), TRUST_FORKED);
		trust_free(trust);
		world_release(&county.world);
	}
}

/* Rule C21; attack 4: the county's decision lost by a ground id. */
static void
decision__that_is_wider__holds(void **state)
{
	struct county county;
	struct id ids[4], clerks, countys, again, other;
	struct trust *trust;

	(void)state;
	found(&county);
	fork_log(&county, ids);
	clerks = world_decide(&county, &county.clerk, VILLAGE, &ids[0], NULL, "keep");
	other = world_person(&county.world, &county.officers[0], 71, "clerk", TOWNSHIP, NULL);
	again = world_decide(&county, &other, VILLAGE, &ids[1], NULL, "keep");
	step_add_parent(world_at(&county.world, &again), &county.pack); /* no decision about this: nothing to replace */
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &ids[0]), TRUST_FORKED); /* equals contradict: none holds */
	assert_int_equal(verdict(trust, &county, &ids[1]), TRUST_FORKED);
	trust_free(trust);
	step_add_parent(world_at(&county.world, &again), &clerks); /* one replaces what is not wider */
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &ids[1]), TRUST_COUNTS);
	trust_free(trust);
	countys = world_decide(&county, &county.officers[1], VILLAGE, &ids[0], NULL, "keep");
	step_add_parent(world_at(&county.world, &again), &countys);
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &ids[0]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[1]), TRUST_FORKED);
	trust_free(trust);
	world_release(&county.world);
}

/* Rules C19 and C20, behind a fork of which both branches were kept: of two on one branch the earlier keeps, until a decision says the other. */
static void
fork__behind_a_kept_branch__is_decided_by_itself(void **state)
{
	struct county county;
	struct id ids[4], behind[2], receipt;
	struct trust *trust;

	(void)state;
	found(&county);
	fork_log(&county, ids);
	world_decide(&county, &county.clerk, VILLAGE, &ids[0], NULL, "both");
	behind[0] = ids[2]; /* stands behind the first branch */
	behind[1] = fill(&county, &county.inspector);
	world_place(&county.world, &behind[1], world_at(&county.world, &behind[0])->seq, &ids[0]);
	receipt = world_receipt(&county.world, &county.officers[0], 1, NULL, &behind[0], 1);
	trust = county_trust(&county);
	assert_int_equal(trust_receipt_no(trust, &receipt), 1);
	assert_int_equal(verdict(trust, &county, &behind[0]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &behind[1]), TRUST_FORKED);
	assert_int_equal(verdict(trust, &county, &ids[3]), TRUST_COUNTS); /* on the other branch: no rival of these */
	trust_free(trust);
	world_decide(&county, &county.clerk, VILLAGE, &behind[1], NULL, "keep");
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &behind[0]), TRUST_FORKED);
	assert_int_equal(verdict(trust, &county, &behind[1]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[3]), TRUST_COUNTS);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C21: an author's width is that of the area that covers the decision's; a county officer's is everything, whatever his credential says. */
static void
decision__is_as_wide__as_the_area_that_covers_it(void **state)
{
	struct county county;
	struct id ids[4], narrow, wide, officers;
	struct value areas = value_list();
	struct trust *trust;

	(void)state;
	found(&county);
	fork_log(&county, ids);
	narrow = world_person(&county.world, &county.officers[0], 71, "clerk", NULL, NULL);
	value_append_take(&areas, value_text("44")); /* wide, and elsewhere */
	value_append_take(&areas, value_text(TOWNSHIP));
	value_set_take(&world_at(&county.world, &narrow)->data, "areas", areas);
	wide = world_person(&county.world, &county.officers[0], 72, "clerk", "45", NULL);
	world_decide(&county, &narrow, VILLAGE, &ids[0], NULL, "keep");
	world_decide(&county, &wide, VILLAGE, &ids[1], NULL, "keep");
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &ids[0]), TRUST_FORKED);
	assert_int_equal(verdict(trust, &county, &ids[1]), TRUST_COUNTS);
	trust_free(trust);
	officers = world_decide(&county, &county.officers[1], VILLAGE, &ids[0], NULL, "keep"); /* his areas: six digits */
	trust = county_trust(&county);
	assert_int_equal(trust_step(trust, &officers), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[0]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[1]), TRUST_FORKED);
	trust_free(trust);
	world_release(&county.world);
}

struct forks_seen {
	size_t count, rivals, kept;
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
	for (size_t i = 0; i < fork->rival_count; i++)
		seen->kept += fork->keeps[i];
}

static void
fork__is_listed_once__settled_or_not(void **state)
{
	(void)state;
	for (int settled = 0; settled < 3; settled++) {
		struct forks_seen seen = { 0 };
		struct county county;
		struct log_key log;
		struct trust *trust;
		struct id ids[4];

		found(&county);
		fork_log(&county, ids);
		if (settled)
			world_decide(&county, &county.clerk, VILLAGE, &ids[0], NULL, settled == 1 ? "keep" : "both");
		trust = county_trust(&county);
		trust_each_fork(trust, see_fork, &seen);
		assert_int_equal(seen.count, 1);
		assert_int_equal(seen.seq, 2);
		assert_int_equal(seen.rivals, 2);
		assert_int_equal(seen.settled, settled > 0);
		assert_int_equal(seen.kept, settled);
		assert_int_equal(trust_branch_length(trust, &ids[0]), 2);
		assert_true(log_of_step(world_at(&county.world, &ids[0]), &log));
		assert_int_equal(trust_forked_from(trust, &log), 2);
		log.epoch++;
		assert_int_equal(trust_forked_from(trust, &log), INT64_MAX);
		trust_free(trust);
		world_release(&county.world);
	}
}

/* Rule C18: only forms, sign-offs, withdrawals and manifests lose their effect; and steps that are not borne out rival none. */
static void
fork__takes_no_effect__from_other_kinds_nor_for_the_revoked(void **state)
{
	struct county county;
	struct id ids[4], twin, receipt;
	struct trust *trust;

	(void)state;
	found(&county);
	twin = world_person(&county.world, &county.issuer, 80, "inspector", VILLAGE, NULL);
	world_place(&county.world, &twin, 1, NULL); /* beside the inspector's */
	fork_log(&county, ids);
	receipt = world_receipt(&county.world, &county.officers[0], 1, NULL, &ids[2], 1);
	world_revoke(&county.world, &county.officers[1], &county.inspector, "stolen", &receipt, 1);
	trust = county_trust(&county);
	assert_int_equal(reason_of(trust, &twin), TRUST_COUNTS);
	assert_int_equal(reason_of(trust, &county.inspector), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[0]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[1]), TRUST_REVOKED);
	trust_free(trust);
	world_release(&county.world);
}

struct rivals_seen {
	size_t forks, rivals;
	bool ascending;
};

static void
see_rivals(const struct trust_fork *fork, void *ctx)
{
	struct rivals_seen *seen = ctx;

	seen->forks++;
	seen->rivals += fork->rival_count;
	for (size_t i = 1; i < fork->rival_count; i++)
		seen->ascending &= id_cmp(&fork->rivals[i - 1], &fork->rivals[i]) < 0;
}

/* Many at one place: they are told by their numbers, and a log that nobody added has no fork. */
static void
fork__of_many__is_told_in_order(void **state)
{
	struct county county;
	struct rivals_seen seen = { .ascending = true };
	struct id first, rivals[8], behind[8], late;
	struct log_key log;
	struct trust *trust;

	(void)state;
	found(&county);
	first = fill(&county, &county.inspector);
	for (int i = 0; i < 8; i++) {
		rivals[i] = fill(&county, &county.inspector);
		world_place(&county.world, &rivals[i], 2, &first);
	}
	for (int i = 0; i < 8; i++) {
		behind[i] = fill(&county, &county.inspector);
		world_place(&county.world, &behind[i], 3, &rivals[0]);
	}
	trust = county_trust(&county);
	trust_each_fork(trust, see_rivals, &seen);
	assert_int_equal(seen.forks, 1); /* behind a branch without effect there is none */
	assert_int_equal(seen.rivals, 8);
	assert_true(seen.ascending);
	trust_free(trust);
	world_decide(&county, &county.clerk, VILLAGE, &rivals[0], NULL, "keep");
	trust = county_trust(&county);
	seen = (struct rivals_seen){ .ascending = true };
	trust_each_fork(trust, see_rivals, &seen);
	assert_int_equal(seen.forks, 2);
	assert_int_equal(seen.rivals, 16);
	assert_true(seen.ascending);
	assert_true(log_of_step(world_at(&county.world, &first), &log));
	assert_int_equal(trust_forked_from(trust, &log), 2);
	world_step(&county.world, STEP_FORM, &county.inspector, TOWNSHIP, &late);
	trust_add_link(trust, &late, world_at(&county.world, &late));
	assert_true(log_of_step(world_at(&county.world, &late), &log));
	assert_int_equal(trust_forked_from(trust, &log), INT64_MAX);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C19: two branches were kept, and of each a step stands at one place, beside one over a gap, which rivals both. */
static void
fork__over_a_gap__rivals_every_branch(void **state)
{
	static const struct {
		int places[3]; /* of the step on the first branch, on the second, and over the gap; 0: after all */
		bool kept[3];
	} cases[] = {
		{ { 0, 0, 0 }, { false, false, false } }, { { 1, 3, 2 }, { true, false, false } },  { { 3, 1, 2 }, { false, true, false } },
		{ { 1, 2, 2 }, { true, false, false } },  { { 2, 2, 1 }, { false, false, true } },  { { 1, 1, 2 }, { true, true, false } },
		{ { 1, 0, 1 }, { false, false, false } }, { { 0, 1, 1 }, { false, false, false } }, { { 2, 1, 0 }, { true, true, false } },
		{ { 0, 0, 1 }, { false, false, true } },
	};

	(void)state;
	for (size_t c = 0; c < ARRAY_LEN(cases); c++) {
		struct county county;
		struct id ids[4], at[3], prior = { { 0 } };
		struct trust *trust;

		found(&county);
		fork_log(&county, ids);
		world_decide(&county, &county.clerk, VILLAGE, &ids[0], NULL, "both");
		at[0] = ids[2];
		at[1] = ids[3];
		at[2] = fill(&county, &county.inspector);
		world_place(&county.world, &at[2], 3, NULL);
		for (int place = 1; place < 4; place++) {
			struct id tips[3];
			size_t count = 0;

			for (int i = 0; i < 3; i++)
				if (cases[c].places[i] == place)
					tips[count++] = at[i];
			prior = world_receipt(&county.world, &county.officers[0], 1, place > 1 ? &prior : NULL, tips, count);
		}
		trust = county_trust(&county);
		for (int i = 0; i < 3; i++)
			assert_int_equal(verdict(trust, &county, &at[i]), cases[c].kept[i] ? TRUST_COUNTS : TRUST_FORKED);
		trust_free(trust);
		for (int about = 0; about < 3; about++) { /* a decision: those on the other branch are no rivals of the one it keeps */
			struct id decision = world_decide(&county, &county.clerk, VILLAGE, &at[about], NULL, "keep");

			trust = county_trust(&county);
			assert_int_equal(trust_step(trust, &decision), TRUST_COUNTS);
			for (int i = 0; i < 3; i++)
				assert_int_equal(verdict(trust, &county, &at[i]), i == about		 ? TRUST_COUNTS
										  : i == 2 || about == 2 ? TRUST_FORKED
										  : cases[c].kept[i]	 ? TRUST_COUNTS
													 : TRUST_FORKED);
			trust_free(trust);
			world_at(&county.world, &decision)->author = county.inspector; /* who decides nothing */
			world_at(&county.world, &decision)->device = world_device(2);
		}
		world_release(&county.world);
	}
}

/* Rules C20 and C21: two who let both branches stand agree, whichever they name; a decision about houses is none about a branch. */
static void
decision__about_a_branch__is_told_from_one_about_houses(void **state)
{
	struct county county;
	struct id ids[4], other;
	struct trust *trust;

	(void)state;
	found(&county);
	fork_log(&county, ids);
	other = world_person(&county.world, &county.officers[0], 71, "clerk", TOWNSHIP, NULL);
	world_decide(&county, &county.clerk, VILLAGE, &ids[0], &other, "same");
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &ids[0]), TRUST_FORKED);
	trust_free(trust);
	world_decide(&county, &county.clerk, VILLAGE, &ids[0], NULL, "both");
	world_decide(&county, &other, VILLAGE, &ids[1], NULL, "both");
	trust = county_trust(&county);
	for (int i = 0; i < 4; i++)
		assert_int_equal(verdict(trust, &county, &ids[i]), TRUST_COUNTS);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C21: the width is that of the shortest area that covers the decision's, wherever it stands among the author's. */
static void
decision__of_two_areas_that_cover_it__is_as_wide_as_the_shorter(void **state)
{
	for (int turned = 0; turned < 2; turned++) {
		struct county county;
		struct id ids[4], author, other;
		struct trust *trust;

		(void)state;
		found(&county);
		fork_log(&county, ids);
		author = world_person(&county.world, &county.officers[0], 71, "clerk", NULL, NULL);
		value_set_take(&world_at(&county.world, &author)->data, "areas",
			       world_texts(turned ? TOWNSHIP : "45", turned ? "45" : TOWNSHIP));
		other = world_person(&county.world, &county.officers[0], 72, "clerk", "4512", NULL);
		world_decide(&county, &author, VILLAGE, &ids[0], NULL, "keep");
		world_decide(&county, &other, VILLAGE, &ids[1], NULL, "keep");
		trust = county_trust(&county);
		assert_int_equal(verdict(trust, &county, &ids[0]), TRUST_COUNTS);
		assert_int_equal(verdict(trust, &county, &ids[1]), TRUST_FORKED);
		trust_free(trust);
		world_release(&county.world);
	}
}

/* Rule C18: a step whose author's right never counted rivals none, nor does one that a genesis took from him. */
static void
fork__of_steps_without_right__is_none(void **state)
{
	struct county county;
	struct rivals_seen seen = { .ascending = true };
	struct id stretched, steps[2], receipts[4], later;
	struct trust *trust;

	(void)state;
	found(&county);
	stretched = world_person(&county.world, &county.inspector, 0, "inspector", VILLAGE, NULL);
	for (int i = 0; i < 2; i++) {
		steps[i] = fill(&county, &stretched);
		world_place(&county.world, &steps[i], 2, NULL);
	}
	receipts[0] = world_receipt(&county.world, &county.officers[0], 1, NULL, &county.clerk, 1);
	for (int i = 1; i < 4; i++) {
		receipts[i] = world_receipt(&county.world, &county.officers[0], 1, &receipts[0], &county.clerk, 1);
		world_place(&county.world, &receipts[i], 50, NULL);
	}
	trust = county_trust(&county);
	trust_each_fork(trust, see_rivals, &seen);
	assert_int_equal(seen.forks, 1); /* the receipts */
	assert_int_equal(seen.rivals, 3);
	trust_free(trust);
	later = world_genesis(&county.world, &county.officers[1], county.officers, 3, 2, 11, &county.genesis);
	world_upto(&county.world, &later, receipts, 3); /* the receiver moved, and one of the three is left out */
	world_endorse(&county.world, &county.officers[2], &later);
	trust = county_trust(&county);
	assert_true(id_equal(trust_genesis(trust), &later));
	assert_int_equal(trust_step(trust, &receipts[1]), TRUST_COUNTS);
	assert_int_equal(trust_step(trust, &receipts[2]), TRUST_COUNTS);
	assert_int_equal(trust_step(trust, &receipts[3]), TRUST_REVOKED);
	seen = (struct rivals_seen){ .ascending = true };
	trust_each_fork(trust, see_rivals, &seen);
	assert_int_equal(seen.forks, 1);
	assert_int_equal(seen.rivals, 2);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C21, of equals: to keep one branch and to let both stand contradict each other; to keep one and the same does not. */
static void
decision__of_equals__holds_when_they_say_the_same(void **state)
{
	static const struct {
		const char *verdicts[2];
		int about[2];
		bool kept[2];
	} cases[] = {
		{ { "keep", "both" }, { 0, 0 }, { false, false } }, { { "both", "keep" }, { 0, 0 }, { false, false } },
		{ { "keep", "keep" }, { 0, 0 }, { true, false } },  { { "keep", "keep" }, { 0, 1 }, { false, false } },
		{ { "both", "both" }, { 0, 0 }, { true, true } },
	};

	(void)state;
	for (size_t c = 0; c < ARRAY_LEN(cases); c++) {
		struct county county;
		struct id ids[4], authors[2];
		struct trust *trust;

		found(&county);
		fork_log(&county, ids);
		authors[0] = county.clerk;
		authors[1] = world_person(&county.world, &county.officers[0], 71, "clerk", TOWNSHIP, NULL);
		for (int i = 0; i < 2; i++)
			world_decide(&county, &authors[i], VILLAGE, &ids[cases[c].about[i]], NULL, cases[c].verdicts[i]);
		trust = county_trust(&county);
		for (int i = 0; i < 2; i++)
			assert_int_equal(verdict(trust, &county, &ids[i]), cases[c].kept[i] ? TRUST_COUNTS : TRUST_FORKED);
		trust_free(trust);
		world_release(&county.world);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fork__holds_neither__until_something_says_which_was_earlier),
		cmocka_unit_test(fork__keeps__the_branch_with_the_earlier_place_in_time),
		cmocka_unit_test(fork__keeps__what_a_decision_says),
		cmocka_unit_test(fork__is_of_one_log__whatever_others_sign),
		cmocka_unit_test(decision__counts_not__by_who_may_not_decide_there),
		cmocka_unit_test(decision__counts_not__by_a_revoked_clerk_or_one_without_right),
		cmocka_unit_test(decision__that_is_wider__holds),
		cmocka_unit_test(fork__behind_a_kept_branch__is_decided_by_itself),
		cmocka_unit_test(decision__is_as_wide__as_the_area_that_covers_it),
		cmocka_unit_test(fork__is_listed_once__settled_or_not),
		cmocka_unit_test(fork__takes_no_effect__from_other_kinds_nor_for_the_revoked),
		cmocka_unit_test(fork__of_many__is_told_in_order),
		cmocka_unit_test(fork__over_a_gap__rivals_every_branch),
		cmocka_unit_test(decision__about_a_branch__is_told_from_one_about_houses),
		cmocka_unit_test(decision__of_two_areas_that_cover_it__is_as_wide_as_the_shorter),
		cmocka_unit_test(fork__of_steps_without_right__is_none),
		cmocka_unit_test(decision__of_equals__holds_when_they_say_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
