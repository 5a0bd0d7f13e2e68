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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pack__that_cannot_be_read__never_counts_and_work_goes_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
