#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/text.h"
#include "step/json.h"

#include "../support/sanitizer.h"

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
		{ "\t{\"a\"\r\n:\t1}\r", NULL },
		{ "[1E3,1E-3,1e+3]", NULL },
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
		{ "\"\\u1234", "it ends too early" },
		{ "{\"a\":1,\"a\":1 x", "a comma or } must stand here" },
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
		{ "\"a\nb\"", "line 1: this is not JSON: a text goes over the end of its line" },
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
		{ "\"\\ud800\\udbff\"", "half a character is written" },
		{ "\"\\ud800\\ue000\"", "half a character is written" },
		{ "\"\\udc00\\udc00\"", "half a character is written" },
		{ "\"\\udfff\\udfff\"", "half a character is written" },
		{ "\"\\u00/0\"", "four hex digits must follow \\u" }, /* what stands beside 0, 9, A, F, a and f */
		{ "\"\\u00:0\"", "four hex digits must follow \\u" },
		{ "\"\\u00@0\"", "four hex digits must follow \\u" },
		{ "\"\\u00G0\"", "four hex digits must follow \\u" },
		{ "\"\\u00`0\"", "four hex digits must follow \\u" },
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

/* A step's bytes lie in a row of a file that somebody else wrote: what stands behind them is no part of it. */
static void
json_parse__takes_nothing_from_behind_the_end__wherever_it_ends(void **state)
{
	static const char *const texts[] = {
		" {\"a\" : [1, -0.25e+10, 7E5, true, false, {}], \"long enough to be read by eights\":\"\\u6237\\ud842\\udfb7\\n\\\\ 户户\"} ",
		"[0]\n",
		"12",
		"1.5",
		"1e3",
		"-0",
		"null",
	};
	static const char *const behind[] = { " ",   "0",   "9",    ".5",	 "e1",	    "E1",     "+1",	    "-1",
					      "\"",  "\\",  "n\"",  "u0041\"",	 "}",	    "]",      ",",	    ":",
					      ":1}", ",1]", "\"]",  "\":1}",	 "ull",	    "rue",    "alse",	    "l",
					      "e",   "7\"", "37\"", "\\udfb7\"", "udfb7\"", "\xb7\"", "\x88\xb7\"", "aaaaaaaaaaaaaaaa\"" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		for (size_t len = 0; len <= strlen(texts[i]); len++) {
			struct value value = { 0 }, other = { 0 };
			struct err err = { 0 };
			char *alone = mem_alloc(len ? len : 1); /* not a byte more: the sanitizer sees who looks there */
			enum status status;

			memcpy(alone, texts[i], len);
			status = json_parse(alone, len, 8, &value, &err);
			for (size_t k = 0; k < ARRAY_LEN(behind); k++) {
				char *more = mem_printf("%.*s%s", (int)len, texts[i], behind[k]);
				struct err again = { 0 };

				if (json_parse(more, len, 8, &other, &again) != status || strcmp(err.text, again.text) != 0)
					fail_msg("%.*s, before %s: %s", (int)len, texts[i], behind[k], again.text);
				assert_true(value_equal(&value, &other));
				value_release(&other);
				free(more);
			}
			value_release(&value);
			free(alone);
		}
	}
}

static void
same_both_ways(uint32_t c)
{
	struct value plain = { 0 }, escaped = { 0 };
	struct err err = { 0 };
	char text[16] = "\"", units[24];
	enum status status;

	text[1 + text_encode(c, text + 1)] = '"';
	status = json_parse(text, strlen(text), 8, &plain, &err);
	if (c < 0x10000)
		snprintf(units, sizeof(units), c & 1 ? "\"\\u%04X\"" : "\"\\u%04x\"", c);
	else
		snprintf(units, sizeof(units), "\"\\u%04x\\u%04X\"", 0xd800 + ((c - 0x10000) >> 10), 0xdc00 + ((c - 0x10000) & 0x3ff));
	if (json_parse(units, strlen(units), 8, &escaped, &err) != status || !value_equal(&plain, &escaped))
		fail_msg("U+%04X is read otherwise as %s", c, units);
	value_release(&plain);
	value_release(&escaped);
}

static void
json_parse__reads_an_escape__as_the_character_itself(void **state)
{
	(void)state;
	for (uint32_t c = 0x20; c < 0x10000; c++)
		if ((c < 0xd800 || c > 0xdfff) && c != '"' && c != '\\')
			same_both_ways(c);
	for (uint32_t c = 0x10000; c < 0x110000; c += 0x400) {
		same_both_ways(c);
		same_both_ways(c + 0x155);
		same_both_ways(c + 0x3ff);
	}
}

#define ACUTE "\xcc\x81"
#define EIGHT ACUTE ACUTE ACUTE ACUTE ACUTE ACUTE ACUTE ACUTE

static void
json_parse__counts_marks_in_a_row__also_over_escapes(void **state)
{
	static const struct json_case cases[] = {
		{ "\"a" EIGHT "\"", NULL },
		{ "\"a" EIGHT "b" EIGHT "\"", NULL },
		{ "\"a" EIGHT "\\n" EIGHT "\"", NULL },
		{ "\"a" EIGHT ACUTE "\"", "U+0301" },
		{ "\"a" EIGHT "\\u0301\"", "U+0301" },
		{ "[\"" EIGHT "\",\"" EIGHT "\"]", NULL },
		{ "\"\xe1\xa0\xa0\xe1\xa0\x8b\"", NULL }, /* a Mongolian letter and its selector */
		{ "\"\xe1\xa0\xa0"
		  "a\xe1\xa0\x8b\"",
		  "U+180B" },
		{ "\"\xe1\xa0\xa0\\u0061\\u180b\"", "U+180B" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct value value = { 0 };
		struct err err = { 0 };

		if (json_parse(cases[i].text, strlen(cases[i].text), 8, &value, &err) != (cases[i].message ? STATUS_INVALID : STATUS_OK))
			fail_msg("%s: %s", cases[i].text, err.text);
		if (cases[i].message && !strstr(err.text, cases[i].message))
			fail_msg("%s says: %s", cases[i].text, err.text);
		value_release(&value);
	}
}

/* A text's room is measured before it is read: what stands in it does not run into the next. */
static void
json_parse__keeps_texts_apart__with_quotes_in_them(void **state)
{
	static const char text[] =
		"[\"\\\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"\\\\\",\"bbbb\\\\\\\"bbbbbbbbbbbbbbbbbbbbbbbbbbbb\",\"\\u0063ccc\"]";
	struct arena arena = { 0 };
	struct value value = { 0 };
	struct buf step = { 0 };
	struct err err = { 0 };
	const struct value *items;

	(void)state;
	buf_printf(&step, "{\"a\":%s}", text);
	assert_int_equal(json_parse_step(step.data, step.len, 8, &arena, &value, &err), STATUS_OK);
	items = value_get_list(&value, "a")->list.items;
	assert_string_equal(items[0].text, "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
	assert_string_equal(items[1].text, "\\");
	assert_string_equal(items[2].text, "bbbb\\\"bbbbbbbbbbbbbbbbbbbbbbbbbbbb");
	assert_string_equal(items[3].text, "cccc");
	arena_release(&arena);
	buf_release(&step);
}

static void
json_parse__says_what_is_wrong__behind_a_backslash_with_a_nul(void **state)
{
	static const char text[] = "\"\\\0\"";
	struct value value = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(json_parse(text, sizeof(text) - 1, 8, &value, &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "a backslash stands before what it cannot stand before"));
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

/* So that a person finds the place; but not a name of any length, which somebody else wrote. */
static void
json_parse__names_the_members__in_which_the_fault_stands(void **state)
{
	static const char name[] = "aaaaaaaabbbbbbbbccccccccddddddddeeeeeeeeffffffffgggggggghhhhhhh"; /* 63 */

	(void)state;
	for (int more = 0; more <= 1; more++) {
		char *text = mem_printf("{\"x\":{\"%s%s\":null}}", name, more ? "h" : "");
		struct value value = { 0 };
		struct err err = { 0 };

		assert_int_equal(json_parse(text, strlen(text), 2, &value, &err), STATUS_INVALID);
		assert_ptr_equal(strstr(err.text, "\"x\": "), err.text);
		assert_int_equal(strstr(err.text, name) != NULL, !more);
		free(text);
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
		{ "{\"parents\":[{\"x\":null}]}", false },
		{ "{\"photos\":{\"x\":null}}", false },
		{ "{\"photos\":[[{\"x\":null}]]}", false },
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

static void
json_parse_step__refuses__what_is_no_object(void **state)
{
	static const char *const texts[] = { "", " {}", "[]", "1" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		size_t len = strlen(texts[i]);
		char *alone = mem_alloc(len + 1);
		struct value value = value_integer(7);
		struct arena arena = { 0 };
		struct err err = { 0 };

		memcpy(alone + 1, texts[i], len);
		assert_int_equal(json_parse_step(alone + 1, len, 8, &arena, &value, &err), STATUS_INVALID);
		assert_string_equal(err.text, "a step must be one JSON object");
		assert_int_equal(json_parse_step("{x}", 3, 8, &arena, &value, &err), STATUS_INVALID);
		assert_int_equal(value.integer, 7); /* what is refused is not told */
		arena_release(&arena);
		free(alone);
	}
}

/* Somebody else's million bytes do not take all memory there is: a text has the room that it needs, also where it is not plain. */
static void
json_parse__takes_room_in_proportion__for_many_texts_and_numbers(void **state)
{
	static const char *const items[] = {
		"\"户\"", "\"\\n\"", "1.2345", "0.25", "1.2345678901234", "1.23456789012345", "1.234567890123456789e1"
	};
	struct rlimit before, little;

	(void)state;
	getrlimit(RLIMIT_AS, &before);
	little = before;
	little.rlim_cur = (rlim_t)2 << 30;
	if (!UNDER_SANITIZER)
		setrlimit(RLIMIT_AS, &little);
	for (size_t i = 0; i < ARRAY_LEN(items); i++) {
		struct value value = { 0 };
		struct buf text = { 0 };
		struct err err = { 0 };

		buf_char(&text, '[');
		for (int k = 0; k < 40000; k++)
			buf_printf(&text, "%s%s", k ? "," : "", items[i]);
		buf_char(&text, ']');
		assert_int_equal(json_parse(text.data, text.len, 8, &value, &err), STATUS_OK);
		assert_int_equal(value.list.count, 40000);
		assert_true(value_equal(&value.list.items[0], &value.list.items[39999]));
		value_release(&value);
		buf_release(&text);
	}
	setrlimit(RLIMIT_AS, &before);
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
		cmocka_unit_test(json_parse__takes_nothing_from_behind_the_end__wherever_it_ends),
		cmocka_unit_test(json_parse__reads_an_escape__as_the_character_itself),
		cmocka_unit_test(json_parse__counts_marks_in_a_row__also_over_escapes),
		cmocka_unit_test(json_parse__keeps_texts_apart__with_quotes_in_them),
		cmocka_unit_test(json_parse__says_what_is_wrong__behind_a_backslash_with_a_nul),
		cmocka_unit_test(json_parse__tells_no_hostile_bytes__in_its_message),
		cmocka_unit_test(json_parse__names_the_members__in_which_the_fault_stands),
		cmocka_unit_test(json_parse__minds_the_depth__objects_and_lists_alike),
		cmocka_unit_test(json_parse__keeps_types_and_order__of_what_it_reads),
		cmocka_unit_test(json_parse_step__lets_null_stand__in_the_object_and_its_photos_only),
		cmocka_unit_test(json_parse_step__refuses__what_is_no_object),
		cmocka_unit_test(json_parse__takes_room_in_proportion__for_many_texts_and_numbers),
		cmocka_unit_test(json_parse__reads_a_large_object__whole),
		cmocka_unit_test(json_write__is_compact_and_reads_back__the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
