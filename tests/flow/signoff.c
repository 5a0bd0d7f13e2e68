#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "flow/flow.h"
#include "step/json.h"

/* A sign-off by itself: whom it names, in order, and what it says was shown. */

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define C "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define HOUSE(id) "{\"building\":\"" id "\"}"
#define SLOT(id, root) "{\"building\":\"" id "\",\"root\":\"" root "\"}"

static void
read_text(const char *text, struct step *step, struct flow_signoff *out)
{
	struct err err = { 0 };

	*step = (struct step){ .kind = "signoff" };
	if (json_parse(text, strlen(text), 8, &step->data, &err))
		fail_msg("%s", err.text);
	flow_signoff_read(step, out);
}

static void
items__count__only_ascending_and_distinct(void **state)
{
	static const struct {
		const char *items;
		bool fine;
	} cases[] = {
		{ "{}", false },
		{ "{\"items\":{}}", false },
		{ "{\"items\":[]}", false },
		{ "{\"items\":[" HOUSE(A) "]}", true },
		{ "{\"items\":[1]}", false },
		{ "{\"items\":[{}]}", false },
		{ "{\"items\":[{\"building\":\"a\"}]}", false },
		{ "{\"items\":[{\"building\":1}]}", false },
		{ "{\"items\":[" HOUSE(A) "," HOUSE(B) "," HOUSE(C) "]}", true },
		{ "{\"items\":[" HOUSE(A) "," HOUSE(A) "]}", false },
		{ "{\"items\":[" HOUSE(B) "," HOUSE(A) "," HOUSE(C) "]}", false }, /* one fault, though the last is fine */
		{ "{\"items\":[{}," HOUSE(B) "]}", false },
		{ "{\"items\":[" SLOT(A, B) "," SLOT(A, C) "]}", true }, /* two slots of one house */
		{ "{\"items\":[" SLOT(A, C) "," SLOT(A, B) "]}", false },
		{ "{\"items\":[" SLOT(A, B) "," SLOT(A, B) "]}", false },
		{ "{\"items\":[" SLOT(A, C) "," SLOT(B, A) "]}", true },
		{ "{\"items\":[" HOUSE(A) "," SLOT(A, ZEROS) "]}", true },
		{ "{\"items\":[" SLOT(A, ZEROS) "," HOUSE(A) "]}", false },
		{ "{\"items\":[{\"building\":\"" A "\",\"root\":\"x\"}]}", false },
		{ "{\"items\":[{\"building\":\"" A "\",\"root\":1}]}", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct flow_signoff signoff;
		struct step step;

		read_text(cases[i].items, &step, &signoff);
		if (signoff.well_formed != cases[i].fine || (signoff.count > 0) != cases[i].fine)
			fail_msg("%s", cases[i].items);
		flow_signoff_release(&signoff);
		step_release(&step);
	}
}

static void
items__count__up_to_1000(void **state)
{
	(void)state;
	for (size_t count = FLOW_ITEMS_MAX - 1; count <= FLOW_ITEMS_MAX + 1; count++) {
		struct step step = { .kind = "signoff", .data = value_object() };
		struct value items = value_list();
		struct flow_signoff signoff;

		for (size_t i = 0; i < count; i++) {
			struct id building = { { (uint8_t)(i >> 8), (uint8_t)i } };
			struct value item = value_object();

			step_data_set_id(&item, "building", &building);
			value_append_take(&items, item);
		}
		value_set_take(&step.data, "items", items);
		flow_signoff_read(&step, &signoff);
		assert_int_equal(signoff.count, count <= 1000 ? count : 0);
		assert_int_equal(signoff.well_formed, count <= 1000);
		flow_signoff_release(&signoff);
		step_release(&step);
	}
}

static void
summary__fits__when_it_counts_what_was_shown(void **state)
{
#define SHOWN(one, two, three)                                                                                                             \
	"\"items\":[{\"building\":\"" A "\"" one "},{\"building\":\"" B "\"" two "},{\"building\":\"" C "\"" three "}]"
	static const struct {
		const char *data;
		bool fits;
	} cases[] = {
		{ "{\"summary\":{\"n\":3,\"by\":{\"3\":2,\"1\":1}}," SHOWN(",\"shown\":\"3\"", ",\"shown\":\"1\"", ",\"shown\":\"3\"") "}",
		  true },
		{ "{\"summary\":{\"n\":3,\"by\":{\"3\":3}}," SHOWN(",\"shown\":\"3\"", ",\"shown\":\"3\"", ",\"shown\":\"3\"") "}", true },
		{ "{\"summary\":{\"n\":3,\"by\":{\"\":2,\"1\":1}}," SHOWN("", ",\"shown\":\"1\"", "") "}", true },
		{ "{\"summary\":{\"n\":2,\"by\":{\"3\":2,\"1\":1}}," SHOWN(",\"shown\":\"3\"", ",\"shown\":\"1\"", ",\"shown\":\"3\"") "}",
		  false },
		{ "{\"summary\":{\"by\":{\"3\":2,\"1\":1}}," SHOWN(",\"shown\":\"3\"", ",\"shown\":\"1\"", ",\"shown\":\"3\"") "}", false },
		{ "{\"summary\":{\"n\":3,\"by\":{\"3\":1,\"1\":2}}," SHOWN(",\"shown\":\"3\"", ",\"shown\":\"1\"", ",\"shown\":\"3\"") "}",
		  false },
		{ "{\"summary\":{\"n\":3,\"by\":{\"3\":2,\"1\":1,\"2\":0}}," SHOWN(",\"shown\":\"3\"", ",\"shown\":\"1\"",
										   ",\"shown\":\"3\"") "}",
		  false },
		{ "{\"summary\":{\"n\":3,\"by\":{\"3\":2}}," SHOWN(",\"shown\":\"3\"", ",\"shown\":\"1\"", ",\"shown\":\"3\"") "}", false },
		{ "{\"summary\":{\"n\":3}," SHOWN("", "", "") "}", false },
		{ "{\"summary\":{\"n\":3,\"by\":[]}," SHOWN("", "", "") "}", false },
		{ "{" SHOWN("", "", "") "}", false },
		{ "{\"summary\":{\"n\":0,\"by\":{}}}", false },
		{ "{\"summary\":{\"n\":0,\"by\":[]},\"items\":[]}", false },
		{ "{\"summary\":{\"n\":0,\"by\":{}},\"items\":[]}", true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct flow_signoff signoff;
		struct step step;

		read_text(cases[i].data, &step, &signoff);
		if (signoff.summary_fits != cases[i].fits)
			fail_msg("%s", cases[i].data);
		flow_signoff_release(&signoff);
		step_release(&step);
	}
}

static void
items_of_a_building__are_found__wherever_they_stand(void **state)
{
	struct value data = value_object(), items = value_list();
	struct step step = { .kind = "signoff" };
	struct flow_signoff signoff;
	struct flow_step flow = { .step = &step, .sign = &signoff };
	size_t first, at = 0;

	(void)state;
	for (uint8_t house = 1; house <= 9; house++)
		for (uint8_t slot = 1; slot <= house % 3 + 1; slot++) {
			struct id building = { .b = { house } }, root = { .b = { slot } };
			struct value item = value_object();

			step_data_set_id(&item, "building", &building);
			step_data_set_id(&item, "root", &root);
			value_append_take(&items, item);
		}
	value_set_take(&data, "items", items);
	step.data = data;
	flow_signoff_read(&step, &signoff);
	for (uint8_t house = 1; house <= 9; house++) {
		struct id building = { .b = { house } }, near = { .b = { house, 1 } };

		assert_int_equal(flow_signoff_items(&flow, &building, &first), house % 3 + 1);
		assert_int_equal(first, at);
		assert_int_equal(flow_signoff_items(&flow, &near, &first), 0);
		at += house % 3 + 1;
	}
	flow.sign = NULL;
	assert_int_equal(flow_signoff_items(&flow, &(struct id){ .b = { 1 } }, &first), 0);
	flow_signoff_release(&signoff);
	step_release(&step);
}

/* What an approval says of its items is counted by what was shown; where nothing was, under an empty name. */
static void
summary__counts__each_thing_shown(void **state)
{
	static const char *const shown[] = { "3", NULL, "1", "3", "" };
	struct value items = value_list(), summary, none = value_list();
	const struct value *by;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(shown); i++) {
		struct value item = value_object();

		if (shown[i])
			value_set_text(&item, "shown", shown[i]);
		value_append_take(&items, item);
	}
	summary = flow_signoff_summary(&items);
	by = value_get(&summary, "by");
	assert_int_equal(value_get_integer(&summary, "n", -1), 5);
	assert_int_equal(by->object.count, 3);
	assert_int_equal(value_get_integer(by, "3", -1), 2);
	assert_int_equal(value_get_integer(by, "1", -1), 1);
	assert_int_equal(value_get_integer(by, "", -1), 2);
	value_release(&summary);
	summary = flow_signoff_summary(&none);
	assert_int_equal(value_get_integer(&summary, "n", -1), 0);
	assert_int_equal(value_get(&summary, "by")->object.count, 0);
	value_release(&summary);
	value_release(&items);
	value_release(&none);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(items__count__only_ascending_and_distinct),
		cmocka_unit_test(items__count__up_to_1000),
		cmocka_unit_test(summary__fits__when_it_counts_what_was_shown),
		cmocka_unit_test(items_of_a_building__are_found__wherever_they_stand),
		cmocka_unit_test(summary__counts__each_thing_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
