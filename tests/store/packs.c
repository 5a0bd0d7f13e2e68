#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/little_file.h"
#include "base/mem.h"
#include "store/store.h"
#include "trust/packs.h"
#include "trust/verdict.h"

/* Form packs that officers agreed to and that cannot be read: they never count, and the file goes on. */

static void
in_force_is(const struct store *store, const struct id *pack)
{
	const struct id *now = trust_pack(store_trust(store));

	assert_non_null(now);
	assert_true(id_equal(now, pack));
	assert_non_null(store_pack(store));
}

/* A pack of this version, whose pack.yaml is of version 1, with this text as one of its files. */
static struct id
publish(struct little_file *little, const struct id *officer, const struct pack *forms, int64_t version, const char *file, const char *text)
{
	struct step published = little_step("pack", "");
	struct value files = value_copy(&forms->files);

	if (file)
		value_set_text(&files, file, text);
	value_set_text(&published.data, "name", "history");
	value_set_integer(&published.data, "version", version);
	value_set_take(&published.data, "files", files);
	return little_put(little, 0, officer, &published);
}

static void
pack__that_cannot_be_read__never_counts_and_work_goes_on(void **state)
{
	struct little_file little;
	struct id officer, inspector, pack, unread[2];
	struct pack *forms = little_pack();
	struct err err = { 0 };

	(void)state;
	little_open(&little, "packs");
	officer = little_person(&little, NULL, "000000000000000000000000000000aa", "county_officer", "451224", "inspector");
	little_found(&little, &officer, forms, &pack);
	inspector = little_person(&little, &officer, "000000000000000000000000000000bb", "inspector", "451224204201", NULL);
	if (store_commit(little.store, &err) || store_begin(little.store, &err))
		fail_msg("%s", err.text);
	unread[0] = publish(&little, &officer, forms, 99, "listing.yaml", "form: [");
	unread[1] = publish(&little, &officer, forms, 98, NULL, NULL); /* not the version that its files say */
	if (store_commit(little.store, &err))
		fail_msg("%s", err.text);
	in_force_is(little.store, &pack);
	for (int i = 0; i < 2; i++)
		assert_int_equal(trust_step(store_trust(little.store), &unread[i]), TRUST_PACK_UNREADABLE);
	if (store_begin(little.store, &err))
		fail_msg("%s", err.text);
	little_house(&little, &inspector, &pack);
	if (store_commit(little.store, &err))
		fail_msg("%s", err.text);
	store_close(little.store);
	if (store_open(little.path, STORE_READ_ONLY, &little.store, &err))
		fail_msg("%s", err.text);
	in_force_is(little.store, &pack);
	little_close(&little);
	pack_free(forms);
}

static void
reopen(struct little_file *little, const char *note)
{
	struct err err = { 0 };

	store_close(little->store);
	if (store_open(little->path, STORE_READ_ONLY, &little->store, &err))
		fail_msg("%s", err.text);
	store_take_prepared(little->store, note);
}

static void
pack__that_is_noted_as_prepared__is_prepared_no_more(void **state)
{
	struct little_file little;
	struct id officer, pack;
	struct pack *forms = little_pack();
	struct err err = { 0 };
	char *note, *again;

	(void)state;
	little_open(&little, "prepared");
	officer = little_person(&little, NULL, "000000000000000000000000000000aa", "county_officer", "451224", "inspector");
	little_found(&little, &officer, forms, &pack);
	if (store_commit(little.store, &err))
		fail_msg("%s", err.text);
	reopen(&little, NULL);
	assert_null(store_prepared(little.store)); /* nobody asked yet */
	assert_non_null(store_eval(little.store));
	note = store_prepared(little.store);
	assert_non_null(note);
	reopen(&little, note);
	assert_non_null(store_eval(little.store));
	assert_null(store_prepared(little.store)); /* nothing new */
	note[0] = note[0] == '0' ? '1' : '0';	   /* as other functions or another SQLite would note it */
	reopen(&little, note);
	assert_non_null(store_eval(little.store));
	again = store_prepared(little.store);
	assert_non_null(again);
	note[0] = again[0];
	assert_string_equal(again, note);
	free(again);
	free(note);
	little_close(&little);
	pack_free(forms);
}

static size_t packs_read;

enum status __real_pack_parse(const struct value *files, struct pack **out, struct buf *problems, struct err *err);
enum status __wrap_pack_parse(const struct value *files, struct pack **out, struct buf *problems, struct err *err);

enum status
__wrap_pack_parse(const struct value *files, struct pack **out, struct buf *problems, struct err *err)
{
	packs_read++;
	return __real_pack_parse(files, out, problems, err);
}

static void
endorse(struct little_file *little, int who, const struct id *officer, const struct id *of)
{
	struct step step = little_step("endorsement", "");

	step_data_set_id(&step.data, "of", of);
	little_put(little, who, officer, &step);
}

#define OFFICERS 3

/* Three officers of one machine found a county, of whom two must agree; its pack is both's. The keys are the second's then. */
static struct id
found_by_three(struct little_file *little, const struct pack *forms, struct keys *keys[OFFICERS], struct id officers[OFFICERS])
{
	static const char *const persons[] = { "000000000000000000000000000000aa", "000000000000000000000000000000bb",
					       "000000000000000000000000000000cc" };
	struct step genesis = little_step("genesis", ""), published = little_step("pack", "");
	struct id sorted[OFFICERS], founding, pack;
	struct value list = value_list();
	char hex[SEAL_HEX_MAX + 1];

	keys_free(little->keys);
	for (int i = 0; i < OFFICERS; i++) {
		little->keys = keys[i] = keys_new();
		officers[i] = little_person(little, NULL, persons[i], "county_officer", "451224", "inspector");
	}
	memcpy(sorted, officers, sizeof(sorted));
	id_sort_unique(sorted, OFFICERS);
	for (int i = 0; i < OFFICERS; i++)
		value_append_take(&list, value_text(id_hex(&sorted[i], hex)));
	value_set_text(&genesis.data, "county", "451224");
	value_set_text(&genesis.data, "name", "东兰县");
	value_set_take(&genesis.data, "officers", list);
	value_set_integer(&genesis.data, "threshold", 2);
	value_set_text(&genesis.data, "receiver", device_hex(&little->device, hex));
	little->keys = keys[0];
	founding = little_put(little, 0, &officers[0], &genesis);
	value_set_text(&published.data, "name", "history");
	value_set_integer(&published.data, "version", 1);
	value_set_take(&published.data, "files", value_copy(&forms->files));
	pack = little_put(little, 0, &officers[0], &published);
	little->keys = keys[1];
	endorse(little, 1, &officers[1], &founding);
	endorse(little, 1, &officers[1], &pack);
	return pack;
}

/* An officer may sign as many packs as he likes: what the others did not agree to is read by who asks what waits, and by nobody else. */
static void
pack__that_nobody_agreed_to__is_read_when_it_is_asked_about(void **state)
{
	struct little_file little;
	struct keys *keys[OFFICERS];
	struct id officers[OFFICERS], pack;
	struct pack *forms = little_pack();
	struct err err = { 0 };

	(void)state;
	little_open(&little, "packs");
	pack = found_by_three(&little, forms, keys, officers);
	for (int i = 0; i < 20; i++) {
		struct step published = little_step("pack", "");

		value_set_text(&published.data, "name", "history");
		value_set_integer(&published.data, "version", 2 + i);
		value_set_take(&published.data, "files", value_copy(&forms->files));
		little_put(&little, 1, &officers[1], &published);
	}
	packs_read = 0;
	if (store_commit(little.store, &err))
		fail_msg("%s", err.text);
	in_force_is(little.store, &pack);
	assert_int_equal(packs_read, 1);
	store_close(little.store);
	if (store_open(little.path, STORE_READ_ONLY, &little.store, &err))
		fail_msg("%s", err.text);
	in_force_is(little.store, &pack);
	assert_int_equal(packs_read, 2);
	assert_int_equal(store_read_waiting(little.store, &err), STATUS_OK);
	assert_int_equal(packs_read, 22);
	assert_int_equal(store_read_waiting(little.store, &err), STATUS_OK);
	assert_int_equal(packs_read, 22);
	in_force_is(little.store, &pack);
	keys_free(keys[0]);
	keys_free(keys[2]);
	little_close(&little);
	pack_free(forms);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pack__that_cannot_be_read__never_counts_and_work_goes_on),
		cmocka_unit_test(pack__that_is_noted_as_prepared__is_prepared_no_more),
		cmocka_unit_test(pack__that_nobody_agreed_to__is_read_when_it_is_asked_about),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
