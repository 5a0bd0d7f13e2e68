#include "../../support/app_people.h"
#include "../../support/shares.h"

#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/vault.h"
#include "store/journal.h"
#include "trust/credential.h"
#include "trust/holders.h"

/* Keys of private values, and rights: what a share by anybody may do, and under which of several rights on one key a person acts. */

static const char here[] = "451224100001", there[] = "451224100002", elsewhere[] = "451224101201";

/* The unlocked person signs, about the area, that the holders have the key, said to be of the village. */
static void
share(const char *area, const char *village, const struct data_key *key, const struct id *to, size_t count)
{
	struct value list = value_list();
	struct err err = { 0 };
	struct step step;
	struct id id;

	act_step_start(&step, STEP_SHARE);
	step_set_area(&step, area);
	step_data_set_id(&step.data, "key", &key->id);
	value_set_text(&step.data, "village", village);
	for (size_t i = 0; i < count; i++) {
		const struct credential *reader = trust_credential(store_trust(app_store(app)), &to[i]);
		char hex[SEAL_HEX_MAX + 1];
		struct value item = value_object();
		struct sealed_key sealed;

		data_key_seal(key, &reader->box_key, &sealed);
		step_data_set_id(&item, "credential", &to[i]);
		value_set_text(&item, "sealed", sealed_key_hex(&sealed, hex));
		value_append_take(&list, item);
	}
	value_set_take(&step.data, "to", list);
	must(act_begin(app, &err), &err);
	must(act_end(app, act_put(app_store(app), app_signer(app), &step, &id, &err), &err), &err);
	step_release(&step);
}

static bool
seals_with(const char *village, const struct data_key *key)
{
	struct data_key own;

	return vault_has_key(app, village, &own) && id_equal(&own.id, &key->id);
}

static void
share__opens_nothing__outside_its_village(void **state)
{
	char intruder[33], victim[33];
	struct data_key key;
	struct id reader;

	(void)state;
	data_key_new(&key);
	come("外村人", intruder);
	come("本村人", victim);
	grant_in(intruder, here);
	reader = grant_in(victim, there);
	unlock(intruder);
	share(here, there, &key, &reader, 1);
	unlock(victim);
	assert_null(vault_held(app, &key.id));
	assert_false(seals_with(there, &key));
}

static void
unlock__passes_over__a_key_of_a_village_not_the_persons_own(void **state)
{
	char insider[33], stranger[33];
	struct data_key key;
	struct id reader;
	char *said;

	(void)state;
	data_key_new(&key);
	come("内", insider);
	come("外", stranger);
	grant_in(insider, elsewhere);
	reader = grant_in(stranger, there);
	unlock(insider);
	share(elsewhere, elsewhere, &key, &reader, 1);
	free(app_take_said(app));
	unlock(stranger);
	said = app_take_said(app);
	assert_null(said);
	assert_non_null(vault_held(app, &key.id));
}

/* A laptop of the village is lost: its people seal with no key any more that was on it. */
static void
lose_laptop_of(const char *village)
{
	char lost[33];
	struct id credential;

	come("失机", lost);
	credential = grant_in(lost, village);
	revoke_stolen(&credential);
}

static void
key__is_only_read_with__once_it_was_on_a_stolen_laptop(void **state)
{
	const char *village = "451224101204";
	struct data_key before, after;
	char colleague[33];
	struct err err = { 0 };

	(void)state;
	come("同村", colleague);
	grant_in(colleague, village);
	unlock(colleague);
	assert_true(vault_has_key(app, village, &before));
	lose_laptop_of(village);
	unlock(colleague);
	assert_non_null(vault_held(app, &before.id));
	assert_true(vault_reads(app, village));
	assert_false(vault_has_key(app, village, &after));
	must(act_begin(app, &err), &err);
	must(act_end(app, vault_key(app, village, &after, &err), &err), &err);
	assert_false(id_equal(&after.id, &before.id));
	unlock(officer); /* who stands reads the new key, and lets it be */
	assert_true(seals_with(village, &after));
}

/* A thief's share is no word any more: what was sealed with its key can be read, nothing more is sealed with the key. */
static void
share__is_only_read_with__when_it_does_not_count(void **state)
{
	char thief[33], colleague[33];
	struct data_key key, own;
	struct err err = { 0 };
	struct id readers[2];

	(void)state;
	data_key_new(&key);
	lose_laptop_of("451224101202");
	come("失主", thief);
	come("同事", colleague);
	readers[0] = grant_in(thief, "451224101202");
	readers[1] = grant_in(colleague, "451224101202");
	unlock(thief);
	share("451224101202", "451224101202", &key, readers, 2);
	unlock(colleague);
	assert_true(seals_with("451224101202", &key));
	revoke_stolen(&readers[0]);
	unlock(colleague);
	assert_non_null(vault_held(app, &key.id));
	assert_false(seals_with("451224101202", &key));
	must(act_begin(app, &err), &err);
	must(act_end(app, vault_key(app, "451224101202", &own, &err), &err), &err);
	assert_false(id_equal(&own.id, &key.id));
	assert_true(seals_with("451224101202", &own));
}

/* What a reader was given opens for him; with a key that also somebody else has, nothing more of the village is sealed. */
static void
key__is_only_read_with__where_somebody_knows_it_who_is_no_reader(void **state)
{
	const char *village = "451224101205";
	char reader[33], stranger[33];
	struct data_key key;
	struct id to[2], request;

	(void)state;
	data_key_new(&key);
	lose_laptop_of(village); /* the key of before is sealed with no more */
	come("村里人", reader);
	come("鉴定人", stranger);
	to[0] = grant_in(reader, village);
	request = ask_for(stranger, "appraiser", "451224", NULL);
	to[1] = give(&request);
	unlock(reader);
	share(village, village, &key, to, 1);
	unlock(reader);
	assert_true(seals_with(village, &key));
	share(village, village, &key, to, 2);
	unlock(reader);
	assert_non_null(vault_held(app, &key.id));
	assert_false(seals_with(village, &key));
}

static void
key__is_passed_on__under_the_right_over_its_village(void **state)
{
	const char *const villages[] = { "451224101203", "451224100003" };
	struct data_key keys[2];
	struct err err = { 0 };
	struct id rights[2];
	char person[33];
	size_t before;

	(void)state;
	come("两处", person);
	for (size_t i = 0; i < 2; i++)
		rights[i] = grant_in(person, villages[i]);
	unlock(person);
	for (size_t i = 0; i < 2; i++) {
		data_key_new(&keys[i]);
		assert_true(act_under(app, &rights[i]));
		share(villages[i], villages[i], &keys[i], &rights[i], 1);
	}
	before = shares_in(app_store(app));
	unlock(person);
	for (size_t i = 0; i < 2; i++)
		assert_non_null(vault_held(app, &keys[i].id));
	assert_true(shares_in(app_store(app)) >= before + 2);
	before = shares_in(app_store(app));
	for (size_t i = 0; i < 2; i++) {
		assert_true(act_under(app, &rights[i]));
		must(vault_share_on(app, &err), &err);
	}
	assert_int_equal(shares_in(app_store(app)), before);
	unlock(officer);
	for (size_t i = 0; i < 2; i++)
		assert_non_null(vault_held(app, &keys[i].id));
}

static void
key__is_forgotten__with_the_act_that_made_it(void **state)
{
	struct data_key key;
	struct err err = { 0 };
	char person[33];

	(void)state;
	lose_laptop_of("451224100211");
	come("未成", person);
	grant_in(person, "451224100211");
	unlock(person);
	must(act_begin(app, &err), &err);
	must(vault_key(app, "451224100211", &key, &err), &err);
	assert_int_equal(act_end(app, STATUS_INVALID, &err), STATUS_INVALID);
	assert_false(seals_with("451224100211", &key));
	assert_null(vault_held(app, &key.id));
}

/* Nobody can see from outside whether what is sealed to another opens. Who finds that it does not says so, once, and the next who has the key
 * seals it on to him, once. */
static void
share__that_does_not_open__stands_in_no_good_ones_way(void **state)
{
	const char *village = "451224101206";
	char honest[33], liar[33], victim[33];
	struct data_key key, rubbish;
	struct id own, reader;
	size_t before;

	(void)state;
	data_key_new(&key);
	data_key_new(&rubbish);
	rubbish.id = key.id;
	come("实", honest);
	come("伪", liar);
	come("等", victim);
	own = grant_in(honest, village);
	grant_in(liar, village);
	unlock(honest);
	share(village, village, &key, &own, 1);
	reader = grant_in(victim, village);
	unlock(liar);
	share(village, village, &rubbish, &reader, 1);
	unlock(honest); /* passes the key on to whom it lacks */
	unlock(victim);
	assert_null(vault_held(app, &key.id));
	unlock(honest);
	unlock(victim);
	assert_non_null(vault_held(app, &key.id));
	before = shares_in(app_store(app));
	unlock(honest);
	unlock(victim);
	assert_int_equal(shares_in(app_store(app)), before);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(share__opens_nothing__outside_its_village),
		cmocka_unit_test(unlock__passes_over__a_key_of_a_village_not_the_persons_own),
		cmocka_unit_test(key__is_only_read_with__once_it_was_on_a_stolen_laptop),
		cmocka_unit_test(share__is_only_read_with__when_it_does_not_count),
		cmocka_unit_test(key__is_only_read_with__where_somebody_knows_it_who_is_no_reader),
		cmocka_unit_test(key__is_passed_on__under_the_right_over_its_village),
		cmocka_unit_test(key__is_forgotten__with_the_act_that_made_it),
		cmocka_unit_test(share__that_does_not_open__stands_in_no_good_ones_way),
	};

	return cmocka_run_group_tests(tests, open_county, drop_county);
}
