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
#include "store/settle/follow.h"
#include "store/inside.h"
#include "store/proof/verify.h"
#include "trust/packs.h"

/* What a file derives depends on which steps are in it alone: not on the order in which they came, nor on when the file was opened. `store_verify`
 * derives everything anew from the steps and compares. */

#define AREA "451224204201"

static struct little_file little;
static struct id officer, inspector, pack, founding;
static int64_t clock_unix = 1700000000; /* no two houses have the same steps */

/* A county of an officer and an inspector; `waits`: nobody follows it yet. */
static void
found(bool waits)
{
	struct pack *forms = little_pack();

	officer = little_person(&little, NULL, "000000000000000000000000000000aa", "county_officer", "451224", "inspector");
	little.waits = waits;
	founding = little_found(&little, &officer, forms, &pack);
	inspector = little_person(&little, &officer, "000000000000000000000000000000bb", "inspector", AREA, NULL);
	pack_free(forms);
}

static int
make(void **state)
{

	(void)state;
	little_open(&little, "order");
	found(false);
	return 0;
}

static int
drop(void **state)
{
	(void)state;
	little_close(&little);
	return 0;
}

static void
expect_no_problem(enum verify_weight weight, const char *text, void *ctx)
{
	(void)ctx;
	if (weight == VERIFY_PROBLEM)
		fail_msg("%s", text);
}

static void
commit(void)
{
	struct err err = { 0 };

	if (store_commit(little.store, &err) || store_begin(little.store, &err))
		fail_msg("%s", err.text);
}

/* Commits; what is derived then is what the steps give. */
static void
expect_derived_right(void)
{
	struct verify_counts counts = { 0 };
	struct err err = { 0 };

	if (store_commit(little.store, &err) || store_verify(little.path, &counts, expect_no_problem, NULL, &err) ||
	    store_begin(little.store, &err))
		fail_msg("%s", err.text);
}

/* ---- steps */

/* The three forms of a new house. */
static void
sign_house(struct little_signed house[3])
{
	static const char *const forms[] = { "listing", "registration", "classification" };

	for (size_t i = 0; i < 3; i++) {
		struct step step = little_step(forms[i], AREA);

		step.at_unix = ++clock_unix;
		step.has_pack = true;
		step.pack = pack;
		step.has_building = i > 0;
		step.building = house[0].id;
		if (i == 0)
			value_set_text(&step.data, "village", AREA);
		if (i == 2)
			value_set_text(&step.data, "conclusion", "3");
		house[i] = little_sign(&little, 1, &inspector, &step);
	}
}

static void
take_house(struct little_signed house[3])
{
	for (size_t i = 0; i < 3; i++)
		little_take(&little, &house[i], FATE_STORED);
}

/* Revokes the inspector, but for what `upto` stands for (NULL: nothing); instead of `before` (NULL: of no other). */
static struct little_signed
sign_revocation(const char *reason, const struct id *upto, const struct id *before)
{
	struct step step = little_step("revocation", "");
	struct value list = value_list();
	char hex[ID_HEX_LEN + 1];

	if (upto)
		value_append_take(&list, value_text(id_hex(upto, hex)));
	if (before)
		step_add_parent(&step, before);
	step_data_set_id(&step.data, "of", &inspector);
	value_set_text(&step.data, "reason", reason);
	value_set_take(&step.data, "upto", list);
	return little_sign(&little, 0, &officer, &step);
}

static struct id
put_revocation(const char *reason, const struct id *upto, const struct id *before)
{
	struct little_signed is = sign_revocation(reason, upto, before);

	little_take(&little, &is, FATE_STORED);
	return is.id;
}

/* A county receipt behind `prior` (NULL: the first) that names the end of a log so far: of the officer's (0), the inspector's (1), or of none. */
static struct little_signed
sign_receipt(const struct id *prior, int of)
{
	struct step step = little_step("receipt", "");
	struct value priors = value_list(), logs = value_list();
	char hex[ID_HEX_LEN + 1];

	if (of >= 0) {
		struct log_key log = { .author = of ? inspector : officer, .device = little.device, .epoch = 1 };
		struct value line = value_object();

		strcpy(log.area, of ? AREA : "");
		log_write(&log, &line);
		value_set_integer(&line, "seq", little.seq[of]);
		step_data_set_id(&line, "tip", &little.tip[of]);
		value_append_take(&logs, line);
	}
	if (prior)
		value_append_take(&priors, value_text(id_hex(prior, hex)));
	value_set_take(&step.data, "prior", priors);
	value_set_take(&step.data, "logs", logs);
	return little_sign(&little, 0, &officer, &step);
}

/* ---- what a revocation leaves */

static void
late_steps__that_the_upto_names__give_older_ones_their_effect(void **state)
{
	struct little_signed first[3], second[3];

	(void)state;
	sign_house(first);
	sign_house(second);
	put_revocation("retired", &second[2].id, NULL);
	take_house(first);
	expect_derived_right();
	take_house(second);
	expect_derived_right();
}

/* The house is covered by the first of three receipts, of which the upto names one: whichever comes late links the house to the upto. */
static void
late_receipt__between_the_upto_and_the_house__gives_it_its_effect(void **state)
{
	(void)state;
	for (size_t named = 1; named < 3; named++) {
		struct little_signed house[3], receipts[3];

		sign_house(house);
		receipts[0] = sign_receipt(NULL, 1);
		receipts[1] = sign_receipt(&receipts[0].id, -1);
		receipts[2] = sign_receipt(&receipts[1].id, -1);
		put_revocation("retired", &receipts[named].id, NULL);
		take_house(house);
		little_take(&little, &receipts[0], FATE_STORED);
		little_take(&little, &receipts[2], FATE_STORED);
		expect_derived_right();
		little_take(&little, &receipts[1], FATE_STORED);
		expect_derived_right();
		drop(NULL);
		make(NULL);
	}
}

static void
second_revocation__knows_the_steps_since_the_first_was_lifted(void **state)
{
	struct little_signed house[3];
	struct id first, lifted;

	(void)state;
	first = put_revocation("retired", NULL, NULL);
	commit();
	lifted = put_revocation("lifted", NULL, &first);
	commit();
	sign_house(house);
	take_house(house);
	expect_derived_right();
	put_revocation("retired", &house[2].id, &lifted);
	expect_derived_right();
}

/* ---- forks */

/* Two steps at one place of a log wait for a county that nobody follows yet. */
static void
follow__sees_the_fork__of_steps_that_waited(void **state)
{
	struct little_signed house[3], other[3];
	struct err err = { 0 };

	(void)state;
	little.seq[0] = 0;
	little.seq[1] = 0;
	keys_free(little.keys);
	little.keys = keys_new();
	found(true);
	sign_house(house);
	little.seq[1] = 0;
	sign_house(other);
	for (size_t i = 0; i < 3; i++) {
		little_take(&little, &house[i], FATE_PENDING);
		little_take(&little, &other[i], FATE_PENDING);
	}
	commit();
	if (store_follow(little.store, &founding, &err))
		fail_msg("%s", err.text);
	assert_true(little.store->has_branches);
	expect_derived_right();
}

/* ---- when the file was opened */

/* Signs a pack of version 2; its id depends on its time alone. */
static struct little_signed
sign_second_pack(const struct pack *forms, int64_t at_unix)
{
	struct step step = little_step("pack", "");
	struct value files = value_copy(&forms->files);
	char *head = mem_strdup(value_get_text(&files, "pack.yaml")), *version = strstr(head, "version: 1\n");

	if (!version)
		fail_msg("%s", head);
	version[strlen("version: ")] = '2';
	value_set_text(&files, "pack.yaml", head);
	step.at_unix = at_unix;
	value_set_text(&step.data, "name", "history");
	value_set_integer(&step.data, "version", 2);
	value_set_take(&step.data, "files", files);
	free(head);
	return little_sign(&little, 0, &officer, &step);
}

/* An officer's log holds a form that this program does not know, between a pack and the receipt that covers it. A rival of the pack that no
 * receipt covers has the smaller id. */
static void
open__knows_every_place__of_logs_about_the_county(void **state)
{
	struct pack *forms = little_pack();
	struct step unknown = little_step("horoscope", "");
	struct little_signed covered = sign_second_pack(forms, 1700000000), receipt, rival;
	struct err err = { 0 };
	struct id tip;
	int64_t at_unix = 1700000000;

	(void)state;
	little_take(&little, &covered, FATE_STORED);
	unknown.has_pack = true;
	unknown.pack = pack;
	little_put(&little, 0, &officer, &unknown);
	receipt = sign_receipt(NULL, 0);
	little_take(&little, &receipt, FATE_STORED);
	tip = little.tip[0];
	for (;;) {
		rival = sign_second_pack(forms, ++at_unix);
		if (id_cmp(&rival.id, &covered.id) < 0)
			break;
		buf_release(&rival.body);
		little.tip[0] = tip;
		little.seq[0]--;
	}
	little_take(&little, &rival, FATE_STORED);
	expect_derived_right();
	assert_true(id_equal(trust_pack(store_trust(little.store)), &covered.id));
	store_close(little.store);
	if (store_open(little.path, STORE_WRITE, &little.store, &err) || store_begin(little.store, &err))
		fail_msg("%s", err.text);
	assert_true(id_equal(trust_pack(store_trust(little.store)), &covered.id));
	pack_free(forms);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(late_steps__that_the_upto_names__give_older_ones_their_effect, make, drop),
		cmocka_unit_test_setup_teardown(late_receipt__between_the_upto_and_the_house__gives_it_its_effect, make, drop),
		cmocka_unit_test_setup_teardown(second_revocation__knows_the_steps_since_the_first_was_lifted, make, drop),
		cmocka_unit_test_setup_teardown(follow__sees_the_fork__of_steps_that_waited, make, drop),
		cmocka_unit_test_setup_teardown(open__knows_every_place__of_logs_about_the_county, make, drop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
