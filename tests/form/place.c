#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/attr.h"
#include "form/place.h"

static void
place__is_read_and_written_back__name_or_row(void **state)
{
	struct field_place place;
	char *text;

	(void)state;
	assert_true(field_place_read("photo_front", &place));
	assert_string_equal(place.name, "photo_front");
	assert_int_equal(place.row, 0);
	assert_false(field_place_in(&place, "photo_front"));
	text = field_place_text(&place);
	assert_string_equal(text, "photo_front");
	free(text);
	assert_true(field_place_read("cracks/12/photo", &place));
	assert_string_equal(place.name, "photo");
	assert_int_equal(place.row, 12);
	assert_true(field_place_in(&place, "cracks"));
	assert_false(field_place_in(&place, "crack"));
	assert_false(field_place_in(&place, "cracks_old"));
	text = field_place_text(&place);
	assert_string_equal(text, "cracks/12/photo");
	free(text);
}

static void
place__of_another_form__is_its_own_name(void **state)
{
	static const char *const cases[] = {
		"",
		"/",
		"cracks/",
		"cracks/1",
		"cracks/1/",
		"/1/photo",
		"cracks/0/photo",
		"cracks/01/photo",
		"cracks/-1/photo",
		"cracks/x/photo",
		"cracks/1x/photo",
		"cracks/1/photo/more",
		"cracks//photo",
		"cracks/1234567890/photo",
		"cracks/1234567/photo",
		"Photo",
		"photo front",
		"_photo",
		"1photo",
		"Cracks/1/photo",
		"cracks/1/Photo",
		"裂缝/1/photo",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct field_place place;

		assert_false(field_place_read(cases[i], &place));
		assert_string_equal(place.name, cases[i]);
		assert_int_equal(place.row, 0);
		assert_null(place.repeat);
	}
}

static void
place__is_counted__among_texts_of_the_same_row_of_the_same_repeat(void **state)
{
	static const char *const texts[] = { "photo", "cracks/2/photo", "cracks/10/photo", "cracks/2/photo", "cracks/2/photos" };
	struct place_texts places = place_texts_for(ARRAY_LEN(texts));
	const struct {
		struct field_place place;
		size_t count;
	} cases[] = {
		{ field_place_of("cracks", 2, "photo"), 2 },  { field_place_of("cracks", 3, "photo"), 0 },
		{ field_place_of("cracksx", 2, "photo"), 0 }, { field_place_of(NULL, 7, "photo"), 1 },
		{ field_place_of("cracks", 10, "photo"), 1 }, { field_place_of("cracks", 1, "photo"), 0 },
	};

	(void)state;
	assert_int_equal(place_texts_count(&places, &cases[0].place), 0);
	for (; places.count < ARRAY_LEN(texts); places.count++)
		places.items[places.count] = texts[places.count];
	place_texts_sort(&places);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(place_texts_count(&places, &cases[i].place), cases[i].count);
	place_texts_release(&places);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(place__is_read_and_written_back__name_or_row),
		cmocka_unit_test(place__of_another_form__is_its_own_name),
		cmocka_unit_test(place__is_counted__among_texts_of_the_same_row_of_the_same_repeat),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
