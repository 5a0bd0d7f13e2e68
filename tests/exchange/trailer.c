#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "exchange/trailer.h"

#define ID_A "abababababababababababababababababababababababababababababababab"
#define ID_C "c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1"
#define DEVICE "d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1"
#define RUN                                                                                                                                \
	"{\"author\":\"" ID_A "\",\"device\":\"" DEVICE "\",\"area\":\"451224100201\",\"epoch\":7,\"from\":1,\"seq\":9,\"end\":\"" ID_C    \
	"\"}"
#define REST "{\"author\":\"" ID_A "\",\"area\":\"\",\"count\":2,\"hash\":\"" ID_C "\"}"

/* The trailer that every case changes in one place. */
static const char body[] = "{\"device\":\"" DEVICE "\",\"author\":\"" ID_A
			   "\",\"to\":null,\"at\":1662600753,\"steps\":{\"count\":3,\"hash\":\"" ID_C
			   "\"},\"blobs\":{\"count\":0,\"hash\":\"" ID_A "\"},\"holds\":[" RUN "," REST "],\"lacks\":[\"" ID_A "\",\"" ID_C
			   "\"]}";

static char *
changed(const char *from, const char *to)
{
	const char *at = strstr(body, from);

	assert_non_null(at);
	return mem_printf("%.*s%s%s", (int)(at - body), body, to, at + strlen(from));
}

static void
trailer_parse__says_which_member_is_wrong__case_by_case(void **state)
{
	static const struct {
		const char *from, *to;
		const char *message; /* part of it; NULL: accepted */
	} cases[] = {
		{ "\"to\":null", "\"to\":null", NULL },
		{ "\"to\":null", "\"to\":\"" ID_C "\"", NULL },
		{ "\"to\":null", "\"to\":7", "\"to\" is wrong" },
		{ "\"to\":null,", "", "\"to\" is wrong: it is missing" },
		{ "\"to\":null", "\"to\":null,\"more\":1", "a member that the format does not know" },
		{ "\"author\":\"" ID_A "\"", "\"author\":null", "\"author\" is wrong" },
		{ "\"author\":\"ab", "\"author\":\"AB", "\"author\" is wrong" },
		{ "\"device\":\"d1", "\"device\":\"", "\"device\" is wrong" },
		{ "1662600753", "946684799", "\"at\" is wrong" },
		{ "1662600753", "4102444801", "\"at\" is wrong" },
		{ "1662600753", "1662600753.0", "\"at\" is wrong" },
		{ "\"count\":3", "\"count\":-1", "\"steps\" is wrong" },
		{ "\"count\":3", "\"count\":3,\"more\":1", "\"steps\" is wrong" },
		{ "\"count\":0", "\"count\":\"0\"", "\"blobs\" is wrong" },
		{ "\"holds\":[", "\"holds\":[7,", "\"holds\" is wrong" },
		{ "\"holds\":[", "\"holds\":[{},", "\"holds\" is wrong" },
		{ "\"epoch\":7", "\"epoch\":0", "\"holds\" is wrong: each must be a run" },
		{ "\"epoch\":7", "\"epoch\":2147483648", "\"holds\" is wrong" },
		{ "\"epoch\":7", "\"epoch\":2147483647", NULL },
		{ "\"from\":1", "\"from\":0", "\"holds\" is wrong" },
		{ "\"from\":1", "\"from\":10", "\"holds\" is wrong" },
		{ "\"seq\":9", "\"seq\":9007199254740992", "\"holds\" is wrong" },
		{ "\"area\":\"451224100201\"", "\"area\":\"45122410020\"", "\"holds\" is wrong" },
		{ "\"area\":\"451224100201\"", "\"area\":\"\"", NULL },
		{ "\"end\":\"" ID_C "\"", "\"end\":\"" ID_C "\",\"more\":1", "\"holds\" is wrong" },
		{ "\"count\":2", "\"count\":0", "\"holds\" is wrong" },
		{ "\"lacks\":[\"" ID_A "\",\"" ID_C "\"]", "\"lacks\":[]", NULL },
		{ "\"lacks\":[\"" ID_A "\",\"" ID_C "\"]", "\"lacks\":[\"" ID_C "\",\"" ID_A "\"]",
		  "\"lacks\" is wrong: they must ascend" },
		{ "\"lacks\":[\"" ID_A "\",\"" ID_C "\"]", "\"lacks\":[\"" ID_A "\",\"" ID_A "\"]", "\"lacks\" is wrong" },
		{ "\"lacks\":[\"" ID_A "\",\"" ID_C "\"]", "\"lacks\":{}", "\"lacks\" is wrong: it must be a list" },
		{ "{\"device\"", " [{\"device\"", "" },
		{ "\"at\":", "\"at\":1,\"at\":", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *text = changed(cases[i].from, cases[i].to);
		struct trailer trailer;
		struct err err = { 0 };
		enum status status = trailer_parse(text, strlen(text), &trailer, &err);

		if (status != (cases[i].message ? STATUS_INVALID : STATUS_OK))
			fail_msg("%s: %d %s", cases[i].to, status, err.text);
		if (cases[i].message && !strstr(err.text, cases[i].message))
			fail_msg("%s says: %s", cases[i].to, err.text);
		trailer_release(&trailer);
		free(text);
	}
}

/* Trailers are kept: whoever may sign at all could fill the disk with what he claims to lack. */
static void
trailer_parse__refuses__more_lacks_than_it_may_name(void **state)
{
	struct buf list = { 0 };
	struct trailer trailer;
	struct err err = { 0 };
	char *text;

	(void)state;
	for (int i = 0; i < TRAILER_LACKS_MAX; i++)
		buf_printf(&list, "%s\"%064x\"", i ? "," : "\"lacks\":[", i);
	buf_char(&list, ']');
	text = changed("\"lacks\":[\"" ID_A "\",\"" ID_C "\"]", buf_text(&list));
	assert_int_equal(trailer_parse(text, strlen(text), &trailer, &err), STATUS_OK);
	assert_int_equal(trailer.lack_count, TRAILER_LACKS_MAX);
	trailer_release(&trailer);
	free(text);
	list.len--;
	buf_printf(&list, ",\"%064x\"]", TRAILER_LACKS_MAX);
	text = changed("\"lacks\":[\"" ID_A "\",\"" ID_C "\"]", buf_text(&list));
	assert_int_equal(trailer_parse(text, strlen(text), &trailer, &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "\"lacks\" is wrong: it names more than it may"));
	trailer_release(&trailer);
	free(text);
	buf_release(&list);
}

static void
trailer_parse__refuses__bytes_behind_it_and_one_that_is_too_long(void **state)
{
	struct trailer trailer;
	struct buf text = { 0 };
	struct err err = { 0 };

	(void)state;
	buf_text_add(&text, body);
	buf_char(&text, ' ');
	assert_int_equal(trailer_parse(buf_text(&text), text.len, &trailer, &err), STATUS_INVALID);
	trailer_release(&trailer);
	while (text.len <= TRAILER_BODY_MAX_BYTES)
		buf_text_add(&text, body);
	assert_int_equal(trailer_parse(buf_text(&text), text.len, &trailer, &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "longer than a trailer may be"));
	trailer_release(&trailer);
	buf_release(&text);
}

/* A trailer of an author with `count` runs in each of two areas. */
static void
fill(struct trailer *trailer, size_t count)
{
	*trailer = (struct trailer){ .at_unix = 1662600753 };
	for (size_t i = 0; i < 2 * count; i++) {
		struct log_run run = { .from = 1, .seq = (int64_t)i + 1 };

		run.log.epoch = (int64_t)(2 * count - i);
		if (i % 2)
			memcpy(run.log.area, "451224", 7);
		run.end.b[0] = (uint8_t)i;
		trailer_add_run(trailer, &run);
	}
}

static void
trailer_sign__gives_back_what_was_put_in__sorted(void **state)
{
	struct id lacks[2] = { { { 1 } }, { { 2 } } };
	struct log_rest rest = { .area = "45", .steps = { 5, { { 9 } } } };
	struct keys *keys = keys_new();
	struct trailer trailer, read;
	struct signature sig = { 0 };
	struct buf text = { 0 };
	struct err err = { 0 };

	(void)state;
	fill(&trailer, LOG_RUNS_MAX);
	trailer_add_rest(&trailer, &rest);
	trailer.has_to = true;
	trailer.to.b[3] = 7;
	trailer.steps = (struct id_sum){ 12, { { 3 } } };
	trailer.lacks = lacks;
	trailer.lack_count = 2;
	assert_int_equal(trailer_sign(&trailer, keys, &text, &sig, &err), STATUS_OK);
	assert_int_equal(trailer_parse(buf_text(&text), text.len, &read, &err), STATUS_OK);
	assert_int_equal(read.run_count, 2 * LOG_RUNS_MAX);
	assert_memory_equal(read.runs, trailer.runs, read.run_count * sizeof(*read.runs));
	for (size_t i = 1; i < read.run_count; i++)
		assert_true(log_cmp(&read.runs[i - 1].log, &read.runs[i].log) < 0);
	assert_int_equal(read.rest_count, 1);
	assert_memory_equal(&read.rests[0], &rest, sizeof(rest));
	assert_true(id_sum_equal(&read.steps, &trailer.steps));
	assert_memory_equal(read.lacks, lacks, sizeof(lacks));
	assert_true(read.has_to && id_equal(&read.to, &trailer.to));
	trailer.lacks = NULL;
	trailer_release(&trailer);
	trailer_release(&read);
	buf_release(&text);
	keys_free(keys);
}

static void
trailer_sign__refuses__more_runs_of_one_author_in_one_area_than_256(void **state)
{
	struct keys *keys = keys_new();
	struct signature sig = { 0 };
	struct trailer trailer;
	struct buf text = { 0 };
	struct err err = { 0 };

	(void)state;
	fill(&trailer, LOG_RUNS_MAX + 1);
	assert_int_equal(trailer_sign(&trailer, keys, &text, &sig, &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "more runs than it may"));
	trailer_release(&trailer);
	buf_release(&text);
	keys_free(keys);
}

static void
trailer_is_by__refuses__any_flipped_byte__a_steps_signature_and_another_device(void **state)
{
	struct keys *keys = keys_new();
	struct trailer_key author = { .key = *keys_sign_public(keys) };
	struct signature sig = { 0 }, of_step = { 0 };
	struct trailer trailer;
	struct buf text = { 0 };
	struct err err = { 0 };

	(void)state;
	fill(&trailer, 1);
	assert_int_equal(trailer_sign(&trailer, keys, &text, &sig, &err), STATUS_OK);
	assert_true(trailer_is_by(&trailer, &author, &sig, text.data, text.len));
	for (size_t i = 0; i < text.len; i++) {
		text.data[i] ^= 1;
		assert_false(trailer_is_by(&trailer, &author, &sig, text.data, text.len));
		text.data[i] ^= 1;
	}
	assert_int_equal(seal_sign(keys, text.data, text.len, &of_step, &err), STATUS_OK);
	assert_false(trailer_is_by(&trailer, &author, &of_step, text.data, text.len));
	author.has_device = true;
	author.device = trailer.device;
	assert_true(trailer_is_by(&trailer, &author, &sig, text.data, text.len));
	author.device.b[0] ^= 1;
	assert_false(trailer_is_by(&trailer, &author, &sig, text.data, text.len));
	trailer_release(&trailer);
	buf_release(&text);
	keys_free(keys);
}

static int
start(void **state)
{
	struct err err = { 0 };

	(void)state;
	return seal_init(&err) ? -1 : 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(trailer_parse__says_which_member_is_wrong__case_by_case),
		cmocka_unit_test(trailer_parse__refuses__more_lacks_than_it_may_name),
		cmocka_unit_test(trailer_parse__refuses__bytes_behind_it_and_one_that_is_too_long),
		cmocka_unit_test(trailer_sign__gives_back_what_was_put_in__sorted),
		cmocka_unit_test(trailer_sign__refuses__more_runs_of_one_author_in_one_area_than_256),
		cmocka_unit_test(trailer_is_by__refuses__any_flipped_byte__a_steps_signature_and_another_device),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
