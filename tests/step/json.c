#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "step/json.h"

struct json_case {
	const char *text;
	const char *message; /* part of it; NULL: accepted */
};

static void
json_parse__refuses__each_class_that_is_not_strict(void **state)
{
	static const struct json_case cases[] = {
		{ "{\"a\":1}", NULL },
		{ " [1, -0, 0.5, 1e3, true, \"x\"] \n", NULL }, /* a person's file may have white space */
		{ "\"\\u6237\\ud842\\udfb7\"", NULL },
		{ "9007199254740992", NULL },
		{ "-9007199254740992", NULL },
		{ "", "line 1: this is not JSON: it ends too early" },
		{ "{", "it ends too early" },
		{ "[1", "it ends too early" },
		{ "{\"a\"", "it ends too early" },
		{ "{\"a\":", "it ends too early" },
		{ "{\"a\":1", "it ends too early" },
		{ "\"a", "it ends too early" },
		{ "\"a\\", "it ends too early" },
		{ "{\n\"a\":1,\n}", "line 3: this is not JSON: a name in double quotes must stand here" },
		{ "{\"a\":1 \"b\":2}", "a comma or } must stand here" },
		{ "[1 2]", "a comma or ] must stand here" },
		{ "{\"a\" 1}", "a colon must follow the name" },
		{ "[-]", "a value must stand here" },
		{ "1.x", "a digit must follow the point" },
		{ "1e+", "a digit must follow the exponent's letter" },
		{ "\"\\u12g4\"", "four hex digits must follow \\u" },
		{ "\"\\ud842\\u0041\"", "half a character is written" },
		{ "\"\\q\"", "a backslash stands before what it cannot stand before" },
		{ "\"a\nb\"", "a text goes over the end of its line" },
		{ "{\"a\":1}{}", "something stands behind the value" },
		{ "{\"a\":1} x", "this is not JSON" },
		{ "{'a':1}", "this is not JSON" },
		{ "{a:1}", "this is not JSON" },
		{ "[1,]", "this is not JSON" },
		{ "// x\n1", "this is not JSON" },
		{ "\xef\xbb\xbf{}", "this is not JSON" },
		{ "{\"a\":1,\"a\":1}", "a name stands twice in one object" },
		{ "{\"a\":1,\"\\u0061\":1}", "this is not JSON" }, /* the same name, escaped */
		{ "01", "this is not JSON" },
		{ "+1", "this is not JSON" },
		{ "1.", "this is not JSON" },
		{ ".5", "this is not JSON" },
		{ "0x10", "this is not JSON" },
		{ "NaN", "this is not JSON" },
		{ "Infinity", "this is not JSON" },
		{ "1e400", "a number is not finite" },
		{ "-1e400", "a number is not finite" },
		{ "9007199254740993", "larger than 2^53" },
		{ "-9007199254740993", "larger than 2^53" },
		{ "99999999999999999999", "larger than 2^53" },
		{ "null", "null stands where" },
		{ "[null]", "null stands where" },
		{ "{\"a\":{\"b\":null}}", "\"a\": \"b\": null stands where" },
		{ "\"\\u0000\"", "a character that may not stand there" },
		{ "{\"\\u0000\":1}", "a character that may not stand there" },
		{ "\"\\u001b[2J\"", "a character that may not stand there" },
		{ "\"a\x01\"", "this is not JSON" },
		{ "\"\\ud800\"", "this is not JSON" },
		{ "\"\\udc00\"", "this is not JSON" },
		{ "\"\xed\xa0\x80\"", "this is not JSON" },
		{ "\"\xc0\xaf\"", "this is not JSON" },
		{ "\"\xff\"", "it is not UTF-8" },
		{ "\"\\x41\"", "this is not JSON" },
		{ "{\"\\u202e\":1}", "a character that may not stand there" },
		{ "{\"\\u001b[2J\":null}", "a character that may not stand there" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct value value = { 0 };
		struct err err = { 0 };
		enum status status = json_parse(cases[i].text, strlen(cases[i].text), 8, &value, &err);

		if (status != (cases[i].message ? STATUS_INVALID : STATUS_OK))
			fail_msg("%s: %d %s", cases[i].text, status, err.text);
		if (cases[i].message && !strstr(err.text, cases[i].message))
			fail_msg("%s says: %s", cases[i].text, err.text);
		if (status)
			assert_int_equal(value.type, VALUE_NONE);
		value_release(&value);
	}
}

static void
json_parse__tells_no_hostile_bytes__in_its_message(void **state)
{
	static const char *const hostile[] = {
		"{\"\\u001b[2J\":1}",
		"{\"x\":{\"\\u202e\":null}}",
		"{\"\xe2\x80\xaex\":1,\"\xe2\x80\xaex\":1}",
		"[\"\xc2\x9b[2J\" x]",
		"\x1b[2J",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(hostile); i++) {
		struct value value = { 0 };
		struct err err = { 0 };

		assert_int_equal(json_parse(hostile[i], strlen(hostile[i]), 8, &value, &err), STATUS_INVALID);
		for (const char *at = err.text; *at; at++)
			if ((unsigned char)*at < 0x20 || strstr(err.text, "\xe2\x80\xae") || strstr(err.text, "\xc2\x9b"))
				fail_msg("case %zu", i);
	}
}

static void
json_parse__minds_the_depth__objects_and_lists_alike(void **state)
{
	static const struct {
		const char *text;
		int depth;
		bool fine;
	} cases[] = {
		{ "1", 0, true },
		{ "{}", 0, false },
		{ "{}", 1, true },
		{ "[[]]", 1, false },
		{ "[[1]]", 2, true },
		{ "{\"a\":[{}]}", 2, false },
		{ "{\"a\":[{}]}", 3, true },
		{ "[[[[[[[[1]]]]]]]]", 8, true },
		{ "[[[[[[[[[]]]]]]]]]", 8, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct value value = { 0 };
		struct err err = { 0 };
		enum status status = json_parse(cases[i].text, strlen(cases[i].text), cases[i].depth, &value, &err);

		assert_int_equal(status, cases[i].fine ? STATUS_OK : STATUS_INVALID);
		if (!cases[i].fine)
			assert_non_null(strstr(err.text, "nested too deep"));
		value_release(&value);
	}
}

static void
json_parse__keeps_types_and_order__of_what_it_reads(void **state)
{
	static const char text[] = "{\"z\":1,\"a\":1.0,\"m\":[\"户\",true],\"k\":-0}";
	struct value value = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(json_parse(text, strlen(text), 8, &value, &err), STATUS_OK);
	assert_string_equal(value.object.members[0].name, "z");
	assert_int_equal(value.object.members[0].value.type, VALUE_INTEGER);
	assert_string_equal(value.object.members[1].name, "a");
	assert_int_equal(value.object.members[1].value.type, VALUE_REAL);
	assert_string_equal(value_get_list(&value, "m")->list.items[0].text, "户");
	assert_int_equal(value_get_integer(&value, "k", 9), 0);
	value_release(&value);
}

static void
json_parse_step__lets_null_stand__in_the_object_and_its_photos_only(void **state)
{
	static const struct {
		const char *text;
		bool fine;
	} cases[] = {
		{ "{\"prev\":null,\"photos\":[{\"taken\":null}]}", true },
		{ "{\"photos\":[null]}", false },
		{ "{\"photos\":[{\"x\":[null]}]}", false },
		{ "{\"data\":{\"x\":null}}", false },
		{ "{\"data\":{\"photos\":[{\"x\":null}]}}", false },
		{ "{\"parents\":[null]}", false },
		{ "{\"prev\":null,\"photos\":[{\"x\":[[[[[1]]]]]}]}", true }, /* depth 8, also there */
		{ "{\"prev\":null,\"photos\":[{\"x\":[[[[[[1]]]]]]}]}", false },
		{ "{\"prev\":null,\"photos\":[[[[[[[[1]]]]]]]]}", false },
		{ "null", false },
		{ "[]", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct value value = { 0 };
		struct arena arena = { 0 };
		struct err err = { 0 };
		enum status status = json_parse_step(cases[i].text, strlen(cases[i].text), 8, &arena, &value, &err);

		if (status != (cases[i].fine ? STATUS_OK : STATUS_INVALID))
			fail_msg("%s: %s", cases[i].text, err.text);
		if (cases[i].fine)
			assert_int_equal(value_get(&value, "prev")->type, VALUE_NONE);
		value_release(&value);
		arena_release(&arena);
	}
}

/* A million bytes of members: read while a person waits, so not with a search for each. */
static void
json_parse__reads_a_large_object__whole(void **state)
{
	struct value value = { 0 };
	struct buf text = { 0 };
	struct err err = { 0 };

	(void)state;
	buf_char(&text, '{');
	for (int i = 0; i < 90000; i++)
		buf_printf(&text, "%s\"%x\":%d", i ? "," : "", i, i % 10);
	buf_char(&text, '}');
	assert_int_equal(json_parse(text.data, text.len, 8, &value, &err), STATUS_OK);
	assert_int_equal(value.object.count, 90000);
	assert_int_equal(value_get_integer(&value, "15f8f", -1), 9);
	value_release(&value);
	/* Also there no name twice: the last and the first. */
	text.len--;
	buf_text_add(&text, ",\"0\":1}");
	assert_int_equal(json_parse(text.data, text.len, 8, &value, &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "a name stands twice"));
	buf_release(&text);
}

static void
json_write__is_compact_and_reads_back__the_same(void **state)
{
	static const char *const texts[] = {
		"{\"b\":1,\"a\":[true,false,\"户\\n\\t\\\"\\\\/\"],\"c\":{},\"d\":[]}",
		"[0.1,1.0,-2.5,1e+300,5e-324,123456789.125,9007199254740992,-1]",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct value value = { 0 };
		struct buf out = { 0 };
		struct err err = { 0 };

		assert_int_equal(json_parse(texts[i], strlen(texts[i]), 8, &value, &err), STATUS_OK);
		json_write(&value, &out);
		assert_string_equal(buf_text(&out), texts[i]);
		value_release(&value);
		buf_release(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_parse__refuses__each_class_that_is_not_strict),
		cmocka_unit_test(json_parse__tells_no_hostile_bytes__in_its_message),
		cmocka_unit_test(json_parse__minds_the_depth__objects_and_lists_alike),
		cmocka_unit_test(json_parse__keeps_types_and_order__of_what_it_reads),
		cmocka_unit_test(json_parse_step__lets_null_stand__in_the_object_and_its_photos_only),
		cmocka_unit_test(json_parse__reads_a_large_object__whole),
		cmocka_unit_test(json_write__is_compact_and_reads_back__the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
