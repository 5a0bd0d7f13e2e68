#include "../support/trust_world.h"

#include "trust/officers.h"
#include "trust/revocations.h"
#include "trust/standing.h"

/* Credentials and revocations: rules C6 and C9 to C15. */

/* Rule C9. */
static void
credential__counts_not__when_it_grants_more_than_its_issuer_has(void **state)
{
	struct county county;
	struct id role, area, lone, request, deep, widened;
	struct trust *trust;

	(void)state;
	found(&county);
	role = world_person(&county.world, &county.issuer, 20, "king", VILLAGE, NULL);
	area = world_person(&county.world, &county.issuer, 21, "inspector", "451225", NULL);
	lone = world_person(&county.world, &county.officers[0], 22, "issuer", "451224", "inspector");
	request = world_person(&county.world, NULL, 23, "inspector", VILLAGE, NULL);
	deep = world_person(&county.world, &county.inspector, 24, "inspector", VILLAGE, NULL);
	widened = world_person(&county.world, &county.issuer, 25, "inspector", VILLAGE, "inspector");
	trust = county_trust(&county);
	assert_int_equal(reason_of(trust, &county.issuer), TRUST_COUNTS);
	assert_int_equal(reason_of(trust, &county.inspector), TRUST_COUNTS);
	assert_int_equal(reason_of(trust, &county.clerk), TRUST_COUNTS);
	assert_int_equal(reason_of(trust, &role), TRUST_STRETCHED);
	assert_int_equal(reason_of(trust, &area), TRUST_STRETCHED);
	assert_int_equal(reason_of(trust, &lone), TRUST_NOT_ENDORSED);
	assert_int_equal(reason_of(trust, &request), TRUST_AUTHOR_NO_RIGHT);
	assert_int_equal(reason_of(trust, &deep), TRUST_STRETCHED);
	assert_int_equal(reason_of(trust, &widened), TRUST_STRETCHED);
	assert_true(trust_may_issue(trust, &county.issuer, trust_credential(trust, &county.inspector)));
	assert_false(trust_may_issue(trust, &county.issuer, trust_credential(trust, &area)));
	assert_false(trust_may_issue(trust, &county.issuer, trust_credential(trust, &county.issuer)));
	assert_true(trust_issued(trust, &county.officers[0], &county.inspector));
	assert_true(trust_issued(trust, &county.issuer, &county.inspector));
	assert_false(trust_issued(trust, &county.officers[1], &county.inspector));
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C10. */
static void
credential__counts_not__with_more_than_64_areas_or_issues(void **state)
{
	(void)state;
	for (int issues = 0; issues < 2; issues++)
		for (int more = 0; more < 2; more++) {
			struct county county;
			struct id wide;
			struct value list = value_list();
			struct trust *trust;

			found(&county);
			wide = world_person(&county.world, &county.officers[0], 20, "inspector", VILLAGE, issues ? "inspector" : NULL);
			if (issues)
				world_endorse(&county.world, &county.officers[1], &wide);
			for (int i = 0; i < 64 + more; i++)
				value_append_take(&list, value_text(issues ? "inspector" : "451224"));
			value_set_take(&world_at(&county.world, &wide)->data, issues ? "issues" : "areas", list);
			trust = county_trust(&county);
			assert_int_equal(reason_of(trust, &wide), more ? TRUST_MALFORMED : TRUST_COUNTS);
			trust_free(trust);
			world_release(&county.world);
		}
}

/* A credential that lacks a member is nobody's; nor is what it signs. */
static void
credential__counts_not__when_a_member_is_missing(void **state)
{
	static const char *const members[] = { "person", "name", "role", "sign_key", "box_key" };

	for (size_t i = 0; i < ARRAY_LEN(members); i++) {
		struct county county;
		struct id maimed, form;
		struct trust *trust;

		(void)state;
		found(&county);
		maimed = world_person(&county.world, &county.officers[0], 20, "inspector", VILLAGE, NULL);
		value_set_integer(&world_at(&county.world, &maimed)->data, members[i], 7);
		form = fill(&county, &maimed);
		trust = county_trust(&county);
		assert_int_equal(trust_step(trust, &maimed), TRUST_MALFORMED);
		assert_null(trust_credential(trust, &maimed));
		assert_int_equal(trust_step(trust, &county.inspector), TRUST_COUNTS);
		assert_int_equal(verdict(trust, &county, &form), TRUST_AUTHOR_UNKNOWN);
		trust_free(trust);
		world_release(&county.world);
	}
}

/* S15: the business of a step about trust is the whole county's. */
static void
credential__counts_not__in_a_log_of_an_area(void **state)
{
	struct county county;
	struct id local;
	struct trust *trust;

	(void)state;
	found(&county);
	local = world_person(&county.world, &county.officers[0], 20, "inspector", VILLAGE, NULL);
	strcpy(world_at(&county.world, &local)->area, VILLAGE);
	trust = county_trust(&county);
	assert_int_equal(reason_of(trust, &local), TRUST_HAS_AREA);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C11; attack 5: one officer alone, revoked or not, revokes anybody. */
static void
revocation__counts__by_rank_and_threshold(void **state)
{
	struct county county;
	struct id of_issuer, of_officer, by_inspector, by_issuer, beside;
	struct trust *trust;

	(void)state;
	found(&county);
	of_issuer = world_revoke(&county.world, &county.officers[1], &county.issuer, "retired", NULL, 0);
	of_officer = world_revoke(&county.world, &county.officers[1], &county.officers[2], "stolen", NULL, 0);
	world_endorse(&county.world, &county.officers[0], &of_officer);
	by_inspector = world_revoke(&county.world, &county.inspector, &county.clerk, "stolen", NULL, 0);
	beside = world_revoke(&county.world, &county.issuer, &county.clerk, "stolen", NULL, 0); /* the officers issued the clerk */
	trust = county_trust(&county);
	assert_int_equal(trust_step(trust, &of_issuer), TRUST_NOT_ENDORSED);
	assert_false(trust_credential(trust, &county.issuer)->revoked);
	assert_int_equal(trust_step(trust, &of_officer), TRUST_COUNTS); /* of the key; the officer himself only a later genesis drops */
	assert_false(trust_credential(trust, &county.officers[2])->revoked);
	assert_int_equal(trust_step(trust, &by_inspector), TRUST_NOT_ABOVE);
	assert_int_equal(trust_step(trust, &beside), TRUST_NOT_ABOVE);
	assert_false(trust_credential(trust, &county.clerk)->revoked);
	assert_true(trust_may_revoke(trust, &county.issuer, &county.inspector));
	assert_false(trust_may_revoke(trust, &county.issuer, &county.clerk));
	assert_false(trust_may_revoke(trust, &county.officers[0], &county.officers[1]));
	trust_free(trust);
	world_endorse(&county.world, &county.officers[2], &of_issuer);
	by_issuer = world_revoke(&county.world, &county.issuer, &county.inspector, "retired", NULL, 0);
	trust = county_trust(&county);
	assert_int_equal(trust_step(trust, &of_issuer), TRUST_COUNTS);
	assert_true(trust_credential(trust, &county.issuer)->revoked);
	/* What he issued before is an act of his that no receipt covers (rule C14), and so is what he revokes. */
	assert_int_equal(reason_of(trust, &county.inspector), TRUST_REVOKED);
	assert_int_equal(trust_step(trust, &by_issuer), TRUST_REVOKED);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C14. */
/* What is not judged by rank has its own reason. */
static void
revocation__counts_not__when_it_is_about_nobody_or_an_area(void **state)
{
	struct county county;
	struct id unknown = world_id(5000000), of_nobody, local, nobodys;
	struct trust *trust;

	(void)state;
	found(&county);
	of_nobody = world_revoke(&county.world, &county.officers[0], &unknown, "retired", NULL, 0);
	local = world_revoke(&county.world, &county.officers[0], &county.inspector, "retired", NULL, 0);
	strcpy(world_at(&county.world, &local)->area, TOWNSHIP);
	world_step_on(&county.world, STEP_REVOCATION, &unknown, 9, "", &nobodys);
	trust = county_trust(&county);
	assert_int_equal(trust_step(trust, &of_nobody), TRUST_UNKNOWN_OF);
	assert_int_equal(trust_step(trust, &local), TRUST_HAS_AREA);
	assert_int_equal(trust_step(trust, &nobodys), TRUST_AUTHOR_UNKNOWN);
	assert_false(trust_credential(trust, &county.inspector)->revoked);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C12: of two that are not replaced each holds, whichever goes further: a step that one names and that another's receipt covers stands. */
static void
revocation__beside_another__leaves_what_both_leave(void **state)
{
	struct county county;
	struct id forms[3], receipts[3], upto[2], bound;
	struct trust *trust;

	(void)state;
	found(&county);
	for (int i = 0; i < 3; i++) {
		forms[i] = fill(&county, &county.inspector);
		receipts[i] = world_receipt(&county.world, &county.officers[0], 1, i ? &receipts[i - 1] : NULL, &forms[i], 1);
	}
	upto[0] = receipts[0];
	upto[1] = forms[1];
	world_revoke(&county.world, &county.officers[1], &county.inspector, "retired", upto, 2);
	trust = county_trust(&county);
	bound = trust_credential(trust, &county.inspector)->bound;
	assert_int_equal(verdict(trust, &county, &forms[1]), TRUST_COUNTS);
	trust_free(trust);
	world_revoke(&county.world, &county.officers[2], &county.inspector, "retired", &receipts[2], 1);
	trust = county_trust(&county);
	assert_false(id_equal(&bound, &trust_credential(trust, &county.inspector)->bound));
	assert_int_equal(verdict(trust, &county, &forms[0]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &forms[1]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &forms[2]), TRUST_REVOKED);
	trust_free(trust);
	world_release(&county.world);
}

static void
revocation__leaves__whom_a_revoked_issuer_had_issued(void **state)
{
	struct county county;
	struct id receipt, revocation, later;
	struct trust *trust;

	(void)state;
	found(&county);
	receipt = world_receipt(&county.world, &county.officers[0], 1, NULL, &county.inspector, 1);
	revocation = world_revoke(&county.world, &county.officers[1], &county.issuer, "retired", &receipt, 1);
	world_endorse(&county.world, &county.officers[2], &revocation);
	later = world_person(&county.world, &county.issuer, 20, "inspector", VILLAGE, NULL);
	trust = county_trust(&county);
	assert_int_equal(reason_of(trust, &county.inspector), TRUST_COUNTS);
	assert_int_equal(reason_of(trust, &later), TRUST_REVOKED);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C12: of several each holds; one replaces what is by its own author or a lower one. */
static void
revocation__replaces__only_what_is_lower_or_its_own(void **state)
{
	struct county county;
	struct id forms[2], strict, wide, by_issuer;
	struct trust *trust;

	(void)state;
	found(&county);
	for (int i = 0; i < 2; i++)
		forms[i] = fill(&county, &county.inspector);
	strict = world_revoke(&county.world, &county.officers[1], &county.inspector, "retired", &forms[0], 1);
	wide = world_revoke(&county.world, &county.officers[2], &county.inspector, "retired", &forms[1], 1);
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &forms[0]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &forms[1]), TRUST_REVOKED);
	trust_free(trust);
	step_add_parent(world_at(&county.world, &wide), &strict); /* another officer's: not without the threshold */
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &forms[1]), TRUST_REVOKED);
	trust_free(trust);
	by_issuer = world_revoke(&county.world, &county.issuer, &county.inspector, "retired", &forms[1], 1);
	step_add_parent(world_at(&county.world, &by_issuer), &strict); /* a lower one */
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &forms[1]), TRUST_REVOKED);
	trust_free(trust);
	world_endorse(&county.world, &county.officers[0], &wide);
	trust = county_trust(&county);
	assert_int_equal(trust_step(trust, &strict), TRUST_SUPERSEDED);
	assert_int_equal(verdict(trust, &county, &forms[1]), TRUST_COUNTS);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C13; attack 12: who was revoked once signs again, with the same key, by a new right or by the old one lifted. */
static void
revocation__bars_no_new_right__on_the_same_key_and_is_lifted(void **state)
{
	struct county county;
	struct id revocation, lifted, anew, form;
	struct trust *trust;

	(void)state;
	found(&county);
	revocation = world_revoke(&county.world, &county.officers[1], &county.clerk, "retired", NULL, 0);
	form = fill(&county, &county.clerk);
	anew = world_credential(&county.world, &county.officers[0], 3, "clerk", TOWNSHIP, NULL, 500, 500);
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &form), TRUST_REVOKED);
	trust_free(trust);
	{ /* the new right is on the key that the old one has */
		struct step *old = world_at(&county.world, &county.clerk), *now = world_at(&county.world, &anew);

		value_set_text(&now->data, "sign_key", value_get_text(&old->data, "sign_key"));
		value_set_text(&now->data, "person", value_get_text(&old->data, "person"));
	}
	trust = county_trust(&county);
	assert_false(trust_credential(trust, &anew)->revoked);
	assert_true(trust_credential(trust, &county.clerk)->revoked);
	assert_true(credential_same_human(trust_credential(trust, &anew), trust_credential(trust, &county.clerk)));
	trust_free(trust);
	lifted = world_revoke(&county.world, &county.officers[1], &county.clerk, "lifted", NULL, 0);
	step_add_parent(world_at(&county.world, &lifted), &revocation);
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &form), TRUST_COUNTS);
	assert_false(trust_credential(trust, &county.clerk)->revoked);
	trust_free(trust);
	world_release(&county.world);
}

/* Rules C13 and C15. */
static void
revocation__of_a_stolen_key__fells_its_credentials_until_enough_lift_it(void **state)
{
	struct county county;
	struct id own, other, theft, milder, lifted, officer;
	struct trust *trust;

	(void)state;
	found(&county);
	own = world_credential(&county.world, &county.issuer, 0, "inspector", VILLAGE, NULL, 700, 700);
	other = world_credential(&county.world, &county.officers[0], 0, "clerk", TOWNSHIP, NULL, 701, 700);
	theft = world_revoke(&county.world, &county.issuer, &own, "stolen", NULL, 0);
	trust = county_trust(&county);
	assert_true(trust_credential(trust, &own)->revoked);
	assert_false(trust_credential(trust, &other)->revoked); /* nobody's word reaches one beside or above him */
	trust_free(trust);
	theft = world_revoke(&county.world, &county.officers[1], &own, "stolen", NULL, 0);
	officer = world_credential(&county.world, &county.officers[0], 0, "inspector", VILLAGE, NULL, 702, 700);
	trust = county_trust(&county);
	assert_true(trust_credential(trust, &other)->revoked);
	assert_true(trust_credential(trust, &officer)->revoked); /* also later ones */
	trust_free(trust);
	milder = world_revoke(&county.world, &county.officers[1], &own, "retired", NULL, 0);
	step_add_parent(world_at(&county.world, &milder), &theft);
	lifted = world_revoke(&county.world, &county.officers[1], &own, "lifted", NULL, 0);
	step_add_parent(world_at(&county.world, &lifted), &theft);
	trust = county_trust(&county);
	assert_true(trust_credential(trust, &other)->revoked);
	trust_free(trust);
	world_endorse(&county.world, &county.officers[0], &lifted);
	trust = county_trust(&county);
	assert_false(trust_credential(trust, &other)->revoked);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C6; attack 6: a person's number that is copied joins nobody while it does not count, and never two officers. */
static void
persons__are_joined__by_what_counts_alone(void **state)
{
	struct county county;
	struct id copied;
	struct trust *trust;
	struct step *step;

	(void)state;
	found(&county);
	copied = world_person(&county.world, &county.inspector, 30, "inspector", VILLAGE, NULL); /* who may issue nothing */
	step = world_at(&county.world, &copied);
	value_set_text(&step->data, "person", value_get_text(&world_at(&county.world, &county.officers[0])->data, "person"));
	value_set_text(&step->data, "sign_key", value_get_text(&world_at(&county.world, &county.officers[1])->data, "sign_key"));
	trust = county_trust(&county);
	assert_true(id_equal(trust_pack(trust), &county.pack)); /* two officers agreed */
	assert_false(credential_same_human(trust_credential(trust, &county.officers[0]), trust_credential(trust, &county.officers[1])));
	trust_free(trust);
	step->author = county.officers[0]; /* an officer says that they are one: it counts, and the threshold still has two of them */
	step->device = world_device(1);
	world_place(&county.world, &copied, 50, NULL);
	trust = county_trust(&county);
	assert_int_equal(reason_of(trust, &copied), TRUST_COUNTS);
	assert_true(id_equal(trust_pack(trust), &county.pack));
	assert_true(credential_same_human(trust_credential(trust, &county.officers[0]), trust_credential(trust, &county.officers[1])));
	trust_free(trust);
	world_release(&county.world);
}

/* Who may issue what, and how far up the issuers go. */
static void
credential__is_issued__by_who_stands_and_has_it(void **state)
{
	struct county county;
	struct id asked, wide, clerk, teaching, deep[4], revoked, unheard = world_id(6000);
	struct trust *trust;

	(void)state;
	found(&county);
	asked = world_person(&county.world, NULL, 60, "inspector", VILLAGE, NULL);
	wide = world_person(&county.world, NULL, 61, "issuer", TOWNSHIP, "inspector");
	clerk = world_person(&county.world, NULL, 63, "clerk", VILLAGE, NULL);
	teaching = world_person(&county.world, NULL, 64, "inspector", VILLAGE, "inspector");
	for (size_t i = 0; i < 4; i++)
		deep[i] = world_person(&county.world, i ? &deep[i - 1] : &county.issuer, 62, "inspector", VILLAGE, "inspector");
	trust = county_trust(&county);
	assert_true(trust_may_issue(trust, &county.issuer, trust_credential(trust, &asked)));
	assert_true(trust_may_issue(trust, &county.officers[0], trust_credential(trust, &asked)));
	assert_true(trust_may_issue(trust, &county.officers[0], trust_credential(trust, &wide)));
	assert_false(trust_may_issue(trust, &county.issuer, trust_credential(trust, &wide)));
	assert_true(trust_may_issue(trust, &county.officers[0], trust_credential(trust, &clerk)));
	assert_false(trust_may_issue(trust, &county.issuer, trust_credential(trust, &clerk)));
	assert_false(trust_may_issue(trust, &county.issuer, trust_credential(trust, &teaching)));
	assert_false(trust_may_issue(trust, &county.inspector, trust_credential(trust, &asked)));
	assert_false(trust_may_issue(trust, &deep[0], trust_credential(trust, &asked))); /* a right that does not count */
	assert_false(trust_may_issue(trust, &unheard, trust_credential(trust, &asked)));
	assert_true(trust_issued(trust, &county.issuer, &deep[2]));
	assert_false(trust_issued(trust, &county.issuer, &deep[3])); /* no right is as deep */
	assert_false(trust_issued(trust, &county.issuer, &unheard));
	assert_false(trust_issued(trust, &unheard, &county.inspector));
	assert_true(trust_may_revoke(trust, &county.issuer, &county.inspector));
	assert_true(trust_may_revoke(trust, &county.officers[0], &county.inspector));
	assert_false(trust_may_revoke(trust, &county.clerk, &county.inspector));
	assert_false(trust_may_revoke(trust, &county.officers[0], &county.officers[1]));
	assert_false(trust_may_revoke(trust, &deep[0], &deep[1])); /* he issued it, and has no right */
	assert_false(trust_may_revoke(trust, &unheard, &county.inspector));
	assert_false(trust_may_revoke(trust, &county.issuer, &unheard));
	trust_free(trust);
	revoked = world_revoke(&county.world, &county.officers[0], &county.issuer, "retired", &county.inspector, 1);
	world_endorse(&county.world, &county.officers[1], &revoked);
	trust = county_trust(&county);
	assert_int_equal(reason_of(trust, &county.inspector), TRUST_COUNTS); /* of before */
	assert_false(trust_may_issue(trust, &county.issuer, trust_credential(trust, &asked)));
	assert_false(trust_may_revoke(trust, &county.issuer, &county.inspector));
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C12, of stolen keys: without the threshold its own author may only leave less of it, and not what the threshold stands behind. */
static void
revocation__of_a_stolen_key__is_replaced_by_one_that_leaves_no_more(void **state)
{
	static const struct {
		const char *reason;
		size_t first, count; /* of the forms that the later one leaves */
		bool agreed, replaced;
	} cases[] = {
		{ "stolen", 0, 1, false, true },   { "stolen", 0, 2, false, true },  { "stolen", 0, 0, false, true },
		{ "stolen", 1, 2, false, false },  { "stolen", 2, 1, false, false }, { "stolen", 0, 1, true, false },
		{ "retired", 0, 1, false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct county county;
		struct id forms[3], old, now;
		struct trust *trust;

		found(&county);
		for (int f = 0; f < 3; f++)
			forms[f] = fill(&county, &county.inspector);
		old = world_revoke(&county.world, &county.officers[1], &county.inspector, "stolen", forms, 2);
		if (cases[i].agreed)
			world_endorse(&county.world, &county.officers[2], &old);
		now = world_revoke(&county.world, &county.officers[1], &county.inspector, cases[i].reason, &forms[cases[i].first],
				   cases[i].count);
		step_add_parent(world_at(&county.world, &now), &old);
		trust = county_trust(&county);
		assert_int_equal(trust_step(trust, &old), cases[i].replaced ? TRUST_SUPERSEDED : TRUST_COUNTS);
		assert_int_equal(trust_step(trust, &now), TRUST_COUNTS);
		trust_free(trust);
		world_release(&county.world);
	}
}

/* Rule C12: an officer's word replaces an issuer's; one that does not count replaces nothing, and what is no revocation is none. */
static void
revocation__replaces__when_it_counts_itself(void **state)
{
	struct county county;
	struct id forms[2], old, now, lifted, of_issuer;
	struct trust *trust;

	(void)state;
	found(&county);
	for (int i = 0; i < 2; i++)
		forms[i] = fill(&county, &county.inspector);
	old = world_revoke(&county.world, &county.issuer, &county.inspector, "retired", NULL, 0);
	now = world_revoke(&county.world, &county.officers[1], &county.inspector, "retired", forms, 1);
	step_add_parent(world_at(&county.world, &now), &old);
	step_add_parent(world_at(&county.world, &now), &county.pack); /* no revocation: nothing to replace */
	of_issuer = world_revoke(&county.world, &county.officers[1], &county.issuer, "retired", &county.inspector, 1);
	world_endorse(&county.world, &county.officers[2], &of_issuer);
	world_upto(&county.world, &of_issuer, &old, 1);
	trust = county_trust(&county);
	assert_int_equal(trust_step(trust, &old), TRUST_SUPERSEDED);
	assert_int_equal(verdict(trust, &county, &forms[0]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &forms[1]), TRUST_REVOKED);
	assert_true(trust_credential(trust, &county.issuer)->revoked);
	trust_free(trust);
	lifted = world_revoke(&county.world, &county.officers[1], &county.issuer, "lifted", NULL, 0); /* by himself, and alone */
	step_add_parent(world_at(&county.world, &lifted), &of_issuer);
	trust = county_trust(&county);
	assert_int_equal(trust_step(trust, &lifted), TRUST_NOT_ENDORSED);
	assert_int_equal(trust_step(trust, &of_issuer), TRUST_COUNTS);
	assert_true(trust_credential(trust, &county.issuer)->revoked);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C13: words of many about stolen keys, each with what it leaves: each holds for whom its author may revoke. */
static void
revocation__of_stolen_keys__holds_by_who_said_it(void **state)
{
	struct county county;
	struct id issuers[3], people[3][2], forms[3][2][4], all[3];
	struct trust *trust;

	(void)state;
	found(&county);
	for (size_t i = 0; i < 3; i++) {
		issuers[i] = world_person(&county.world, &county.officers[0], (uint8_t)(100 + i), "issuer", TOWNSHIP, "inspector");
		world_endorse(&county.world, &county.officers[1], &issuers[i]);
	}
	for (size_t i = 0; i < 3; i++) /* by issuer i, on key k */
		for (size_t k = 0; k < 2; k++) {
			people[i][k] = world_credential(&county.world, &issuers[i], (uint8_t)(110 + 2 * i + k), "inspector", VILLAGE, NULL,
							(int)(800 + k), (int)(800 + k));
			for (size_t f = 0; f < 4; f++)
				forms[i][k][f] = fill(&county, &people[i][k]);
		}
	/* Each issuer's word leaves one form more of his person; an officer's word about the first key leaves all. */
	for (size_t i = 0; i < 3; i++)
		for (size_t k = 0; k < 2; k++)
			world_revoke(&county.world, &issuers[i], &people[i][k], "stolen", &forms[i][k][i], 1);
	for (size_t i = 0; i < 3; i++)
		all[i] = forms[i][0][3];
	world_revoke(&county.world, &county.officers[0], &people[0][0], "stolen", all, 3);
	trust = county_trust(&county);
	for (size_t i = 0; i < 3; i++)
		for (size_t k = 0; k < 2; k++)
			for (size_t f = 0; f < 4; f++)
				assert_int_equal(verdict(trust, &county, &forms[i][k][f]), f <= i ? TRUST_COUNTS : TRUST_REVOKED);
	trust_free(trust);
	/* Two officers more, each of whom leaves nothing of another one's person. */
	for (size_t i = 1; i < 3; i++) {
		size_t spared = 3 - i;

		all[0] = forms[0][0][3];
		all[1] = forms[spared][0][3];
		world_revoke(&county.world, &county.officers[i], &people[0][0], "stolen", all, 2);
	}
	trust = county_trust(&county);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(verdict(trust, &county, &forms[i][0][0]), i == 0 ? TRUST_COUNTS : TRUST_REVOKED);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(verdict(trust, &county, &forms[i][1][0]), TRUST_COUNTS);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C13: who issues others and has the stolen key, too, falls by the threshold alone. */
static void
revocation__of_a_stolen_key__fells_issuers_by_the_threshold(void **state)
{
	struct county county;
	struct id person, issuer, request, theft, empty = { { 0 } };
	struct trust *trust;

	(void)state;
	found(&county);
	person = world_credential(&county.world, &county.officers[0], 60, "inspector", VILLAGE, NULL, 700, 700);
	issuer = world_credential(&county.world, &county.officers[0], 61, "issuer", TOWNSHIP, "inspector", 700, 700);
	world_endorse(&county.world, &county.officers[1], &issuer);
	request = world_credential(&county.world, NULL, 62, "officer", "451224", NULL, 701, 700); /* some genesis may name him */
	theft = world_revoke(&county.world, &county.officers[1], &person, "stolen", NULL, 0);
	trust = county_trust(&county);
	assert_true(trust_credential(trust, &person)->revoked);
	assert_false(trust_credential(trust, &issuer)->revoked);
	assert_true(trust_credential(trust, &request)->revoked);
	assert_false(id_equal(&trust_credential(trust, &request)->bound, &empty));
	trust_free(trust);
	world_endorse(&county.world, &county.officers[2], &theft);
	trust = county_trust(&county);
	assert_true(trust_credential(trust, &issuer)->revoked);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C6: persons are joined over a chain of numbers and keys, in whichever order they lie. */
static void
persons__are_joined__over_others(void **state)
{
	struct county county;
	struct id people[9];
	struct trust *trust;

	(void)state;
	found(&county);
	for (int i = 0; i < 8; i++) /* numbers 1 1 2 2 3 3 4 4, keys 1 2 2 3 3 4 4 5 */
		people[i] = world_credential(&county.world, &county.officers[0], (uint8_t)(60 + i), "clerk", TOWNSHIP, NULL, 801 + i / 2,
					     801 + (i + 1) / 2);
	people[8] = world_credential(&county.world, &county.officers[0], 70, "clerk", TOWNSHIP, NULL, 809, 809);
	trust = county_trust(&county);
	for (int i = 0; i < 9; i++)
		for (int k = 0; k < 9; k++)
			assert_int_equal(credential_same_human(trust_credential(trust, &people[i]), trust_credential(trust, &people[k])),
					 i == k || (i < 8 && k < 8));
	trust_free(trust);
	world_release(&county.world);
}

/* What bounds a credential bears a name: another when another revocation holds. */
static void
revocation__names__what_bounds_a_credential(void **state)
{
	struct county county;
	struct id first, second, bounds[3];
	struct trust *trust;

	(void)state;
	found(&county);
	for (int i = 0; i < 3; i++) {
		if (i == 1)
			first = world_revoke(&county.world, &county.officers[1], &county.clerk, "retired", NULL, 0);
		if (i == 2) {
			second = world_revoke(&county.world, &county.officers[1], &county.clerk, "retired", NULL, 0);
			step_add_parent(world_at(&county.world, &second), &first);
		}
		trust = county_trust(&county);
		bounds[i] = trust_credential(trust, &county.clerk)->bound;
		trust_free(trust);
	}
	assert_false(id_equal(&bounds[0], &bounds[1]) || id_equal(&bounds[1], &bounds[2]) || id_equal(&bounds[0], &bounds[2]));
	world_release(&county.world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(credential__counts_not__when_it_grants_more_than_its_issuer_has),
		cmocka_unit_test(credential__counts_not__with_more_than_64_areas_or_issues),
		cmocka_unit_test(credential__counts_not__when_a_member_is_missing),
		cmocka_unit_test(credential__counts_not__in_a_log_of_an_area),
		cmocka_unit_test(revocation__counts__by_rank_and_threshold),
		cmocka_unit_test(revocation__counts_not__when_it_is_about_nobody_or_an_area),
		cmocka_unit_test(revocation__beside_another__leaves_what_both_leave),
		cmocka_unit_test(revocation__leaves__whom_a_revoked_issuer_had_issued),
		cmocka_unit_test(revocation__replaces__only_what_is_lower_or_its_own),
		cmocka_unit_test(revocation__bars_no_new_right__on_the_same_key_and_is_lifted),
		cmocka_unit_test(revocation__of_a_stolen_key__fells_its_credentials_until_enough_lift_it),
		cmocka_unit_test(persons__are_joined__by_what_counts_alone),
		cmocka_unit_test(credential__is_issued__by_who_stands_and_has_it),
		cmocka_unit_test(revocation__of_a_stolen_key__is_replaced_by_one_that_leaves_no_more),
		cmocka_unit_test(revocation__replaces__when_it_counts_itself),
		cmocka_unit_test(revocation__of_stolen_keys__holds_by_who_said_it),
		cmocka_unit_test(revocation__of_a_stolen_key__fells_issuers_by_the_threshold),
		cmocka_unit_test(persons__are_joined__over_others),
		cmocka_unit_test(revocation__names__what_bounds_a_credential),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
