#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/id.h"
#include "base/map.h"
#include "base/value.h"

static struct id
id_of(uint32_t number)
{
	struct id id = { 0 };

	for (int i = 0; i < 4; i++)
		id.b[i] = (uint8_t)(number >> 8 * i);
	return id;
}

/* ---- ids */

static void
id_from_hex__takes_exactly_lower_case__and_gives_the_same_back(void **state)
{
	static const char hex[] = "00112233445566778899aabbccddeeff0123456789abcdef0123456789abcdef";
	char bad[80], out[ID_HEX_LEN + 1], brief[9];
	struct id id = id_of(9), before = id;

	(void)state;
	assert_false(id_from_hex("", &id));
	strcpy(bad, hex);
	bad[20] = 'A';
	assert_false(id_from_hex(bad, &id));
	bad[20] = 'g';
	assert_false(id_from_hex(bad, &id));
	strcpy(bad, hex);
	bad[63] = '\0';
	assert_false(id_from_hex(bad, &id));
	strcpy(bad, hex);
	strcat(bad, "0");
	assert_false(id_from_hex(bad, &id));
	assert_memory_equal(&id, &before, sizeof(id)); /* untouched by what is refused */
	assert_true(id_from_hex(hex, &id));
	assert_string_equal(id_hex(&id, out), hex);
	assert_string_equal(id_short(&id, brief), "00112233");
}

static void
device_from_hex__takes_exactly_32_digits__not_an_id(void **state)
{
	struct device_id device;
	char out[DEVICE_HEX_LEN + 1];

	(void)state;
	assert_true(device_from_hex("0123456789abcdef0123456789abcdef", &device));
	assert_string_equal(device_hex(&device, out), "0123456789abcdef0123456789abcdef");
	assert_false(device_from_hex("0123456789abcdef0123456789abcde", &device));
	assert_false(device_from_hex("0123456789abcdef0123456789abcdef00", &device));
}

static void
device__is_compared__bytewise(void **state)
{
	struct device_id a = { { 1 } }, b = { { 1 } };

	(void)state;
	assert_true(device_equal(&a, &b));
	b.b[DEVICE_BYTES - 1] = 0x80;
	assert_false(device_equal(&a, &b));
	assert_true(device_cmp(&a, &b) < 0);
	assert_true(device_cmp(&b, &a) > 0);
}

static void
id_sort_unique__sorts_bytewise__and_drops_doubles(void **state)
{
	struct id ids[5] = { id_of(3), id_of(0xff), id_of(3), id_of(0x0100), id_of(3) };

	(void)state;
	assert_int_equal(id_sort_unique(ids, 5), 3);
	assert_int_equal(ids[0].b[1], 1); /* 00 01 comes before 03 and ff */
	assert_int_equal(ids[1].b[0], 3);
	assert_int_equal(ids[2].b[0], 0xff);
	assert_int_equal(id_sort_unique(ids, 0), 0);
	assert_false(id_is_zero(&ids[0]));
	assert_true(id_is_zero(&(struct id){ 0 }));
}

static void
idmap__finds_what_was_put__among_many(void **state)
{
	struct idmap map = { 0 };

	(void)state;
	assert_true(idmap_get(&map, &(struct id){ 0 }) == IDMAP_NONE);
	for (uint32_t i = 0; i < 5000; i++)
		idmap_put(&map, &(struct id){ .b = { (uint8_t)i, (uint8_t)(i >> 8), [31] = 1 } }, i);
	for (uint32_t i = 0; i < 5000; i += 7)
		idmap_put(&map, &(struct id){ .b = { (uint8_t)i, (uint8_t)(i >> 8), [31] = 1 } }, i + 100000);
	assert_int_equal(map.count, 5000);
	for (uint32_t i = 0; i < 5000; i++)
		assert_int_equal(idmap_get(&map, &(struct id){ .b = { (uint8_t)i, (uint8_t)(i >> 8), [31] = 1 } }),
				 i % 7 == 0 ? i + 100000 : i);
	assert_true(idmap_get(&map, &(struct id){ .b = { 1, 0, [31] = 2 } }) == IDMAP_NONE); /* same start only */
	idmap_release(&map);
}

/* An id with the number in 4 of its bytes, from `at` on. */
static struct id
chosen_id(size_t number, size_t at)
{
	struct id id = { { 0 } };

	for (size_t i = 0; i < 4; i++)
		id.b[at + i] = (uint8_t)(number >> 8 * i);
	return id;
}

/* Ids in steps of others need be no hashes: alike in all bytes but any four, they would meet in one slot of a map that looks at some bytes only.
 * 100,000 that meet cost 5,000,000,000 comparisons. */
static void
idmap__stays_fast__whatever_ids_are_chosen(void **state)
{
	enum { MANY = 100000 };

	(void)state;
	for (size_t at = 0; at + 4 <= ID_BYTES; at += 4) {
		struct idmap map = { 0 };
		clock_t began = clock();

		for (size_t i = 0; i < MANY; i++) {
			struct id id = chosen_id(i, at);

			idmap_put(&map, &id, i);
			assert_true(idmap_get(&map, &id) == i);
		}
		assert_int_equal(map.count, MANY);
		assert_true((clock() - began) / CLOCKS_PER_SEC < 2);
		idmap_release(&map);
	}
}

/* ---- values */

static struct value
house(void)
{
	struct value house = value_object(), list = value_list(), row = value_object();

	value_set_text(&house, "owner", "韦某");
	value_set_integer(&house, "floors", 3);
	value_set_take(&house, "sloped", value_boolean(true));
	value_set_take(&house, "width", value_real(0.5));
	value_set_text(&row, "criterion", "F3");
	value_append_take(&list, row);
	value_set_take(&house, "findings", list);
	return house;
}

static void
value__reads_by_name_and_type__otherwise_what_was_asked(void **state)
{
	struct value value = house();

	(void)state;
	assert_string_equal(value_get_text(&value, "owner"), "韦某");
	assert_null(value_get_text(&value, "floors")); /* another type */
	assert_int_equal(value_get_integer(&value, "floors", -1), 3);
	assert_int_equal(value_get_integer(&value, "owner", -1), -1);
	assert_int_equal(value_get_integer(&value, "absent", -1), -1);
	assert_true(value_get_boolean(&value, "sloped", false));
	assert_true(value_get_boolean(&value, "floors", true));
	assert_int_equal(value_get_list(&value, "findings")->list.count, 1);
	assert_null(value_get_list(&value, "owner"));
	assert_null(value_get(value_get(&value, "owner"), "x")); /* no object */
	assert_null(value_get(NULL, "x"));
	value_release(&value);
	assert_int_equal(value.type, VALUE_NONE);
}

static void
value_set__replaces_in_place_and_removes__order_kept(void **state)
{
	struct value value = house();

	(void)state;
	value_set_integer(&value, "owner", 5);
	assert_string_equal(value.object.members[0].name, "owner");
	assert_int_equal(value_get_integer(&value, "owner", 0), 5);
	value_set_text(&value, "floors", NULL);
	assert_null(value_get(&value, "floors"));
	assert_int_equal(value.object.count, 4);
	assert_string_equal(value.object.members[1].name, "sloped");
	value_set_take(&value, "sloped", (struct value){ 0 });
	assert_int_equal(value.object.count, 3);
	value_remove(&value, "absent");
	assert_int_equal(value.object.count, 3);
	value_release(&value);
}

static void
value_copy__is_equal_and_apart__from_its_original(void **state)
{
	struct value value = house(), copy = value_copy(&value);

	(void)state;
	assert_true(value_equal(&value, &copy));
	value_set_text(&value.object.members[4].value.list.items[0], "criterion", "F4");
	assert_false(value_equal(&value, &copy));
	assert_string_equal(value_get_text(&value_get_list(&copy, "findings")->list.items[0], "criterion"), "F3");
	value_release(&value);
	value_release(&copy);
}

static void
value_equal__minds_types_and_lists__but_not_the_order_of_members(void **state)
{
	struct value a = value_object(), b = value_object();

	(void)state;
	value_set_integer(&a, "x", 1);
	value_set_integer(&a, "y", 2);
	value_set_integer(&b, "y", 2);
	value_set_integer(&b, "x", 1);
	assert_true(value_equal(&a, &b));
	value_set_take(&b, "x", value_real(1));
	assert_false(value_equal(&a, &b));
	value_set_integer(&b, "x", 1);
	value_set_integer(&b, "z", 1);
	assert_false(value_equal(&a, &b));
	value_remove(&b, "y");
	assert_false(value_equal(&a, &b)); /* as many, but others */
	value_release(&a);
	value_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(id_from_hex__takes_exactly_lower_case__and_gives_the_same_back),
		cmocka_unit_test(device_from_hex__takes_exactly_32_digits__not_an_id),
		cmocka_unit_test(device__is_compared__bytewise),
		cmocka_unit_test(id_sort_unique__sorts_bytewise__and_drops_doubles),
		cmocka_unit_test(idmap__finds_what_was_put__among_many),
		cmocka_unit_test(idmap__stays_fast__whatever_ids_are_chosen),
		cmocka_unit_test(value__reads_by_name_and_type__otherwise_what_was_asked),
		cmocka_unit_test(value_set__replaces_in_place_and_removes__order_kept),
		cmocka_unit_test(value_copy__is_equal_and_apart__from_its_original),
		cmocka_unit_test(value_equal__minds_types_and_lists__but_not_the_order_of_members),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
