#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "step/json.h"
#include "trust/credential.h"

/* A credential's data, as somebody wrote it: read whole, or not at all. */

#define KEY "abababababababababababababababababababababababababababababababab"
#define NUMBER "0123456789abcdef0123456789abcdef"

static const char data[] = "{\"person\":\"" NUMBER "\",\"device\":\"" NUMBER
			   "\",\"name\":\"莫秀兰\",\"role\":\"inspector\",\"areas\":[\"451224204201\","
			   "\"4512\"],\"issues\":[\"inspector\"],\"sign_key\":\"" KEY "\",\"box_key\":\"" KEY "\",\"not_after\":5}";

/* The data with one member as `to` says, "": without it. */
static bool
reads(const char *name, const char *to, struct credential *out)
{
	struct step step = { .has_author = true, .author = { .b = { 7 } } };
	struct id id = { .b = { 9 } };
	struct value value = { 0 };
	struct err err = { 0 };
	bool fine;

	if (json_parse(data, strlen(data), 8, &step.data, &err))
		fail_msg("%s", err.text);
	if (name) {
		value_remove(&step.data, name);
		if (*to && json_parse(to, strlen(to), 8, &value, &err))
			fail_msg("%s: %s", to, err.text);
		if (*to)
			value_set_take(&step.data, name, value);
	}
	*out = (struct credential){ .area_count = 99 };
	fine = credential_from_step(&id, &step, out);
	value_release(&step.data);
	return fine;
}

static void
credential__is_read__whole(void **state)
{
	struct credential credential;
	struct device_id other = { .b = { 1 } };

	(void)state;
	assert_true(reads(NULL, NULL, &credential));
	assert_int_equal(credential.id.b[0], 9);
	assert_int_equal(credential.issuer.b[0], 7);
	assert_true(credential.has_issuer && credential.has_device);
	assert_string_equal(credential.person, NUMBER);
	assert_string_equal(credential.name, "莫秀兰");
	assert_string_equal(credential.role, "inspector");
	assert_int_equal(credential.area_count, 2);
	assert_string_equal(credential.areas[1], "4512");
	assert_int_equal(credential.issue_count, 1);
	assert_string_equal(credential.issues[0], "inspector");
	assert_int_equal(credential.not_after_unix, 5);
	assert_true(credential_covers(&credential, "451224204201"));
	assert_true(credential_covers(&credential, "451225"));
	assert_false(credential_covers(&credential, "45"));
	assert_true(credential_fits_device(&credential, &credential.device));
	assert_false(credential_fits_device(&credential, &other));
	credential_release(&credential);
	/* One that may be used on every device. */
	assert_true(reads("device", "", &credential));
	assert_false(credential.has_device);
	assert_true(credential_fits_device(&credential, &other));
	credential_release(&credential);
}

static void
credential__is_not_read__with_a_member_missing_or_wrong(void **state)
{
	static const struct {
		const char *name, *to;
	} cases[] = {
		{ "person", "" },	  { "person", "5" },
		{ "person", "\"0123\"" }, { "person", "\"0123456789ABCDEF0123456789ABCDEF\"" },
		{ "device", "\"0123\"" }, { "name", "" },
		{ "name", "5" },	  { "role", "" },
		{ "role", "[]" },	  { "sign_key", "" },
		{ "sign_key", "5" },	  { "sign_key", "\"ab\"" },
		{ "box_key", "" },	  { "box_key", "5" },
		{ "box_key", "\"ab\"" },  { "areas", "[\"451224204201\",\"451\"]" },
		{ "areas", "[\"451\"]" }, { "areas", "[\"x\"]" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct credential credential;

		if (reads(cases[i].name, cases[i].to, &credential))
			fail_msg("%s: %s", cases[i].name, cases[i].to);
	}
}

/* Nobody's program falls over a list in which something else stands, and nobody has a right by it. */
static void
credential__has_no_area__that_is_no_text(void **state)
{
	static const char *const areas[] = { "", "5", "[]", "[5]", "[{}]", "[true]" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(areas); i++) {
		struct credential credential;

		assert_true(reads("areas", areas[i], &credential));
		assert_int_equal(credential.area_count, 0);
		assert_false(credential_covers(&credential, "451224204201"));
		credential_release(&credential);
		assert_true(reads("issues", areas[i], &credential));
		assert_int_equal(credential.issue_count, 0);
		credential_release(&credential);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(credential__is_read__whole),
		cmocka_unit_test(credential__is_not_read__with_a_member_missing_or_wrong),
		cmocka_unit_test(credential__has_no_area__that_is_no_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
