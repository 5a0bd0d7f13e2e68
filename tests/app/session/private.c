#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/session/private.h"
#include "base/mem.h"
#include "step/json.h"

/* No private value ever stands in a step's body: it is sealed, or the step is not made. */

static struct pack *pack;
static struct data_key key;

static int
load(void **state)
{
	const char *source = getenv("LOUCE_SRC");
	char *dir = mem_printf("%s/tests/data/packs/expressions", source ? source : ".");
	struct err err = { 0 };

	(void)state;
	if (seal_init(&err) || pack_load(dir, &pack, NULL, &err))
		fail_msg("%s", err.text);
	data_key_new(&key);
	free(dir);
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	pack_free(pack);
	return 0;
}

static void
split__seals__a_private_field(void **state)
{
	struct step step = { .data = value_object() };
	struct value values = value_object();
	struct buf box = { 0 };
	struct err err = { 0 };

	(void)state;
	value_set_text(&values, "owner", "SECRET");
	assert_int_equal(private_split(pack, pack_form(pack, "listing"), &values, &key, &step, &box, &err), STATUS_OK);
	assert_true(step.has_private);
	assert_null(value_get(&step.data, "owner"));
	assert_null(memmem(box.data, box.len, "SECRET", 6));
	buf_release(&box);
	value_release(&values);
	step_release(&step);
}

/* A name between these two marks was sealed once, and its box could be opened by nobody. */
static void
split__refuses__what_could_not_be_opened_again(void **state)
{
	static const char *const names[] = { "\xe2\x80\xaa覃秀英\xe2\x80\xac", "黄\xe2\x80\x8b志明", "韦\x01国", "班\xff" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct step step = { .data = value_object() };
		struct value values = value_object();
		struct buf box = { 0 };
		struct err err = { 0 };

		value_set_text(&values, "owner", names[i]);
		assert_int_equal(private_split(pack, pack_form(pack, "listing"), &values, &key, &step, &box, &err), STATUS_INVALID);
		assert_true(*err.text != '\0');
		assert_false(step.has_private);
		assert_int_equal(box.len, 0);
		value_release(&values);
		step_release(&step);
		buf_release(&box);
	}
}

static void
split__refuses__a_private_field_inside_a_row(void **state)
{
	const struct field *witness = pack_field(pack, "witness");
	struct step step = { .data = value_object() };
	struct value values = value_object(), rows = value_list(), row = value_object();
	struct buf box = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_non_null(witness);
	assert_true(witness->is_private);
	assert_int_equal(witness->parent->type, FIELD_REPEAT);
	value_set_text(&row, "witness", "SECRET");
	value_append_take(&rows, row);
	value_set_take(&values, witness->parent->name, rows);
	assert_int_equal(private_split(pack, pack_form_of_field(pack, "witness"), &values, &key, &step, &box, &err), STATUS_DENIED);
	assert_non_null(strstr(err.text, "inside a row"));
	assert_int_equal(step.data.object.count, 0);
	assert_int_equal(box.len, 0);
	value_release(&values);
	step_release(&step);
}

/* When a private photo was taken, and what it shows, is sealed with the values; of another photo nothing is, and what the box says of one is nothing. */
static void
photos__of_private_fields__are_known_to_who_opens_the_values(void **state)
{
	char *dir = mem_printf("%s/forms", getenv("LOUCE_DATADIR"));
	struct step step = { .kind = "registration", .data = value_object() }, again = { .kind = "registration" },
		    alone = { .kind = "registration", .data = value_object() };
	struct value values = value_object(), opened = { 0 };
	struct buf box = { 0 }, json = { 0 };
	struct pack *forms = NULL;
	struct err err = { 0 };

	(void)state;
	if (pack_load(dir, &forms, NULL, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < 2; i++) {
		struct step_photo *photo = step_add_photo(&step);

		*photo = (struct step_photo){ .field = mem_strdup(i ? "photo_front" : "photo_licence"),
					      .mime = mem_strdup("image/jpeg"),
					      .has_taken = true,
					      .taken_unix = 1660000000,
					      .has_content = true };
		photo->content.b[0] = 7;
		photo = step_add_photo(&again);
		*photo = (struct step_photo){ .field = mem_strdup(i ? "photo_front" : "photo_licence"),
					      .mime = mem_strdup(i ? "image/jpeg" : PRIVATE_PHOTO_MIME) };
	}
	value_set_text(&values, "owner_phone", "07786322018");
	assert_int_equal(private_split(forms, pack_form(forms, "registration"), &values, &key, &step, &box, &err), STATUS_OK);
	assert_int_equal(private_open(&key, &step.commit, box.data, box.len, &json, &err), STATUS_OK);
	assert_int_equal(json_parse(json.data, json.len, PRIVATE_DEPTH, &opened, &err), STATUS_OK);
	assert_non_null(strstr(buf_text(&json), "photo_licence"));
	assert_null(strstr(buf_text(&json), "photo_front"));
	private_note_photos(forms, &opened, &again);
	assert_true(again.photos[0].has_taken && again.photos[0].taken_unix == 1660000000);
	assert_true(again.photos[0].has_content && again.photos[0].content.b[0] == 7);
	assert_false(again.photos[1].has_taken || again.photos[1].has_content);
	/* Also where the form has no other private answer: the box is the photo's then. */
	value_release(&opened);
	value_release(&values);
	buf_clear(&box);
	buf_clear(&json);
	values = value_object();
	value_set_text(&values, "structure", "1");
	alone.photos = step.photos;
	alone.photo_count = step.photo_count;
	assert_int_equal(private_split(forms, pack_form(forms, "registration"), &values, &key, &alone, &box, &err), STATUS_OK);
	assert_true(alone.has_private);
	assert_int_equal(alone.private_field_count, 1);
	assert_string_equal(alone.private_fields[0], "photo_licence");
	assert_int_equal(private_open(&key, &alone.commit, box.data, box.len, &json, &err), STATUS_OK);
	assert_int_equal(json_parse(json.data, json.len, PRIVATE_DEPTH, &opened, &err), STATUS_OK);
	again.photos[0].has_taken = again.photos[0].has_content = false;
	private_note_photos(forms, &opened, &again);
	assert_true(again.photos[0].has_taken && again.photos[0].has_content);
	private_join(forms, &alone, &opened, &alone.data);
	assert_null(value_get(&alone.data, "photo_licence"));
	alone.photos = NULL;
	alone.photo_count = 0;
	step_release(&alone);
	value_release(&opened);
	opened = value_object();
	value_set_text(&opened, "_photos", "x");
	private_note_photos(forms, &opened, &again);
	value_release(&opened);
	value_release(&values);
	buf_release(&box);
	buf_release(&json);
	step_release(&step);
	step_release(&again);
	pack_free(forms);
	free(dir);
}

/* Whoever seals may seal anything: what stands in the body, other fields, and other types stay out. */
static void
join__takes__what_is_named_and_private_alone(void **state)
{
	char owner[] = "owner", owner_id[] = "owner_id", *fields[] = { owner, owner_id };
	struct step step = { .kind = "listing", .has_private = true, .private_fields = fields, .private_field_count = ARRAY_LEN(fields) };
	struct value opened = value_object(), into = value_object();

	(void)state;
	value_set_text(&into, "road", "signed");
	value_set_text(&opened, "owner", "SECRET");
	value_set_integer(&opened, "owner_id", 5);    /* of another type */
	value_set_text(&opened, "road", "sealed");    /* public, and signed */
	value_set_text(&opened, "whom", "SECRET");    /* of another form */
	value_set_text(&opened, "nothing", "SECRET"); /* of none */
	private_join(pack, &step, &opened, &into);
	assert_string_equal(value_get_text(&into, "owner"), "SECRET");
	assert_string_equal(value_get_text(&into, "road"), "signed");
	assert_int_equal(into.object.count, 2);
	step.private_field_count = 0; /* owner is no longer named */
	value_release(&into);
	into = value_object();
	value_set_text(&opened, "owner", "SECRET");
	private_join(pack, &step, &opened, &into);
	assert_int_equal(into.object.count, 0);
	value_release(&opened);
	value_release(&into);
}

/* The rows of a private repeat are sealed by whoever likes: one that is no row makes the whole list none, and a form that held it stayed closed. */
static void
join__takes__rows_of_the_fields_alone(void **state)
{
	static const struct {
		const char *rows;
		bool taken;
	} table[] = {
		{ "[]", true },
		{ "[{}, {\"co_name\": \"x\"}]", true },
		{ "[{\"co_name\": \"x\"}, 1]", false },
		{ "[[{\"co_name\": \"x\"}]]", false },
		{ "[{\"co_name\": 5}]", false },
		{ "[{\"co_name\": \"x\", \"nothing\": \"y\"}]", false },
		{ "[{\"co_name\": \"x\", \"_reasons\": \"y\"}]", false },
		{ "[{\"co_name\": {\"a\": 1}}]", false },
		{ "\"x\"", false },
	};
	char name[] = "co_owners", *fields[] = { name };
	struct step step = {
		.kind = "registration", .has_private = true, .private_fields = fields, .private_field_count = ARRAY_LEN(fields)
	};
	char *dir = mem_printf("%s/forms", getenv("LOUCE_DATADIR"));
	struct pack *forms = NULL;
	struct err failed = { 0 };

	(void)state;
	if (pack_load(dir, &forms, NULL, &failed))
		fail_msg("%s", failed.text);
	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		struct value opened = value_object(), into = value_object(), rows = { 0 };
		struct err err = { 0 };

		assert_int_equal(json_parse(table[i].rows, strlen(table[i].rows), 5, &rows, &err), STATUS_OK);
		value_set_take(&opened, "co_owners", rows);
		private_join(forms, &step, &opened, &into);
		assert_int_equal(into.object.count, table[i].taken);
		value_release(&opened);
		value_release(&into);
	}
	pack_free(forms);
	free(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(split__seals__a_private_field),
		cmocka_unit_test(split__refuses__what_could_not_be_opened_again),
		cmocka_unit_test(split__refuses__a_private_field_inside_a_row),
		cmocka_unit_test(photos__of_private_fields__are_known_to_who_opens_the_values),
		cmocka_unit_test(join__takes__what_is_named_and_private_alone),
		cmocka_unit_test(join__takes__rows_of_the_fields_alone),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
