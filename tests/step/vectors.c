#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"
#include "step/json.h"
#include "step/step.h"

/* The format's test vectors: bodies to accept, bodies whose form is wrong, and signatures that are. */

static struct value vectors;
static struct sign_key public_key;

static int
load(void **state)
{
	const char *source = getenv("LOUCE_SRC");
	char *path = mem_printf("%s/tests/data/step-vectors.json", source ? source : ".");
	struct buf text = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(seal_init(&err), STATUS_OK);
	assert_int_equal(file_read(path, 1 << 20, &text, &err), STATUS_OK);
	assert_int_equal(json_parse(text.data, text.len, 8, &vectors, &err), STATUS_OK);
	assert_true(sign_key_from_hex(value_get_text(&vectors, "public_key"), &public_key));
	buf_release(&text);
	free(path);
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	value_release(&vectors);
	return 0;
}

struct vector {
	const char *name;
	struct buf body;
	struct signature sig;
	struct id id;
};

static void
decode_base64(const char *text, struct buf *out)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t held = 0;
	int bits = 0;

	for (; *text && *text != '='; text++) {
		const char *at = strchr(alphabet, *text);

		assert_non_null(at);
		held = held << 6 | (uint32_t)(at - alphabet);
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			buf_char(out, (char)(held >> bits & 0xff));
		}
	}
}

/* Runs `test` on every vector of a group; returns how many there were. */
static size_t
each(const char *group, void (*test)(struct vector *))
{
	const struct value *list = value_get_list(&vectors, group);

	assert_non_null(list);
	for (size_t i = 0; i < list->list.count; i++) {
		const struct value *entry = &list->list.items[i];
		uint8_t sig[SEAL_BYTES_MAX];
		struct vector vector = { .name = value_get_text(entry, "name") };

		decode_base64(value_get_text(entry, "body_base64"), &vector.body);
		assert_true(hex_decode(value_get_text(entry, "sig"), sig, signature_bytes()) &&
			    signature_read(sig, signature_bytes(), &vector.sig));
		assert_true(step_data_id(entry, "id", &vector.id));
		test(&vector);
		buf_release(&vector.body);
	}
	return list->list.count;
}

static void
accepted(struct vector *vector)
{
	struct step step = { 0 };
	struct err err = { 0 };
	struct buf again = { 0 };
	struct id id;

	if (step_parse(buf_text(&vector->body), vector->body.len, &step, &err))
		fail_msg("%s: %s", vector->name, err.text);
	step_id(vector->body.data, vector->body.len, &id);
	assert_memory_equal(&id, &vector->id, sizeof(id));
	assert_true(seal_verify(&public_key, &vector->sig, vector->body.data, vector->body.len));
	assert_int_equal(step_write(&step, &again, &err), STATUS_OK);
	buf_release(&again);
	step_release(&step);
}

static void
refused_form(struct vector *vector)
{
	struct step step = { 0 };
	struct err err = { 0 };

	assert_true(seal_verify(&public_key, &vector->sig, buf_text(&vector->body), vector->body.len));
	if (step_parse(buf_text(&vector->body), vector->body.len, &step, &err) != STATUS_INVALID)
		fail_msg("%s was accepted", vector->name);
	assert_true(strlen(err.text) > 10);
}

static void
refused_signature(struct vector *vector)
{
	struct step step = { 0 };
	struct err err = { 0 };

	assert_int_equal(step_parse(vector->body.data, vector->body.len, &step, &err), STATUS_OK);
	assert_false(seal_verify(&public_key, &vector->sig, vector->body.data, vector->body.len));
	step_release(&step);
}

static void
flipped(struct vector *vector)
{
	for (size_t i = 0; i < vector->body.len; i++) {
		vector->body.data[i] ^= 1;
		assert_false(seal_verify(&public_key, &vector->sig, vector->body.data, vector->body.len));
		vector->body.data[i] ^= 1;
	}
	for (size_t i = 0; i < vector->sig.len; i++) {
		vector->sig.b[i] ^= 1;
		assert_false(seal_verify(&public_key, &vector->sig, vector->body.data, vector->body.len));
		vector->sig.b[i] ^= 1;
	}
}

static void
step_parse__accepts__every_vector_to_accept(void **state)
{
	(void)state;
	assert_int_equal(each("accept", accepted), 24);
}

static void
step_parse__refuses__every_vector_of_wrong_form(void **state)
{
	(void)state;
	assert_int_equal(each("reject_form", refused_form), 84);
}

static void
seal_verify__refuses__every_vector_of_wrong_signature(void **state)
{
	(void)state;
	assert_int_equal(each("reject_signature", refused_signature), 3);
}

static void
seal_verify__refuses__any_flipped_byte(void **state)
{
	(void)state;
	each("accept", flipped);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(step_parse__accepts__every_vector_to_accept),
		cmocka_unit_test(step_parse__refuses__every_vector_of_wrong_form),
		cmocka_unit_test(seal_verify__refuses__every_vector_of_wrong_signature),
		cmocka_unit_test(seal_verify__refuses__any_flipped_byte),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
