#include "../../support/trust_world.h"

#include "trust/asked.h"

/* Which credential answers a request: trust_answer. */

struct answering {
	const char *role, *issues, *reason; /* what is asked for, and why it was taken back; NULL: it was not */
	const char *area;
	bool by_officer, endorsed, for_it; /* for_it: the credential names the request */
	bool answers;
};

static void
answer__is_a_right_that_counted_or_may_yet(void **state)
{
	static const struct answering cases[] = {
		{ "inspector", NULL, NULL, VILLAGE, false, false, true, true },
		{ "inspector", NULL, NULL, VILLAGE, false, false, false, true },     /* it gives all that is asked for */
		{ "inspector", NULL, "retired", VILLAGE, false, false, true, true }, /* who asks again makes a request anew */
		{ "inspector", NULL, "retired", VILLAGE, false, false, false, false },
		{ "issuer", "inspector", NULL, TOWNSHIP, true, false, true, true }, /* until the others agree */
		{ "issuer", "inspector", NULL, TOWNSHIP, true, false, false, false },
		{ "issuer", "inspector", NULL, TOWNSHIP, true, true, false, true },
		/* Given by an issuer whose area, or whose roles, these are not: it never counted, also when it was taken back. */
		{ "inspector", NULL, NULL, "451224101201", false, false, true, false },
		{ "inspector", NULL, "mistake", "451224101201", false, false, true, false },
		{ "clerk", NULL, NULL, VILLAGE, false, false, true, false },
		{ "issuer", "inspector", NULL, VILLAGE, false, true, true, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct county county;
		struct credential asked;
		struct id request, given;
		struct trust *trust;
		const struct credential *answer;

		found(&county);
		request = world_credential(&county.world, NULL, 60, cases[i].role, cases[i].area, cases[i].issues, 900, 900);
		given = world_credential(&county.world, cases[i].by_officer ? &county.officers[0] : &county.issuer, 60, cases[i].role,
					 cases[i].area, cases[i].issues, 900, 900);
		if (cases[i].for_it)
			step_data_set_id(&world_at(&county.world, &given)->data, "request", &request);
		if (cases[i].endorsed)
			world_endorse(&county.world, &county.officers[1], &given);
		if (cases[i].reason)
			world_revoke(&county.world, &county.officers[1], &given, cases[i].reason, NULL, 0);
		assert_true(credential_from_step(&request, world_at(&county.world, &request), &asked));
		strcpy(world_at(&county.world, &request)->kind, "epoch"); /* a request is no step of the journal */
		trust = county_trust(&county);
		answer = trust_answer(trust, &asked);
		if (!answer != !cases[i].answers || (answer && !id_equal(&answer->id, &given)))
			fail_msg("case %zu: %s", i, answer ? "answered" : "not answered");
		credential_release(&asked);
		trust_free(trust);
		world_release(&county.world);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answer__is_a_right_that_counted_or_may_yet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
