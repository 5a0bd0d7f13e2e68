#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/text/text_rule.h"
#include "step/json.h"
#include "step/step.h"

/* The reader of steps against a second one, made of a library: what one takes the other takes, as the same values, over bodies
 * that are altered byte by byte. LOUCE_ROUNDS says how many. */

#define ROUNDS 60000

/* ---- the second reader */

static bool second_value(const json_t *json, int depth, struct value *out);

static bool
fine_text(const char *text, size_t len)
{
	struct text_flaw flaw;

	return strlen(text) == len && !text_has_flaw(text, len, &flaw);
}

static bool
second_member(const char *name, json_t *member, int depth, bool step, bool photo, struct value *out)
{
	struct value value = { 0 };
	bool fine = fine_text(name, strlen(name));

	if (fine && (step || photo) && json_is_null(member)) {
		/* kept as it is */
	} else if (fine && step && strcmp(name, "photos") == 0 && json_is_array(member)) {
		value = value_list();
		for (size_t i = 0; i < json_array_size(member) && fine; i++) {
			json_t *item = json_array_get(member, i), *inner;
			struct value row = { 0 };
			const char *key;

			if (json_is_object(item)) {
				row = value_object();
				json_object_foreach(item, key, inner)
					fine = fine && second_member(key, inner, depth - 2, false, true, &row);
			} else {
				fine = second_value(item, depth - 2, &row);
			}
			value_append_take(&value, row);
		}
	} else {
		fine = fine && second_value(member, depth - 1, &value);
	}
	value_add_take(out, name, value);
	return fine;
}

static bool
second_value(const json_t *json, int depth, struct value *out)
{
	bool fine = true;
	const char *name;
	json_t *member;

	if ((json_is_object(json) || json_is_array(json)) && depth < 1)
		return false;
	switch (json_typeof(json)) {
	case JSON_OBJECT:
		*out = value_object();
		json_object_foreach((json_t *)(uintptr_t)json, name, member)
			fine = fine && second_member(name, member, depth, false, false, out);
		return fine;
	case JSON_ARRAY:
		*out = value_list();
		for (size_t i = 0; i < json_array_size(json) && fine; i++) {
			struct value item = { 0 };

			fine = second_value(json_array_get(json, i), depth - 1, &item);
			value_append_take(out, item);
		}
		return fine;
	case JSON_STRING:
		fine = fine_text(json_string_value(json), json_string_length(json));
		*out = fine ? value_text(json_string_value(json)) : (struct value){ 0 };
		return fine;
	case JSON_INTEGER:
		*out = value_integer(json_integer_value(json));
		return json_integer_value(json) <= JSON_INTEGER_MAX && json_integer_value(json) >= -JSON_INTEGER_MAX;
	case JSON_REAL:
		*out = value_real(json_real_value(json));
		return true;
	case JSON_TRUE:
	case JSON_FALSE:
		*out = value_boolean(json_is_true(json));
		return true;
	default:
		return false;
	}
}

static bool
second_step(const char *text, size_t len, struct value *out)
{
	json_t *json = json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL), *member;
	/* Nothing before it; and the library steps over a NUL between tokens, which is no JSON. */
	bool fine = json_is_object(json) && *text == '{' && !memchr(text, '\0', len);
	const char *name;

	*out = value_object();
	if (fine)
		json_object_foreach(json, name, member) fine = fine && second_member(name, member, STEP_DEPTH_MAX, true, false, out);
	json_decref(json);
	return fine;
}

/* ---- the two of them */

static bool
agrees(const char *text, size_t len, bool *taken)
{
	struct value first = { 0 }, second = { 0 };
	struct arena arena = { 0 };
	struct err err = { 0 };
	bool took = json_parse_step(text, len, STEP_DEPTH_MAX, &arena, &first, &err) == STATUS_OK, same;

	same = second_step(text, len, &second) == took && (!took || (value_equal(&first, &second) && value_equal(&second, &first)));
	if (!same) {
		fwrite(text, 1, len, stderr); /* also what stands behind a NUL */
		fprintf(stderr, "\nfirst: %s\n", took ? "taken" : err.text);
	}
	*taken = took;
	value_release(&second);
	arena_release(&arena);
	return same;
}

static uint64_t state = 1;

static size_t
below(size_t limit)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (size_t)(state % limit);
}

static const char *const bodies[] = {
	"{\"v\":1,\"kind\":\"registration\",\"prev\":null,\"at\":1662600753,\"data\":{\"floors\":3,\"area\":120.5,\"roof\":[\"tile\",\"\\u6237\\n\"],"
	"\"findings\":[{\"criterion\":\"S1\",\"width\":-0.25e-1}]},\"private\":{\"fields\":[\"owner\"]},"
	"\"photos\":[{\"id\":\"ab\",\"size\":9,\"original\":null,\"taken\":null}]}",
	"{ \"photos\" : [ [ null ] , { \"x\" : [ { \"y\" : [ [ 1 ] ] } ] } ] , \"\xe6\x88\xb7\xf0\xa0\xae\xb7\" : true , \"a\" : false }",
	"{\"a\":9007199254740992,\"b\":-9007199254740993,\"c\":1E5,\"d\":0,\"e\":-0.0,\"\":\"\\ud842\\udfb7\\/\\b\"}",
	"{\"deep\":[[[[[[[1]]]]]]],\"more\":{\"a\":{\"b\":{\"c\":{\"d\":{}}}}}}",
};

/* What a change puts in: whole tokens reach further than bytes do. */
static const char *const pieces[] = {
	"\"",
	"\\",
	"{",
	"}",
	"[",
	"]",
	",",
	":",
	"null",
	"true",
	"0",
	"-",
	".",
	"e",
	"1",
	"\\u0000",
	"\\u0061",
	"\\ud842",
	"\\udfb7",
	" ",
	"\n",
	"\xff",
	"\xe2\x80\xae",
	"\xed\xa0\x80",
	"\xc2\x80",
	"\x7f",
	"\x01",
	"9007199254740993",
	"1e400",
	"[[[[",
	"]]]]",
	"\"a\":1,",
	"\"photos\":[",
};

static void
change(struct buf *text)
{
	size_t at = below(text->len), gone = below(4) ? below(3) : below(text->len - at);
	const char *piece = pieces[below(ARRAY_LEN(pieces))];
	struct buf changed = { 0 };

	if (gone > text->len - at)
		gone = text->len - at;
	buf_add(&changed, text->data, at);
	switch (below(3)) {
	case 0:
		buf_text_add(&changed, piece);
		break;
	case 1:
		buf_char(&changed, (char)below(256));
		break;
	default:
		break;
	}
	buf_add(&changed, text->data + at + gone, text->len - at - gone);
	buf_release(text);
	*text = changed;
}

static void
both_readers__agree__over_altered_bodies(void **unused)
{
	const char *asked = getenv("LOUCE_ROUNDS");
	long rounds = asked ? strtol(asked, NULL, 10) : ROUNDS, taken = 0;

	(void)unused;
	for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
		bool took;

		assert_true(agrees(bodies[i], strlen(bodies[i]), &took));
	}
	for (long i = 0; i < rounds; i++) {
		struct buf text = { 0 };
		size_t changes = 1 + below(4);
		bool took;

		buf_text_add(&text, bodies[below(ARRAY_LEN(bodies))]);
		for (size_t c = 0; c < changes && text.len > 2; c++)
			change(&text);
		if (!agrees(buf_text(&text), text.len, &took))
			fail_msg("round %ld", i);
		taken += took;
		buf_release(&text);
	}
	/* Neither all nor none: otherwise it would have shown little. */
	assert_in_range(taken * 100 / rounds, 2, 98);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_readers__agree__over_altered_bodies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
