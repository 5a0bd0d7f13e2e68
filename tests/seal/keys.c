#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "base/mem.h"
#include "seal/seal.h"

static struct keys *keys, *others;

static int
start(void **state)
{
	struct random_stream stream;
	struct err err = { 0 };

	(void)state;
	if (seal_init(&err))
		return -1;
	random_stream_init(&stream, "people of a test", 16);
	keys = keys_from_stream(&stream);
	others = keys_from_stream(&stream);
	return 0;
}

static int
finish(void **state)
{
	(void)state;
	keys_free(keys);
	keys_free(others);
	keys_free(NULL);
	return 0;
}

/* ---- signing */

static void
seal_sign__verifies__for_the_signer_and_these_bytes_only(void **state)
{
	static const size_t lens[] = { 0, 1, 1000, 8100, 8192, 100000 }; /* in and beyond the buffer on the stack */
	char *body = mem_alloc(100001);
	struct signature sig;
	struct err err = { 0 };

	(void)state;
	memset(body, 'x', 100001);
	for (size_t i = 0; i < ARRAY_LEN(lens); i++) {
		assert_int_equal(seal_sign(keys, body, lens[i], &sig, &err), STATUS_OK);
		assert_true(seal_verify(keys_sign_public(keys), &sig, body, lens[i]));
		assert_false(seal_verify(keys_sign_public(others), &sig, body, lens[i]));
		assert_false(seal_verify(keys_sign_public(keys), &sig, body, lens[i] + 1));
		sig.b[i * 7] ^= 4;
		assert_false(seal_verify(keys_sign_public(keys), &sig, body, lens[i]));
	}
	free(body);
}

static void
seal_sign__is_deterministic__and_keys_of_a_stream_are_the_same_again(void **state)
{
	struct random_stream stream;
	struct keys *again, *fresh = keys_new();
	struct signature a, b;
	struct err err = { 0 };

	(void)state;
	random_stream_init(&stream, "people of a test", 16);
	again = keys_from_stream(&stream);
	assert_true(sign_key_equal(keys_sign_public(keys), keys_sign_public(again)));
	assert_memory_equal(keys_box_public(keys)->b, keys_box_public(again)->b, keys_box_public(keys)->len);
	assert_int_equal(seal_sign(keys, "body", 4, &a, &err), STATUS_OK);
	assert_int_equal(seal_sign(again, "body", 4, &b, &err), STATUS_OK);
	assert_true(signature_equal(&a, &b));
	assert_false(sign_key_equal(keys_sign_public(fresh), keys_sign_public(keys)));
	keys_free(again);
	keys_free(fresh);
}

static void
seal_verify__refuses__keys_that_are_no_points_of_the_curve(void **state)
{
	struct sign_key key = { .len = keys_sign_public(keys)->len };
	struct signature sig = { .len = (uint8_t)signature_bytes() };

	(void)state;
	assert_false(seal_verify(&key, &sig, "x", 1)); /* small order */
	key.b[0] = 1;
	sig.b[0] = 1;
	assert_false(seal_verify(&key, &sig, "x", 1)); /* the neutral one, which would verify anything */
}

static void
seal_structs__take__only_what_is_as_long_as_the_suite_says(void **state)
{
	char hex[SEAL_HEX_MAX + 1], longer[SEAL_HEX_MAX + 3];
	uint8_t bytes[SEAL_BYTES_MAX + 1] = { 7 };
	struct sign_key key = { 0 };
	struct signature sig, none = { 0 };

	(void)state;
	assert_string_equal(seal_step_type(), "application/vnd.louce.step.v2+json");
	assert_true(signature_read(bytes, signature_bytes(), &sig));
	assert_false(signature_equal(&sig, &none));
	assert_false(seal_verify(keys_sign_public(keys), &none, "x", 1));
	assert_false(signature_read(bytes, signature_bytes() + 1, &sig));
	assert_true(signature_equal(&sig, &none));
	assert_false(signature_read(NULL, 0, &sig));
	sign_key_hex(keys_sign_public(keys), hex);
	assert_true(sign_key_from_hex(hex, &key));
	assert_true(sign_key_equal(&key, keys_sign_public(keys)));
	snprintf(longer, sizeof(longer), "%s00", hex);
	assert_false(sign_key_from_hex(longer, &key));
	hex[2] = 'G';
	assert_false(sign_key_from_hex(hex, &key));
	hex[2] = '\0';
	assert_false(sign_key_from_hex(hex, &key));
}

/* ---- private values */

static const char json[] = "{\"owner\":\"韦某\",\"phone\":\"13807741234\"}";

static void
private_open__gives_back__what_was_sealed(void **state)
{
	struct data_key key;
	struct buf box = { 0 }, opened = { 0 };
	struct id commit, box_id, check, key_id;
	struct err err = { 0 };

	(void)state;
	data_key_new(&key);
	private_seal(&key, json, strlen(json), &commit, &box, &box_id);
	hash_bytes(box.data, box.len, &check);
	assert_memory_equal(&check, &box_id, sizeof(check));
	assert_int_equal(box.len, 32 + 24 + 32 + strlen(json) + 16); /* key id, nonce, salt, JSON, tag */
	assert_true(private_key_id(box.data, box.len, &key_id));
	assert_true(id_equal(&key_id, &key.id));
	assert_null(memmem(box.data, box.len, "138", 3));
	assert_int_equal(private_open(&key, &commit, box.data, box.len, &opened, &err), STATUS_OK);
	assert_string_equal(buf_text(&opened), json);
	buf_clear(&opened);
	private_seal(&key, "", 0, &commit, &box, &box_id);
	assert_int_equal(private_open(&key, &commit, box.data, box.len, &opened, &err), STATUS_OK);
	assert_int_equal(opened.len, 0);
	buf_release(&box);
	buf_release(&opened);
}

static void
private_seal__hides_equal_values__by_salt_and_nonce(void **state)
{
	struct data_key key;
	struct buf a = { 0 }, b = { 0 };
	struct id commit_a, commit_b, box_a, box_b;

	(void)state;
	data_key_new(&key);
	private_seal(&key, json, strlen(json), &commit_a, &a, &box_a);
	private_seal(&key, json, strlen(json), &commit_b, &b, &box_b);
	assert_false(id_equal(&commit_a, &commit_b));
	assert_false(id_equal(&box_a, &box_b));
	buf_release(&a);
	buf_release(&b);
}

static void
private_open__refuses__each_flipped_byte_and_another_commitment(void **state)
{
	struct data_key key, other;
	struct buf box = { 0 }, opened = { 0 };
	struct id commit, box_id, wrong;
	struct err err = { 0 };

	(void)state;
	data_key_new(&key);
	data_key_new(&other);
	private_seal(&key, json, strlen(json), &commit, &box, &box_id);
	for (size_t i = ID_BYTES; i < box.len; i++) { /* the key id only says which key to try */
		box.data[i] ^= 1;
		assert_int_equal(private_open(&key, &commit, box.data, box.len, &opened, &err), STATUS_TAMPERED);
		box.data[i] ^= 1;
	}
	for (size_t i = 0; i < ID_BYTES; i++) {
		wrong = commit;
		wrong.b[i] ^= 1;
		assert_int_equal(private_open(&key, &wrong, box.data, box.len, &opened, &err), STATUS_TAMPERED);
	}
	assert_non_null(strstr(err.text, "do not open; they were altered"));
	assert_int_equal(private_open(&other, &commit, box.data, box.len, &opened, &err), STATUS_TAMPERED);
	for (size_t len = 0; len < box.len; len++)
		assert_int_equal(private_open(&key, &commit, box.data, len, &opened, &err), STATUS_TAMPERED);
	assert_int_equal(private_open(&key, &commit, box.data, 50, &opened, &err), STATUS_TAMPERED);
	assert_non_null(strstr(err.text, "cut off"));
	assert_int_equal(opened.len, 0);
	buf_release(&box);
}

/* A box as the format describes it, made here with the library alone: `text` under the commitment of `committed`. */
static void
box_by_hand(const struct data_key *key, const char *text, const char *committed, struct id *commit, struct buf *box)
{
	unsigned char salt[32], nonce[24], plain[200], cipher[216];
	unsigned long long cipher_len;
	char pae[300];
	int pae_len = snprintf(pae, sizeof(pae), "DSSEv1 37 application/vnd.louce.private.v1+json %zu %s", strlen(committed), committed);

	memset(salt, 7, sizeof(salt));
	memset(nonce, 9, sizeof(nonce));
	crypto_generichash(commit->b, 32, (unsigned char *)pae, (size_t)pae_len, salt, sizeof(salt));
	memcpy(plain, salt, 32);
	memcpy(plain + 32, text, strlen(text));
	crypto_aead_xchacha20poly1305_ietf_encrypt(cipher, &cipher_len, plain, 32 + strlen(text), commit->b, 32, NULL, nonce, key->secret);
	buf_clear(box);
	buf_add(box, key->id.b, 32);
	buf_add(box, nonce, 24);
	buf_add(box, cipher, (size_t)cipher_len);
}

static void
private_open__reads_the_format_and_refuses__other_values_than_those_committed_to(void **state)
{
	struct buf box = { 0 }, opened = { 0 };
	struct data_key key;
	struct id commit;
	struct err err = { 0 };

	(void)state;
	data_key_new(&key);
	box_by_hand(&key, json, json, &commit, &box);
	assert_int_equal(private_open(&key, &commit, box.data, box.len, &opened, &err), STATUS_OK);
	assert_string_equal(buf_text(&opened), json);
	buf_clear(&opened);
	box_by_hand(&key, "{\"owner\":\"another\"}", json, &commit, &box); /* a sealer who lies */
	assert_int_equal(private_open(&key, &commit, box.data, box.len, &opened, &err), STATUS_TAMPERED);
	assert_string_equal(err.text, "the private values are not those that were signed");
	assert_int_equal(opened.len, 0);
	buf_release(&box);
	buf_release(&opened);
}

static void
data_key_open__opens__for_its_reader_only(void **state)
{
	struct sealed_key sealed;
	struct box_key no_point = { .len = keys_box_public(keys)->len };
	struct data_key key, opened;
	struct random_stream stream;
	struct err err = { 0 };

	(void)state;
	random_stream_init(&stream, "k", 1);
	data_key_from_stream(&stream, &key);
	data_key_seal(&key, keys_box_public(keys), &sealed);
	assert_int_equal(data_key_open(keys, &sealed, &opened, &err), STATUS_OK);
	assert_memory_equal(opened.secret, key.secret, key.len);
	assert_true(id_equal(&opened.id, &key.id));
	assert_int_equal(data_key_open(others, &sealed, &opened, &err), STATUS_TAMPERED);
	assert_non_null(strstr(err.text, "was not sealed for this person"));
	for (size_t i = 0; i < sealed.len; i++) {
		sealed.b[i] ^= 1;
		assert_int_equal(data_key_open(keys, &sealed, &opened, &err), STATUS_TAMPERED);
		sealed.b[i] ^= 1;
	}
	data_key_seal(&key, &no_point, &sealed); /* nothing of the key gets out to such a reader */
	for (size_t i = 0; i < sealed.len; i++)
		assert_int_equal(sealed.b[i], 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(seal_sign__verifies__for_the_signer_and_these_bytes_only),
		cmocka_unit_test(seal_sign__is_deterministic__and_keys_of_a_stream_are_the_same_again),
		cmocka_unit_test(seal_verify__refuses__keys_that_are_no_points_of_the_curve),
		cmocka_unit_test(seal_structs__take__only_what_is_as_long_as_the_suite_says),
		cmocka_unit_test(private_open__gives_back__what_was_sealed),
		cmocka_unit_test(private_seal__hides_equal_values__by_salt_and_nonce),
		cmocka_unit_test(private_open__refuses__each_flipped_byte_and_another_commitment),
		cmocka_unit_test(private_open__reads_the_format_and_refuses__other_values_than_those_committed_to),
		cmocka_unit_test(data_key_open__opens__for_its_reader_only),
	};

	return cmocka_run_group_tests(tests, start, finish);
}
