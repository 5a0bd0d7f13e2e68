#include "seal/keys.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"

struct keys *
keys_alloc(void)
{
	struct keys *keys = sodium_malloc(sizeof(*keys)); /* works too where memory cannot be locked */

	if (!keys)
		mem_exhausted();
	memset(keys, 0, sizeof(*keys));
	return keys;
}

void
keys_from_seed(struct keys *keys, const uint8_t seed[KEYS_SEED_BYTES])
{
	crypto_sign_seed_keypair(keys->sign_public, keys->sign_secret, seed);
	memcpy(keys->box_secret, seed + 32, 32);
	crypto_scalarmult_base(keys->box_public, keys->box_secret);
}

void
keys_seed(const struct keys *keys, uint8_t seed[KEYS_SEED_BYTES])
{
	crypto_sign_ed25519_sk_to_seed(seed, keys->sign_secret);
	memcpy(seed + 32, keys->box_secret, 32);
}

struct keys *
keys_new(void)
{
	uint8_t seed[KEYS_SEED_BYTES];
	struct keys *keys = keys_alloc();

	randombytes_buf(seed, sizeof(seed));
	keys_from_seed(keys, seed);
	sodium_memzero(seed, sizeof(seed));
	return keys;
}

struct keys *
keys_from_stream(struct random_stream *stream)
{
	uint8_t seed[KEYS_SEED_BYTES];
	struct keys *keys = keys_alloc();

	random_stream_bytes(stream, seed, sizeof(seed));
	keys_from_seed(keys, seed);
	sodium_memzero(seed, sizeof(seed));
	return keys;
}

void
keys_free(struct keys *keys)
{
	sodium_free(keys); /* zeroes; NULL is nothing */
}

const uint8_t *
keys_sign_public(const struct keys *keys)
{
	return keys->sign_public;
}

const uint8_t *
keys_box_public(const struct keys *keys)
{
	return keys->box_public;
}

bool
seal_verify(const uint8_t sign_key[SIGN_KEY_BYTES], const uint8_t sig[SIG_BYTES], const void *body, size_t len)
{
	unsigned char small[8192]; /* most steps: hundreds of thousands are verified, on all cores */
	char head[PAE_HEAD_MAX];
	size_t head_len = pae_head(TYPE_STEP, len, head);
	unsigned char *pae = small;
	bool right;

	if (len > sizeof(small) - head_len)
		pae = mem_alloc(head_len + len);
	memcpy(pae, head, head_len);
	if (len)
		memcpy(pae + head_len, body, len);
	right = crypto_sign_verify_detached(sig, pae, head_len + len, sign_key) == 0;
	if (pae != small)
		free(pae);
	return right;
}

enum status
seal_sign(const struct keys *keys, const void *body, size_t len, uint8_t sig[SIG_BYTES], struct err *err)
{
	struct buf pae = { 0 };

	pae_write(TYPE_STEP, body, len, &pae);
	crypto_sign_detached(sig, NULL, (const unsigned char *)pae.data, pae.len, keys->sign_secret);
	buf_release(&pae);
	/* A machine that computes wrongly must not put its mistake into the journal. */
	if (!seal_verify(keys->sign_public, sig, body, len))
		return err_set(err, STATUS_BUG, _("the signature just made does not verify; use another machine"));
	return STATUS_OK;
}

/* ---- private values */

#define SALT_BYTES 32
#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES crypto_aead_xchacha20poly1305_ietf_ABYTES
#define BOX_HEAD_BYTES (ID_BYTES + NONCE_BYTES)

void
data_key_new(struct data_key *out)
{
	randombytes_buf(out->secret, sizeof(out->secret));
	hash_bytes(out->secret, sizeof(out->secret), &out->id);
}

void
data_key_from_stream(struct random_stream *stream, struct data_key *out)
{
	random_stream_bytes(stream, out->secret, sizeof(out->secret));
	hash_bytes(out->secret, sizeof(out->secret), &out->id);
}

static void
commitment(const uint8_t *salt, const void *json, size_t len, struct id *out)
{
	struct buf pae = { 0 };

	pae_write(TYPE_PRIVATE, json, len, &pae);
	crypto_generichash(out->b, ID_BYTES, (const unsigned char *)pae.data, pae.len, salt, SALT_BYTES);
	sodium_memzero(pae.data, pae.len);
	buf_release(&pae);
}

void
private_seal(const struct data_key *key, const void *json, size_t len, struct id *commit, struct buf *box_bytes, struct id *box)
{
	size_t plain_len = SALT_BYTES + len;
	uint8_t *plain = mem_alloc(plain_len), *cipher = mem_alloc(plain_len + TAG_BYTES);
	uint8_t nonce[NONCE_BYTES];

	randombytes_buf(plain, SALT_BYTES);
	memcpy(plain + SALT_BYTES, json, len);
	randombytes_buf(nonce, sizeof(nonce));
	commitment(plain, json, len, commit);
	crypto_aead_xchacha20poly1305_ietf_encrypt(cipher, NULL, plain, plain_len, commit->b, ID_BYTES, NULL, nonce, key->secret);
	buf_clear(box_bytes);
	buf_add(box_bytes, key->id.b, ID_BYTES);
	buf_add(box_bytes, nonce, sizeof(nonce));
	buf_add(box_bytes, cipher, plain_len + TAG_BYTES);
	hash_bytes(box_bytes->data, box_bytes->len, box);
	sodium_memzero(plain, plain_len);
	free(plain);
	free(cipher);
}

bool
private_key_id(const void *box_bytes, size_t len, struct id *out)
{
	if (len < BOX_HEAD_BYTES + SALT_BYTES + TAG_BYTES)
		return false;
	memcpy(out->b, box_bytes, ID_BYTES);
	return true;
}

enum status
private_open(const struct data_key *key, const struct id *commit, const void *box_bytes, size_t len, struct buf *json, struct err *err)
{
	const uint8_t *box = box_bytes;
	enum status status = STATUS_OK;
	unsigned long long plain_len = 0;
	uint8_t *plain;
	struct id check, key_id;

	if (!private_key_id(box_bytes, len, &key_id))
		return err_set(err, STATUS_TAMPERED, _("the sealed private values are cut off"));
	plain = mem_alloc(len);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain, &plain_len, NULL, box + BOX_HEAD_BYTES, len - BOX_HEAD_BYTES, commit->b,
						       ID_BYTES, box + ID_BYTES, key->secret) != 0 ||
	    plain_len < SALT_BYTES) {
		status = err_set(err, STATUS_TAMPERED, _("the sealed private values do not open; they were altered"));
		goto out;
	}
	commitment(plain, plain + SALT_BYTES, plain_len - SALT_BYTES, &check);
	if (!id_equal(&check, commit)) {
		status = err_set(err, STATUS_TAMPERED, _("the private values are not those that were signed"));
		goto out;
	}
	buf_add(json, plain + SALT_BYTES, plain_len - SALT_BYTES);
out:
	sodium_memzero(plain, len);
	free(plain);
	return status;
}

void
data_key_seal(const struct data_key *key, const uint8_t box_key[BOX_KEY_BYTES], uint8_t sealed[SEALED_KEY_BYTES])
{
	_Static_assert(crypto_box_SEALBYTES == 48, "SEALED_KEY_BYTES counts on it");

	if (crypto_box_seal(sealed, key->secret, DATA_KEY_BYTES, box_key) != 0)
		memset(sealed, 0, SEALED_KEY_BYTES); /* a reader's key that is no point: nobody can open it */
}

enum status
data_key_open(const struct keys *keys, const uint8_t sealed[SEALED_KEY_BYTES], struct data_key *out, struct err *err)
{
	if (crypto_box_seal_open(out->secret, sealed, SEALED_KEY_BYTES, keys->box_public, keys->box_secret) != 0)
		return err_set(err, STATUS_TAMPERED, _("the key to the private values was not sealed for this person"));
	hash_bytes(out->secret, DATA_KEY_BYTES, &out->id);
	return STATUS_OK;
}
