#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "step/json.h"
#include "step/step.h"

#define ID_A "abababababababababababababababababababababababababababababababab"
#define ID_C "c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1"
#define PHOTO "{\"id\":\"" ID_A "\",\"field\":\"photo_front\",\"mime\":\"image/jpeg\",\"size\":9,\"original\":null,\"taken\":null}"

/* The step that every case changes in one place. */
static const char body[] =
	"{\"v\":2,\"kind\":\"registration\",\"device\":\"d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1\",\"area\":\"451224204201\",\"epoch\":1,"
	"\"seq\":2,\"prev\":\"" ID_A "\",\"after\":null,\"author\":\"" ID_C "\",\"anchor\":null,\"at\":1662600753,"
	"\"pack\":\"" ID_A "\",\"building\":\"" ID_C "\",\"root\":null,\"parents\":[\"" ID_A "\",\"" ID_C "\"],"
	"\"data\":{\"floors\":3},"
	"\"private\":{\"commit\":\"" ID_A "\",\"box\":\"" ID_C "\",\"fields\":[\"owner\"]},"
	"\"photos\":[" PHOTO "]}";

/* The body with `to` in place of the first `from`; caller frees. */
static char *
changed(const char *from, const char *to)
{
	const char *at = strstr(body, from);

	assert_non_null(at);
	return mem_printf("%.*s%s%s", (int)(at - body), body, to, at + strlen(from));
}

struct parse_case {
	const char *from, *to;
	const char *message; /* part of it; NULL: accepted */
};

static void
each(const struct parse_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *text = changed(cases[i].from, cases[i].to);
		struct step step = { 0 };
		struct err err = { 0 };
		enum status status = step_parse(text, strlen(text), &step, &err);

		if (status != (cases[i].message ? STATUS_INVALID : STATUS_OK))
			fail_msg("%s: %d %s", cases[i].to, status, err.text);
		if (cases[i].message && !strstr(err.text, cases[i].message))
			fail_msg("%s says: %s", cases[i].to, err.text);
		step_release(&step);
		free(text);
	}
}

static void
step_parse__says_which_member_is_wrong__case_by_case(void **state)
{
	static const struct parse_case cases[] = {
		{ "\"v\":2", "\"v\":2", NULL },
		{ "\"v\":2", "\"v\":2.0", "\"v\" is wrong: this program reads version 2" },
		{ "\"v\":2", "\"v\":1", "\"v\" is wrong: this program reads version 2" },
		{ "\"v\":2", "\"v\":\"2\"", "\"v\" is wrong" },
		{ "\"v\":2", "\"v\":null", "\"v\" is wrong" },
		{ "\"v\":2,", "", "\"v\" is wrong: it is missing" },
		{ "\"v\":2,", "\"v\":2,\"w\":1,", "a member that the format does not know" },
		{ "registration", "", "\"kind\" is wrong" },
		{ "registration", "1st", "\"kind\" is wrong" },
		{ "registration", "a-b", "\"kind\" is wrong" },
		{ "registration", "abcdefghijklmnopqrstuvwxyz012345", NULL },
		{ "registration", "abcdefghijklmnopqrstuvwxyz0123456", "\"kind\" is wrong" },
		{ "\"registration\"", "null", "\"kind\" is wrong" },
		{ "d1d1", "d1d", "\"device\" is wrong: it must be 32 lower-case hex digits" },
		{ "d1d1", "D1d1", "\"device\" is wrong" },
		{ "\"d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1\"", "5", "\"device\" is wrong" },
		{ "registration", "_a", "\"kind\" is wrong" },
		{ "registration", "{a", "\"kind\" is wrong" },
		{ "registration", "z", NULL },
		{ "registration", "a", NULL },
		{ "\"epoch\":1", "\"epoch\":0", "\"epoch\" is wrong" },
		{ "\"epoch\":1", "\"epoch\":null", "\"epoch\" is wrong" },
		{ "\"epoch\":1", "\"epoch\":true", "\"epoch\" is wrong" },
		{ "\"seq\":2", "\"seq\":-2", "\"seq\" is wrong" },
		{ "\"seq\":2", "\"seq\":2e0", "\"seq\" is wrong" },
		{ "\"epoch\":1", "\"epoch\":2147483647", NULL },
		{ "\"epoch\":1", "\"epoch\":2147483648", "\"epoch\" is wrong" },
		{ "\"seq\":2", "\"seq\":2147483647", NULL },
		{ "\"seq\":2", "\"seq\":2147483648", "\"seq\" is wrong" },
		{ "\"area\":\"451224204201\"", "\"area\":\"45\"", NULL },
		{ "\"area\":\"451224204201\"", "\"area\":\"\"", NULL },
		{ "\"area\":\"451224204201\"", "\"area\":\"451\"", "\"area\" is wrong: it must be 0, 2, 4, 6, 9 or 12 digits" },
		{ "\"area\":\"451224204201\"", "\"area\":\"4512242042010\"", "\"area\" is wrong" },
		{ "\"area\":\"451224204201\"", "\"area\":\"45122420420x\"", "\"area\" is wrong" },
		{ "\"area\":\"451224204201\"", "\"area\":45", "\"area\" is wrong" },
		{ "\"after\":null", "\"after\":\"" ID_C "\"", NULL },
		{ "\"after\":null", "\"after\":\"x\"", "\"after\" is wrong: it must be 64" },
		{ "\"root\":null", "\"root\":\"" ID_C "\"", NULL },
		{ "\"root\":null", "\"root\":1", "\"root\" is wrong" },
		{ "\"seq\":2", "\"seq\":9007199254740993", "larger than 2^53" },
		{ "\"seq\":2", "\"seq\":1", "\"prev\" is wrong: exactly the first step of a log has none" },
		{ "\"prev\":\"" ID_A "\"", "\"prev\":null", "\"prev\" is wrong" },
		{ "\"author\":\"" ID_C "\"", "\"author\":null", "\"author\" is wrong: only a self-signed credential has none" },
		{ "\"author\":\"c1", "\"author\":\"C1", "\"author\" is wrong: it must be 64 lower-case hex digits" },
		{ "\"author\":\"c1", "\"author\":\"", "\"author\" is wrong" },
		{ "\"anchor\":null", "\"anchor\":1", "\"anchor\" is wrong" },
		{ "\"anchor\":null", "\"anchor\":\"\"", "\"anchor\" is wrong" },
		{ "\"at\":1662600753", "\"at\":946684800", NULL }, /* a claim, never judged */
		{ "\"at\":1662600753", "\"at\":946684799", "\"at\" is wrong" },
		{ "\"at\":1662600753", "\"at\":4102444800", NULL },
		{ "\"at\":1662600753", "\"at\":4102444801", "\"at\" is wrong" },
		{ "\"at\":1662600753", "\"at\":1.5", "\"at\" is wrong" },
		{ "\"at\":1662600753", "\"at\":null", "\"at\" is wrong" },
		{ "\"pack\":\"" ID_A "\"", "\"pack\":null", "\"pack\" is wrong: exactly a form" },
		{ "\"building\":\"" ID_C "\"", "\"building\":null", NULL },
		{ "\"parents\":[\"" ID_A "\",\"" ID_C "\"]", "\"parents\":null", "\"parents\" is wrong: it must be a list" },
		{ "\"parents\":[\"" ID_A "\",\"" ID_C "\"]", "\"parents\":[1]", "\"parents\" is wrong" },
		{ "\"parents\":[\"" ID_A "\",\"" ID_C "\"]", "\"parents\":[\"" ID_C "\",\"" ID_A "\"]", "must ascend and differ" },
		{ "\"parents\":[\"" ID_A "\",\"" ID_C "\"]", "\"parents\":[\"" ID_C "\",\"" ID_C "\"]", "must ascend and differ" },
		{ "{\"floors\":3}", "null", "\"data\" is wrong: it must be an object" },
		{ "{\"floors\":3}", "[]", "\"data\" is wrong" },
		{ "{\"floors\":3}", "{\"floors\":null}", "null stands where" },
		{ "{\"floors\":3}", "{}", NULL },
		{ "{\"floors\":3}", "{\"_seconds\":-1}", "\"_seconds\" is wrong: it must be a whole number from 0" },
		{ "{\"floors\":3}", "{\"_keys\":\"1\"}", "\"_keys\" is wrong" },
		{ "{\"floors\":3}", "{\"_reasons\":[{\"rule\":\"\",\"reason\":\"a\"}]}",
		  "\"_reasons\" is wrong: it must be a list of {rule" },
		{ "{\"floors\":3}", "{\"_reasons\":[1]}", "\"_reasons\" is wrong" },
		{ "{\"floors\":3}", "{\"_answers\":[{\"of\":\"" ID_A "\",\"words\":\"\"}]}",
		  "\"_answers\" is wrong: it must be a list of {of" },
		{ "{\"floors\":3}", "{\"_upon\":[\"" ID_C "\",\"" ID_A "\"]}", "\"_upon\" is wrong: it must be a list of ids that ascend" },
		{ "{\"floors\":3}", "{\"_upon\":[\"" ID_A "\",\"" ID_C "\"],\"_other\":true}", NULL },
		{ "registration", "signoff", "\"building\" is wrong: only a form names one" },
	};

	(void)state;
	each(cases, ARRAY_LEN(cases));
}

static void
step_parse__says_what_is_wrong__with_private_and_photos(void **state)
{
	static const struct parse_case cases[] = {
		{ "{\"commit\":\"" ID_A "\",\"box\":\"" ID_C "\",\"fields\":[\"owner\"]}", "null", NULL },
		{ "{\"commit\":\"" ID_A "\",\"box\":\"" ID_C "\",\"fields\":[\"owner\"]}", "[]", "must hold commit, box and fields" },
		{ "\"commit\":\"" ID_A "\",", "", "must hold commit, box and fields" },
		{ "\"fields\":[", "\"more\":1,\"fields\":[", "must hold commit, box and fields" },
		{ "\"fields\":[\"owner\"]", "\"fields\":\"owner\"", "must hold commit, box and fields" },
		{ "\"fields\":[\"owner\"]", "\"fields\":[1]", "fields must be a list of names" },
		{ "\"fields\":[\"owner\"]", "\"fields\":[]", "fields must not be empty" },
		{ "\"fields\":[\"owner\"]", "\"fields\":[\"Owner\"]", "fields must be a list of names" },
		{ "\"fields\":[\"owner\"]", "\"fields\":[\"b\",\"a\"]", "fields must ascend and differ" },
		{ "\"fields\":[\"owner\"]", "\"fields\":[\"a\",\"a\"]", "fields must ascend and differ" },
		{ "\"commit\":\"ab", "\"commit\":\"AB", "must be 64 lower-case hex digits" },
		{ "\"commit\":", "\"komit\":", "must hold commit, box and fields" },
		{ "\"box\":", "\"bax\":", "must hold commit, box and fields" },
		{ "\"fields\":[", "\"felds\":[", "must hold commit, box and fields" },
		{ "{\"id\":", "{\"ie\":", "each must hold id, field, mime, size, original and taken" },
		{ "\"size\":9", "\"sise\":9", "each must hold id, field, mime, size, original and taken" },
		{ "\"box\":\"" ID_C "\"", "\"box\":null", "null stands where" },
		{ "\"commit\":\"" ID_A "\"", "\"commit\":null", "null stands where" },
		{ "\"field\":", "\"feld\":", "each must hold id, field, mime, size, original and taken" },
		{ "\"mime\":", "\"mine\":", "each must hold id, field, mime, size, original and taken" },
		{ "\"original\":", "\"origin\":", "each must hold id, field, mime, size, original and taken" },
		{ "\"taken\":", "\"token\":", "each must hold id, field, mime, size, original and taken" },
		{ "\"size\":9", "\"size\":1", NULL },
		{ "[" PHOTO "]", "[{}," PHOTO "]", "each must hold id, field, mime, size, original and taken" },
		{ "[" PHOTO "]", "null", "\"photos\" is wrong: it must be a list" },
		{ "[" PHOTO "]", "[1]", "each must hold id, field, mime, size, original and taken" },
		{ "[" PHOTO "]", "[null]", "null stands where" },
		{ "[" PHOTO "]", "[]", NULL },
		{ "\"mime\":\"image/jpeg\",", "", "each must hold id, field, mime, size, original and taken" },
		{ "\"mime\":\"image/jpeg\",", "\"mime\":\"image/jpeg\",\"w\":1,", "each must hold" },
		{ "\"mime\":\"image/jpeg\"", "\"mime\":null", "field and mime must be texts" },
		{ "\"field\":\"photo_front\"", "\"field\":1", "field and mime must be texts" },
		{ "\"id\":\"" ID_A "\"", "\"id\":null", "an id must be 64 lower-case hex digits" },
		{ "\"size\":9", "\"size\":-1", "its size is none that a photo may have" },
		{ "\"size\":9", "\"size\":9.0", "size and taken must be whole numbers" },
		{ "\"size\":9", "\"size\":0", "its size is none that a photo may have" },
		{ "\"size\":9", "\"size\":16711680", NULL },
		{ "\"size\":9", "\"size\":16711681", "its size is none that a photo may have" },
		{ "photo_front", "a_1/999999/b", NULL },
		{ "photo_front", "a/0/b", "a field must be NAME or REPEAT/ROW/NAME" },
		{ "photo_front", "a/1000000/b", "a field must be NAME or REPEAT/ROW/NAME" },
		{ "photo_front", "a/1", "a field must be NAME or REPEAT/ROW/NAME" },
		{ "photo_front", "a/1/", "a field must be NAME or REPEAT/ROW/NAME" },
		{ "photo_front", "Photo", "a field must be NAME or REPEAT/ROW/NAME" },
		{ "\"taken\":null", "\"taken\":\"2022\"", "size and taken must be whole numbers" },
		{ "\"taken\":null", "\"taken\":0", NULL },
		{ "\"original\":null", "\"original\":\"" ID_C "\"", NULL },
		{ "\"original\":null", "\"original\":\"x\"", "\"original\" is wrong" },
	};

	(void)state;
	each(cases, ARRAY_LEN(cases));
}

static void
step_parse__refuses__bytes_around_the_object_and_too_many(void **state)
{
	static const char *const around[] = { " @", "@ ", "@\n", "\n@", "[@]", "@}", "{@", "@,@" };
	struct step step = { 0 };
	struct err err = { 0 };
	char *text;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(around); i++) {
		struct buf whole = { 0 };

		for (const char *at = around[i]; *at; at++)
			if (*at == '@')
				buf_text_add(&whole, body);
			else
				buf_char(&whole, *at);
		assert_int_equal(step_parse(whole.data, whole.len, &step, &err), STATUS_INVALID);
		buf_release(&whole);
	}
	assert_int_equal(step_parse(body, strlen(body) + 1, &step, &err), STATUS_INVALID); /* the NUL behind it */
	assert_non_null(strstr(err.text, "with nothing before or behind it"));
	text = changed("\"v\":2,", "\"v\":2 ,"); /* a NUL between two tokens */
	*strchr(text, ' ') = '\0';
	assert_int_equal(step_parse(text, strlen(body) + 1, &step, &err), STATUS_INVALID);
	free(text);
	for (size_t len = 0; len < strlen(body); len++) {
		text = mem_alloc(len ? len : 1); /* not a byte more */
		memcpy(text, body, len);
		assert_int_equal(step_parse(len ? text : text + 1, len, &step, &err), STATUS_INVALID);
		free(text);
	}
	assert_int_equal(step_parse("{", 1, &step, &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "with nothing before or behind it"));
	assert_int_equal(step_parse("{}", 2, &step, &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "\"v\" is wrong: it is missing"));

	text = mem_alloc(STEP_BODY_MAX_BYTES + 2);
	memset(text, 'x', STEP_BODY_MAX_BYTES + 1);
	assert_int_equal(step_parse(text, STEP_BODY_MAX_BYTES + 1, &step, &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "longer than a step may be"));
	free(text);
}

/* Exactly the longest body is fine, one byte more is not. */
static void
step_parse__takes_a_body_of_1048576_bytes__and_not_one_more(void **state)
{
	size_t pad = STEP_BODY_MAX_BYTES - (strlen(body) - strlen("3")) - 2;
	char *filler = mem_alloc(pad + 4);
	struct step step = { 0 };
	struct err err = { 0 };

	(void)state;
	filler[0] = '"';
	memset(filler + 1, 'x', pad);
	filler[pad + 1] = '"';
	for (int more = 0; more <= 1; more++) {
		struct buf whole = { 0 };
		const char *at = strstr(body, "\"floors\":3") + strlen("\"floors\":");

		buf_add(&whole, body, (size_t)(at - body));
		buf_text_add(&whole, filler);
		buf_text_add(&whole, at + 1);
		assert_int_equal(whole.len, STEP_BODY_MAX_BYTES + more);
		assert_int_equal(step_parse(whole.data, whole.len, &step, &err), more ? STATUS_INVALID : STATUS_OK);
		step_release(&step);
		buf_release(&whole);
		strcpy(filler + pad + 1, "x\"");
	}
	free(filler);
}

static void
step_write__writes_members_in_the_format_s_order__as_they_were_read(void **state)
{
	struct step step = { 0 };
	struct buf again = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(step_parse(body, strlen(body), &step, &err), STATUS_OK);
	assert_string_equal(step.kind, "registration");
	assert_int_equal(step.seq, 2);
	assert_int_equal(step.parent_count, 2);
	assert_true(step.has_private && step.has_pack && !step.has_anchor);
	assert_string_equal(step.private_fields[0], "owner");
	assert_string_equal(step.photos[0].mime, "image/jpeg");
	assert_false(step.photos[0].has_taken || step.photos[0].has_original);
	assert_int_equal(value_get_integer(&step.data, "floors", 0), 3);
	assert_int_equal(step_write(&step, &again, &err), STATUS_OK);
	assert_string_equal(buf_text(&again), body);
	buf_release(&again);
	step_release(&step);
}

static void
step_write__refuses__what_would_not_be_read_again(void **state)
{
	struct step step = { .kind = "registration",
			     .epoch = 1,
			     .seq = 1,
			     .at_unix = STEP_AT_MIN,
			     .has_author = true,
			     .has_pack = true,
			     .data = value_object() };
	struct buf out = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(step_write(&step, &out, &err), STATUS_OK);
	step.seq = 2;
	assert_int_equal(step_write(&step, &out, &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "\"prev\" is wrong"));
	step.seq = 1;
	value_set_text(&step.data, "name", "a\x1b[2J");
	assert_int_equal(step_write(&step, &out, &err), STATUS_INVALID);
	value_set_text(&step.data, "name", "a\rb");
	assert_int_equal(step_write(&step, &out, &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "\"name\": a text holds a character that may not stand there"));
	value_set_text(&step.data, "name", "\xff");
	assert_int_equal(step_write(&step, &out, &err), STATUS_INVALID);
	value_set_take(&step.data, "name", value_real(1.0 / 0.0));
	assert_int_equal(step_write(&step, &out, &err), STATUS_INVALID);
	strcpy(step.kind, "Registration");
	value_remove(&step.data, "name");
	assert_int_equal(step_write(&step, &out, &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "\"kind\" is wrong"));
	buf_release(&out);
	step_release(&step);
}

static void
step_add_parent__keeps_them_ascending_and_distinct__in_any_order(void **state)
{
	struct step step = { 0 };

	(void)state;
	for (int i = 0; i < 9; i++) {
		struct id id = { .b = { (uint8_t)(i * 5 % 7) } };

		step_add_parent(&step, &id);
	}
	assert_int_equal(step.parent_count, 7);
	for (size_t i = 0; i < 7; i++)
		assert_int_equal(step.parents[i].b[0], i);
	step_release(&step);
}

/* A step that was read lies in an arena, its own or the reader's; what is added lies there, too. */
static void
step_parse__gives_a_step__that_can_be_added_to(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (int where = 0; where < 3; where++) {
		struct step step = { 0 };
		struct err err = { 0 };
		struct id id = { { 1 } };

		if (where == 0)
			assert_int_equal(step_parse(body, strlen(body), &step, &err), STATUS_OK);
		if (where == 1)
			assert_int_equal(step_parse_into(&arena, body, strlen(body), &step, &err), STATUS_OK);
		assert_int_equal(step.lies_in == &arena, where == 1);
		for (int i = 0; i < 3; i++) {
			struct step_photo *photo = step_add_photo(&step);

			photo->size = i;
			id.b[1] = (uint8_t)i;
			step_add_parent(&step, &id);
		}
		assert_int_equal(step.parent_count, where < 2 ? 5 : 3);
		assert_int_equal(step.photo_count, where < 2 ? 4 : 3);
		for (size_t i = 0; i < 3; i++)
			assert_int_equal(step.photos[step.photo_count - 3 + i].size, i);
		for (size_t i = 0; i < 3; i++)
			assert_true(step.parents[i].b[0] == 1 && step.parents[i].b[1] == i);
		if (where < 2) {
			assert_string_equal(step.photos[0].field, "photo_front");
			assert_int_equal(step.photos[0].size, 9);
			assert_int_equal(step.parents[3].b[0], 0xab);
			assert_int_equal(step.parents[4].b[0], 0xc1);
			assert_string_equal(step.kind, "registration");
		}
		step_release(&step);
		assert_int_equal(step.photo_count, 0);
	}
	arena_release(&arena);
}

/* What is refused leaves what was there. */
static void
step_parse_into__changes_nothing__when_it_refuses(void **state)
{
	struct arena arena = { 0 };
	struct step step = { .seq = 77 };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(step_parse_into(&arena, body, strlen(body) - 1, &step, &err), STATUS_INVALID);
	assert_int_equal(step.seq, 77);
	assert_int_equal(step_parse(body, strlen(body) - 1, &step, &err), STATUS_INVALID);
	assert_int_equal(step.seq, 77);
	arena_release(&arena);
}

/* Photos keep when they were taken; a building and a root that no form names are told apart. */
static void
step_parse__tells__what_stands_where_it_must_not(void **state)
{
	static const struct {
		const char *to, *message;
	} cases[] = {
		{ "\"building\":null,\"root\":\"" ID_A "\"", "\"root\" is wrong: only a form names one" },
		{ "\"building\":\"" ID_C "\",\"root\":null", "\"building\" is wrong: only a form names one" },
		{ "\"building\":\"" ID_C "\",\"root\":\"" ID_A "\"", "\"building\" is wrong: only a form names one" },
	};
	char *text;
	struct step step = { 0 };
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *signoff, *at;

		text = changed("\"building\":\"" ID_C "\",\"root\":null", cases[i].to);
		at = strstr(text, "registration");
		signoff = mem_printf("%.*ssignoff%s", (int)(at - text), text, at + strlen("registration"));
		assert_int_equal(step_parse(signoff, strlen(signoff), &step, &err), STATUS_INVALID);
		if (!strstr(err.text, cases[i].message))
			fail_msg("%s", err.text);
		free(signoff);
		free(text);
	}
	text = changed("\"taken\":null", "\"taken\":1662600000");
	assert_int_equal(step_parse(text, strlen(text), &step, &err), STATUS_OK);
	assert_true(step.photos[0].has_taken && step.photos[0].taken_unix == 1662600000);
	step_release(&step);
	free(text);
	assert_int_equal(step_parse(body, strlen(body), &step, &err), STATUS_OK);
	assert_true(!step.photos[0].has_taken && step.photos[0].taken_unix == 0);
	step_release(&step);
}

static void
step_set_area__takes_a_division_alone(void **state)
{
	static const struct {
		const char *area, *is;
	} cases[] = { { "451224", "451224" },
		      { "", "" },
		      { NULL, "" },
		      { "4512243", "" },
		      { "45122420420112345", "" },
		      { "451224204201", "451224204201" } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct step step = { .area = "45" };

		step_set_area(&step, cases[i].area);
		assert_string_equal(step.area, cases[i].is);
	}
}

static void
step_kind_has_pack__names_what_is_filled_or_decided_under_one(void **state)
{
	static const char *const with[] = { "signoff", "withdrawal", "manifest", "decision" };
	size_t found = 0;

	(void)state;
	for (int i = 0; i < STEP_SYSTEM_COUNT; i++)
		found += step_kind_has_pack((enum step_kind)i);
	assert_int_equal(found, ARRAY_LEN(with));
	for (size_t i = 0; i < ARRAY_LEN(with); i++)
		assert_true(step_kind_has_pack(step_kind_of(with[i])));
	assert_true(step_kind_has_pack(STEP_FORM));
}

static void
step_kind_of__knows_the_system_kinds__and_calls_others_forms(void **state)
{
	(void)state;
	for (int i = 0; i < STEP_SYSTEM_COUNT; i++)
		assert_int_equal(step_kind_of(step_kind_name((enum step_kind)i)), i);
	assert_int_equal(step_kind_of("listing"), STEP_FORM);
	assert_int_equal(step_kind_of("sign"), STEP_FORM);
	assert_int_equal(step_kind_of(""), STEP_FORM);
	assert_null(step_kind_name(STEP_FORM));
}

static void
step_kind_is_trust__names_the_kinds_that_trust_judges__and_no_other(void **state)
{
	static const char *const trust[] = { "genesis", "credential", "endorsement", "revocation", "pack", "receipt", "epoch", "decision" };
	size_t found = 0;

	(void)state;
	for (int kind = 0; kind <= STEP_FORM; kind++)
		found += step_kind_is_trust((enum step_kind)kind);
	assert_int_equal(found, 8);
	for (size_t i = 0; i < 8; i++)
		assert_true(step_kind_is_trust(step_kind_of(trust[i])));
}

static void
step_data_id__reads_what_was_set__and_nothing_else(void **state)
{
	struct value data = value_object();
	struct id id = { .b = { 1, 2, 3 } }, read = { 0 };

	(void)state;
	assert_false(step_data_id(&data, "of", &read));
	value_set_text(&data, "of", "x");
	assert_false(step_data_id(&data, "of", &read));
	value_set_integer(&data, "of", 1);
	assert_false(step_data_id(&data, "of", &read));
	step_data_set_id(&data, "of", &id);
	assert_true(step_data_id(&data, "of", &read));
	assert_true(id_equal(&id, &read));
	value_release(&data);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(step_parse__says_which_member_is_wrong__case_by_case),
		cmocka_unit_test(step_parse__says_what_is_wrong__with_private_and_photos),
		cmocka_unit_test(step_parse__refuses__bytes_around_the_object_and_too_many),
		cmocka_unit_test(step_parse__takes_a_body_of_1048576_bytes__and_not_one_more),
		cmocka_unit_test(step_write__writes_members_in_the_format_s_order__as_they_were_read),
		cmocka_unit_test(step_write__refuses__what_would_not_be_read_again),
		cmocka_unit_test(step_add_parent__keeps_them_ascending_and_distinct__in_any_order),
		cmocka_unit_test(step_parse__gives_a_step__that_can_be_added_to),
		cmocka_unit_test(step_parse_into__changes_nothing__when_it_refuses),
		cmocka_unit_test(step_parse__tells__what_stands_where_it_must_not),
		cmocka_unit_test(step_set_area__takes_a_division_alone),
		cmocka_unit_test(step_kind_has_pack__names_what_is_filled_or_decided_under_one),
		cmocka_unit_test(step_kind_of__knows_the_system_kinds__and_calls_others_forms),
		cmocka_unit_test(step_kind_is_trust__names_the_kinds_that_trust_judges__and_no_other),
		cmocka_unit_test(step_data_id__reads_what_was_set__and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
