#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/little_file.h"
#include "exchange/plan.h"
#include "step/log.h"

/* What a revocation leaves out of an export, and what goes all the same (doc/file-format, E6). An inspector signed three steps; the revocation
 * reaches to the first. */

#define VILLAGE "451224204201"

static struct little_file little;
static struct id officer, pack, thief, other, root, first, second, third;

static struct {
	struct log_key log;
	int64_t seq;
	struct id tip;
} ends[16]; /* of each person's logs, apart */

/* Signs and puts the next step of this author in this area. */
static struct id
put(const struct id *author, struct step *step)
{
	struct log_key log = { .author = *author, .device = little.device, .epoch = 1 };
	size_t i = 0;
	struct id id;

	strcpy(log.area, step->area);
	while (ends[i].seq && !log_equal(&ends[i].log, &log))
		i++;
	assert_true(i + 1 < ARRAY_LEN(ends));
	ends[i].log = log;
	little.seq[1] = ends[i].seq;
	little.tip[1] = ends[i].tip;
	id = little_put(&little, 1, author, step);
	ends[i].seq = little.seq[1];
	ends[i].tip = id;
	return id;
}

static struct step
step_of(const char *kind, const struct id *parent)
{
	struct step step = little_step(kind, VILLAGE);

	step.has_pack = true;
	step.pack = pack;
	step.has_building = strcmp(kind, "listing") != 0 && strcmp(kind, "signoff") != 0 && strcmp(kind, "manifest") != 0;
	step.building = root;
	if (strcmp(kind, "listing") == 0)
		value_set_text(&step.data, "village", VILLAGE);
	if (parent)
		step_add_parent(&step, parent);
	return step;
}

static struct id
fill(const struct id *author, const char *kind, const struct id *parent)
{
	struct step step = step_of(kind, parent);

	return put(author, &step);
}

static struct id
person(const struct id *issuer, const char *number, const char *role, const char *issues)
{
	struct step step = little_step("credential", "");
	struct value areas = value_list(), roles = value_list();
	char hex[SEAL_HEX_MAX + 1], *whole = mem_printf("000000000000000000000000000000%s", number);

	value_append_take(&areas, value_text("451224"));
	if (issues)
		value_append_take(&roles, value_text(issues));
	value_set_text(&step.data, "person", whole);
	value_set_text(&step.data, "name", role);
	value_set_text(&step.data, "role", role);
	value_set_take(&step.data, "areas", areas);
	value_set_take(&step.data, "issues", roles);
	value_set_text(&step.data, "sign_key", sign_key_hex(keys_sign_public(little.keys), hex));
	value_set_text(&step.data, "box_key", box_key_hex(keys_box_public(little.keys), hex));
	free(whole);
	return put(issuer, &step);
}

static struct id
bound(const struct id *of, const struct id *upto)
{
	struct step step = little_step("revocation", "");
	struct value ids = value_list();
	char hex[ID_HEX_LEN + 1];

	if (upto)
		value_append_take(&ids, value_text(id_hex(upto, hex)));
	step_data_set_id(&step.data, "of", of);
	value_set_text(&step.data, "reason", "retired");
	value_set_take(&step.data, "upto", ids);
	return put(&officer, &step);
}

/* A county receipt that names the step. */
static void
name_in_receipt(const struct id *author, int64_t seq, const struct id *tip)
{
	struct step step = little_step("receipt", "");
	struct log_key log = { .author = *author, .device = little.device, .area = VILLAGE, .epoch = 1 };
	struct value line = value_object(), logs = value_list(), prior = value_list();

	log_write(&log, &line);
	value_set_integer(&line, "seq", seq);
	step_data_set_id(&line, "tip", tip);
	value_append_take(&logs, line);
	value_set_take(&step.data, "logs", logs);
	value_set_take(&step.data, "prior", prior);
	put(&officer, &step);
}

static int
make(void **state)
{
	struct pack *forms = little_pack();

	(void)state;
	memset(ends, 0, sizeof(ends));
	little_open(&little, "excluded");
	officer = little_person(&little, NULL, "000000000000000000000000000000aa", "county_officer", "451224", "inspector");
	little_found(&little, &officer, forms, &pack);
	ends[0].log = (struct log_key){ .author = officer, .device = little.device, .epoch = 1 };
	ends[0].seq = little.seq[0];
	ends[0].tip = little.tip[0];
	pack_free(forms);
	return 0;
}

static int
drop(void **state)
{
	(void)state;
	little_close(&little);
	return 0;
}

static bool
is_planned(const struct plan *plan, const struct id *id)
{
	for (size_t i = 0; i < plan->count; i++)
		if (id_equal(&plan->items[i].id, id))
			return true;
	return false;
}

/* Of these steps just those go that `goes` has a 1 for. */
static void
goes_of(const struct plan_to *to, const struct id *const *ids, const char *goes)
{
	struct err err = { 0 };
	char is[32] = "";
	struct plan plan;

	if (store_commit(little.store, &err) || plan_make(little.store, to, &plan, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; goes[i]; i++)
		is[i] = (char)('0' + is_planned(&plan, ids[i]));
	assert_string_equal(is, goes);
	plan_release(&plan);
	assert_int_equal(store_begin(little.store, &err), STATUS_OK);
}

static void
goes(const char *wanted)
{
	const struct id *ids[] = { &first, &second, &third };
	struct plan_addressee everybody = { 0 };

	goes_of(&(struct plan_to){ .addressees = &everybody, .addressee_count = 1 }, ids, wanted);
}

/* An inspector who signed three steps about a house that another one listed; of them the first counts. */
static void
sign_three(void)
{
	thief = person(&officer, "bb", "inspector", NULL);
	other = person(&officer, "cc", "inspector", NULL);
	root = fill(&other, "listing", NULL);
	first = fill(&thief, "registration", NULL);
	second = fill(&thief, "classification", NULL);
	third = fill(&thief, "registration", &first);
}

static void
export__leaves_out__what_an_upto_excludes(void **state)
{
	(void)state;
	sign_three();
	goes("111");
	bound(&thief, &first);
	goes("100");
}

static void
export__takes__what_a_county_receipt_names_and_what_that_descends_from(void **state)
{
	(void)state;
	sign_three();
	bound(&thief, &first);
	name_in_receipt(&thief, 2, &second);
	goes("110");
}

static void
export__takes__what_another_upto_names(void **state)
{
	(void)state;
	sign_three();
	bound(&thief, &first);
	bound(&thief, &third);
	goes("111");
}

static void
export__takes__what_a_step_of_another_leans_on__and_what_that_leans_on(void **state)
{
	struct step step;
	struct value upon = value_list();
	char hex[ID_HEX_LEN + 1];
	struct id fourth;
	const struct id *ids[] = { &first, &second, &third, &fourth };
	struct plan_addressee everybody = { 0 };
	struct plan_to to = { .addressees = &everybody, .addressee_count = 1 };

	(void)state;
	sign_three();
	fourth = fill(&thief, "registration", &third);
	bound(&thief, &first);
	goes_of(&to, ids, "1000");
	fill(&other, "registration", &fourth);
	goes_of(&to, ids, "1011");
	step = step_of("photo_check", NULL);
	value_append_take(&upon, value_text(id_hex(&second, hex)));
	value_set_take(&step.data, "_upon", upon);
	put(&other, &step);
	goes_of(&to, ids, "1111");
}

/* A step that is excluded itself keeps nothing. */
static void
export__leaves_out__what_only_excluded_steps_lean_on(void **state)
{
	struct id fourth;
	const struct id *ids[] = { &first, &second, &third, &fourth };
	struct plan_addressee everybody = { 0 };

	(void)state;
	sign_three();
	fourth = fill(&thief, "registration", &third);
	bound(&thief, NULL);
	goes_of(&(struct plan_to){ .addressees = &everybody, .addressee_count = 1 }, ids, "0000");
}

static void
export__takes__a_return_that_was_answered(void **state)
{
	struct step step;
	struct value items = value_list(), item = value_object(), answers = value_list(), answer = value_object();
	struct id returned;
	const struct id *ids[] = { &first, &second, &third, &returned };
	struct plan_addressee everybody = { 0 };
	struct plan_to to = { .addressees = &everybody, .addressee_count = 1 };

	(void)state;
	sign_three();
	step = step_of("signoff", NULL);
	step_data_set_id(&item, "building", &root);
	value_append_take(&items, item);
	value_set_text(&step.data, "chain", "survey");
	value_set_text(&step.data, "level", "team");
	value_set_text(&step.data, "decision", "return");
	value_set_take(&step.data, "items", items);
	value_set_text(&step.data, "reason", "x");
	value_set_take(&step.data, "errors", value_list());
	returned = put(&thief, &step);
	bound(&thief, &first);
	goes_of(&to, ids, "1000");
	step = step_of("photo_check", NULL);
	step_data_set_id(&answer, "of", &returned);
	value_set_text(&answer, "words", "done");
	value_append_take(&answers, answer);
	value_set_take(&step.data, "_answers", answers);
	put(&other, &step);
	goes_of(&to, ids, "1001");
}

static void
export__takes__a_manifest_that_was_gone_on_with(void **state)
{
	struct step step;
	struct id told;
	const struct id *ids[] = { &first, &second, &third, &told };
	struct plan_addressee everybody = { 0 };
	struct plan_to to = { .addressees = &everybody, .addressee_count = 1 };

	(void)state;
	sign_three();
	for (int i = 0; i < 2; i++) {
		step = step_of("manifest", i ? &told : NULL);
		value_set_text(&step.data, "division", VILLAGE);
		value_set_integer(&step.data, "buildings", 1);
		if (i == 0) {
			told = put(&thief, &step);
			bound(&thief, &first);
			goes_of(&to, ids, "1000");
		} else {
			put(&other, &step);
		}
	}
	goes_of(&to, ids, "1001");
}

/* Late work must reach somebody, who may let it count. */
static void
export__takes__what_was_signed_on_the_machine_itself(void **state)
{
	const struct id *ids[] = { &first, &second, &third };
	struct plan_addressee everybody = { 0 };

	(void)state;
	sign_three();
	bound(&thief, &first);
	goes_of(&(struct plan_to){ .addressees = &everybody, .addressee_count = 1, .own = &little.device }, ids, "111");
	goes_of(&(struct plan_to){ .addressees = &everybody, .addressee_count = 1, .own = &(struct device_id){ { 9 } } }, ids, "100");
}

/* What an excluded credential leads to is excluded; a revocation leans on the credential, which tells whose key was stolen. */
static void
export__leaves_out__whom_an_excluded_credential_made__but_not_what_a_revocation_is_of(void **state)
{
	struct id issuer, late, work, fine;
	const struct id *ids[] = { &late, &work, &fine };
	struct plan_addressee everybody = { 0 };
	struct plan_to to = { .addressees = &everybody, .addressee_count = 1 };

	(void)state;
	issuer = person(&officer, "dd", "inspector", "inspector");
	fine = person(&issuer, "ee", "inspector", NULL);
	late = person(&issuer, "ff", "inspector", NULL);
	work = fill(&late, "listing", NULL);
	bound(&issuer, &fine);
	goes_of(&to, ids, "001");
	bound(&late, NULL);
	goes_of(&to, ids, "101");
}

/* The end of what the addressee's own machine signed goes, whoever was revoked. */
static void
export__takes__the_end_of_what_the_addressees_machine_signed(void **state)
{
	const struct id *ids[] = { &first, &second, &third };
	struct plan_addressee everybody = { .devices = &little.device, .device_count = 1 };

	(void)state;
	sign_three();
	bound(&thief, &first);
	goes_of(&(struct plan_to){ .addressees = &everybody, .addressee_count = 1 }, ids, "101");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(export__leaves_out__what_an_upto_excludes, make, drop),
		cmocka_unit_test_setup_teardown(export__takes__what_a_county_receipt_names_and_what_that_descends_from, make, drop),
		cmocka_unit_test_setup_teardown(export__takes__what_another_upto_names, make, drop),
		cmocka_unit_test_setup_teardown(export__takes__what_a_step_of_another_leans_on__and_what_that_leans_on, make, drop),
		cmocka_unit_test_setup_teardown(export__leaves_out__what_only_excluded_steps_lean_on, make, drop),
		cmocka_unit_test_setup_teardown(export__takes__a_return_that_was_answered, make, drop),
		cmocka_unit_test_setup_teardown(export__takes__a_manifest_that_was_gone_on_with, make, drop),
		cmocka_unit_test_setup_teardown(export__takes__what_was_signed_on_the_machine_itself, make, drop),
		cmocka_unit_test_setup_teardown(export__leaves_out__whom_an_excluded_credential_made__but_not_what_a_revocation_is_of, make,
						drop),
		cmocka_unit_test_setup_teardown(export__takes__the_end_of_what_the_addressees_machine_signed, make, drop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
