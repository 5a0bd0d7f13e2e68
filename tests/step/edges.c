#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/mem.h"
#include "step/json.h"
#include "step/step.h"

/* What stands at the edges: a text that ends anywhere says the same whatever lies behind it in memory, a step of one or no byte, a first parent of zeros; and what is
 * asked of a step's photos. */

#define DEPTH 8

/* ---- behind the end */

struct said {
	enum status status;
	struct value value;
	struct err err;
};

static struct said
say(const char *bytes, size_t len, bool of_step)
{
	struct arena arena = { 0 };
	struct value read = { 0 };
	struct said said = { 0 };

	if (!of_step) {
		said.status = json_parse(bytes, len, DEPTH, &said.value, &said.err);
		return said;
	}
	said.status = json_parse_step(bytes, len, DEPTH, &arena, &read, &said.err);
	if (!said.status)
		said.value = value_copy(&read);
	arena_release(&arena);
	return said;
}

/* The text in memory of just its length, where the sanitizers see a look behind it, and with each of these behind it. */
static void
says_alone(const char *text, size_t len, bool of_step)
{
	static const char behind[] = " 0e+.\"\\}],:tn{";
	char *room = mem_alloc(len + 1), *just = len ? mem_alloc(len) : room;
	struct said alone;

	memcpy(just, text, len);
	alone = say(just, len, of_step);
	for (size_t i = 0; i < sizeof(behind); i++) {
		struct said said;

		memcpy(room, text, len);
		room[len] = behind[i];
		said = say(room, len, of_step);
		if (said.status != alone.status || strcmp(said.err.text, alone.err.text) != 0 ||
		    (!said.status && !value_equal(&said.value, &alone.value)))
			fail_msg("\"%.*s\" with '%c' behind it: %s", (int)len, text, behind[i], said.err.text);
		value_release(&said.value);
	}
	value_release(&alone.value);
	if (just != room)
		free(just);
	free(room);
}

static void
text__says_the_same__whatever_lies_behind_it(void **state)
{
	static const char *const texts[] = {
		"{\"a\":\"b\\n\\u00e9\\\\\",\"c\":[1,-2.5e+3,true,false],\"d\":{\"e\":{}}}",
		"[\"a rather long text without anything to escape in it\",\"\\\"\"]",
		"-1234567890.0625000000000000000000000e-12",
		"  12e5  ",
		"{\"a\":null,\"photos\":[{\"b\":null}]}",
		"{\"1\":1,\"2\":1,\"3\":1,\"4\":1,\"5\":1,\"6\":1,\"7\":1,\"8\":1,\"9\":1,\"10\":1,\"11\":1,\"12\":1,\"13\":1,\"14\":1,\"15\":1,\"16\":1,\"17\":1,"
		"\"18\":1,\"19\":1,\"20\":1,\"21\":1,\"22\":1,\"23\":1,\"24\":1,\"25\":1,\"26\":1,\"27\":1,\"28\":1,\"29\":1,\"30\":1,\"31\":1,\"32\":1,\"33\":1,"
		"\"34\":1,\"35\":1,\"36\":1,\"37\":1,\"38\":1,\"39\":1,\"40\":1,\"41\":1,\"42\":1,\"43\":1,\"44\":1,\"45\":1,\"46\":1,\"47\":1,\"48\":1,\"49\":1}",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		for (size_t len = 0; len <= strlen(texts[i]); len++) {
			says_alone(texts[i], len, false);
			says_alone(texts[i], len, true);
		}
}

static void
step__is_refused__of_a_byte_or_none(void **state)
{
	static const struct {
		const char *body;
		size_t len;
	} cases[] = { { "{}", 0 }, { "}", 0 }, { "}", 1 }, { "{", 1 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct step step = { 0 };
		struct err err = { 0 };

		assert_int_equal(step_parse(cases[i].body, cases[i].len, &step, &err), STATUS_INVALID);
		assert_string_equal(err.text, "a step must be one JSON object, with nothing before or behind it");
	}
}

/* ---- a step in memory */

static struct step
a_step(void)
{
	struct step step = { .kind = "registration", .epoch = 1, .seq = 1, .at_unix = 1700000000, .data = value_object() };

	step.has_author = step.has_pack = true;
	step.author = step.pack = (struct id){ { 1 } };
	step_set_area(&step, "451224204201");
	return step;
}

static void
add_photo(struct step *step, const char *place, unsigned char id)
{
	struct step_photo *photo = step_add_photo(step);

	photo->id = (struct id){ { id } };
	photo->field = mem_strdup(place);
	photo->mime = mem_strdup("image/jpeg");
	photo->size = 9;
}

/* What is written is what is read, with a parent of zeros before all others, and a photo that was taken no one knows when. */
static void
step__is_read__as_it_was_written(void **state)
{
	struct step step = a_step(), read = { 0 };
	struct buf body = { 0 };
	struct err err = { 0 };

	(void)state;
	step_add_parent(&step, &(struct id){ { 2 } });
	step_add_parent(&step, &(struct id){ { 0 } });
	add_photo(&step, "a", 1);
	step.has_private = true;
	step.private_fields = mem_array(1, sizeof(char *));
	step.private_fields[step.private_field_count++] = mem_strdup("owner");
	assert_int_equal(step_write(&step, &body, &err), STATUS_OK);
	assert_int_equal(step_parse(buf_text(&body), body.len, &read, &err), STATUS_OK);
	assert_int_equal(read.parent_count, 2);
	assert_int_equal(read.parents[0].b[0], 0);
	assert_int_equal(read.parents[1].b[0], 2);
	assert_false(read.photos[0].has_taken);
	assert_int_equal(read.photos[0].taken_unix, 0);
	add_photo(&step, "b", 2);
	assert_int_equal(step.photo_count, 2);
	assert_string_equal(step.photos[0].field, "a");
	step_release(&read);
	step_release(&step);
	buf_release(&body);
}

/* ---- photos */

static void
photo__is_shut__that_is_private_and_not_opened(void **state)
{
	(void)state;
	for (int bits = 0; bits < 8; bits++) {
		char private[] = PRIVATE_PHOTO_MIME, clear[] = "image/jpeg";
		const struct step_photo photo = { .mime = bits & 1 ? private : clear, .has_taken = bits & 2, .has_content = bits & 4 };

		assert_int_equal(step_photo_is_shut(&photo), bits == 1);
	}
}

static unsigned
draw(unsigned *seed, unsigned below)
{
	*seed = *seed * 1103515245 + 12345;
	return (*seed >> 16) % below;
}

static bool
has_one(const struct step *step, const char *place, size_t count)
{
	size_t found = 0;

	for (size_t i = 0; i < step->photo_count; i++)
		found += i < count && strcmp(step->photos[i].field, place) == 0;
	return found > 0;
}

/* The photos of one place, as a text: a letter each. */
static void
spell(const struct step *step, const char *place, char out[8])
{
	size_t len = 0;

	for (size_t i = 0; i < step->photo_count; i++)
		if (strcmp(step->photos[i].field, place) == 0)
			out[len++] = (char)('a' + step->photos[i].id.b[0]);
	out[len] = '\0';
}

static void
photos__are_the_same__in_their_order_at_one_place(void **state)
{
	static const char *const places[] = { "front", "back" };
	unsigned seed = 7;
	int same = 0;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct step steps[2] = { a_step(), a_step() };
		char spelt[2][8];
		size_t upto;

		for (int s = 0; s < 2; s++)
			for (unsigned i = draw(&seed, 4); i > 0; i--)
				add_photo(&steps[s], places[draw(&seed, 2)], (unsigned char)draw(&seed, 2));
		spell(&steps[0], "front", spelt[0]);
		spell(&steps[1], "front", spelt[1]);
		assert_int_equal(step_same_photos(&steps[0], &steps[1], "front"), strcmp(spelt[0], spelt[1]) == 0);
		same += strcmp(spelt[0], spelt[1]) == 0 && *spelt[0];
		upto = draw(&seed, (unsigned)steps[0].photo_count + 1);
		assert_int_equal(step_has_photo(&steps[0], "front", upto), has_one(&steps[0], "front", upto));
		step_release(&steps[0]);
		step_release(&steps[1]);
	}
	assert_true(same > 100);
}

static void
data__has_nothing_of_its_filling__that_was_dropped(void **state)
{
	static const char *const names[] = { "_seconds", "_keys", "_upon", "_answers", "floors" };
	struct value data = value_object();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		value_set_integer(&data, names[i], 1);
	step_data_drop_filling(&data);
	assert_int_equal(data.object.count, 1);
	assert_int_equal(value_get_integer(&data, "floors", 0), 1);
	value_release(&data);
}

static void
kind__is_a_form__that_is_no_other(void **state)
{
	(void)state;
	for (enum step_kind kind = STEP_GENESIS; kind < STEP_SYSTEM_COUNT; kind++)
		assert_int_equal(step_kind_of(step_kind_name(kind)), kind);
	assert_int_equal(step_kind_of("dossier"), STEP_FORM);
	assert_null(step_kind_name(STEP_FORM));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text__says_the_same__whatever_lies_behind_it),
		cmocka_unit_test(step__is_refused__of_a_byte_or_none),
		cmocka_unit_test(step__is_read__as_it_was_written),
		cmocka_unit_test(photo__is_shut__that_is_private_and_not_opened),
		cmocka_unit_test(photos__are_the_same__in_their_order_at_one_place),
		cmocka_unit_test(data__has_nothing_of_its_filling__that_was_dropped),
		cmocka_unit_test(kind__is_a_form__that_is_no_other),
	};

	setenv("LANGUAGE", "C", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
