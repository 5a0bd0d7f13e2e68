#include "seal/keys.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

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
keys_derive(struct keys *keys)
{
	suite()->sign_pair(keys->seed, keys->sign_public.b, keys->sign_secret);
	keys->sign_public.len = (uint8_t)suite()->sign_public;
	suite()->box_pair(keys->seed, keys->box_public.b, keys->box_secret);
	keys->box_public.len = (uint8_t)suite()->box_public;
}

struct keys *
keys_new(void)
{
	struct keys *keys = keys_alloc();

	randombytes_buf(keys->seed, suite()->seed);
	keys_derive(keys);
	return keys;
}

struct keys *
keys_from_stream(struct random_stream *stream)
{
	struct keys *keys = keys_alloc();

	random_stream_bytes(stream, keys->seed, suite()->seed);
	keys_derive(keys);
	return keys;
}

void
keys_free(struct keys *keys)
{
	sodium_free(keys); /* zeroes; NULL is nothing */
}

const struct sign_key *
keys_sign_public(const struct keys *keys)
{
	return &keys->sign_public;
}

const struct box_key *
keys_box_public(const struct keys *keys)
{
	return &keys->box_public;
}

bool
seal_verify_as(const char *type, const struct sign_key *sign_key, const struct signature *sig, const void *body, size_t len)
{
	unsigned char small[8192]; /* room for most steps without asking for memory: a county has hundreds of thousands */
	char head[PAE_HEAD_MAX];
	size_t head_len = pae_head(type, len, head);
	unsigned char *pae = small;
	bool right;

	if (sign_key->len != suite()->sign_public || sig->len != suite()->signature)
		return false;
	if (len > sizeof(small) - head_len)
		pae = mem_alloc(head_len + len);
	memcpy(pae, head, head_len);
	if (len)
		memcpy(pae + head_len, body, len);
	right = suite()->verify(sign_key->b, sig->b, pae, head_len + len);
	if (pae != small)
		free(pae);
	return right;
}

bool
seal_verify(const struct sign_key *sign_key, const struct signature *sig, const void *body, size_t len)
{
	return seal_verify_as(suite()->type, sign_key, sig, body, len);
}

enum status
seal_sign_as(const char *type, const struct keys *keys, const void *body, size_t len, struct signature *sig, struct err *err)
{
	struct buf pae = { 0 };

	pae_write(type, body, len, &pae);
	suite()->sign(keys->sign_secret, pae.data, pae.len, sig->b);
	sig->len = (uint8_t)suite()->signature;
	buf_release(&pae);
	/* A machine that computes wrongly must not put its mistake into the journal. */
	if (!seal_verify_as(type, &keys->sign_public, sig, body, len))
		return err_set(err, STATUS_BUG, _("the signature just made does not verify; use another machine"));
	return STATUS_OK;
}

enum status
seal_sign(const struct keys *keys, const void *body, size_t len, struct signature *sig, struct err *err)
{
	return seal_sign_as(suite()->type, keys, body, len, sig, err);
}

/* ---- private values */

#define SALT_BYTES 32

/* The key's id and the nonce, in front of a box. */
static size_t
box_head_bytes(void)
{
	return ID_BYTES + suite()->nonce;
}

static void
finish_data_key(struct data_key *key)
{
	key->len = (uint8_t)suite()->data_key;
	hash_bytes(key->secret, key->len, &key->id);
}

void
data_key_new(struct data_key *out)
{
	randombytes_buf(out->secret, suite()->data_key);
	finish_data_key(out);
}

void
data_key_from_stream(struct random_stream *stream, struct data_key *out)
{
	random_stream_bytes(stream, out->secret, suite()->data_key);
	finish_data_key(out);
}

static void
commitment(const uint8_t *salt, const void *json, size_t len, struct id *out)
{
	char head[PAE_HEAD_MAX];
	struct seal_part parts[] = { { head, pae_head(TYPE_PRIVATE, len, head) }, { json, len } };

	suite()->hash(parts, ARRAY_LEN(parts), salt, SALT_BYTES, out);
}

void
private_seal(const struct data_key *key, const void *json, size_t len, struct id *commit, struct buf *box_bytes, struct id *box)
{
	size_t plain_len = SALT_BYTES + len;
	uint8_t *plain = mem_alloc(plain_len), *cipher = mem_alloc(plain_len + suite()->tag);
	uint8_t nonce[NONCE_MAX];

	randombytes_buf(plain, SALT_BYTES);
	memcpy(plain + SALT_BYTES, json, len);
	randombytes_buf(nonce, suite()->nonce);
	commitment(plain, json, len, commit);
	suite()->encrypt(key->secret, nonce, commit, plain, plain_len, cipher);
	buf_clear(box_bytes);
	buf_add(box_bytes, key->id.b, ID_BYTES);
	buf_add(box_bytes, nonce, suite()->nonce);
	buf_add(box_bytes, cipher, plain_len + suite()->tag);
	hash_bytes(box_bytes->data, box_bytes->len, box);
	sodium_memzero(plain, plain_len);
	free(plain);
	free(cipher);
}

bool
private_key_id(const void *box_bytes, size_t len, struct id *out)
{
	if (len < box_head_bytes() + SALT_BYTES + suite()->tag)
		return false;
	memcpy(out->b, box_bytes, ID_BYTES);
	return true;
}

enum status
private_open(const struct data_key *key, const struct id *commit, const void *box_bytes, size_t len, struct buf *json, struct err *err)
{
	const uint8_t *box = box_bytes;
	enum status status = STATUS_OK;
	size_t plain_len;
	uint8_t *plain;
	struct id check, key_id;

	if (!private_key_id(box_bytes, len, &key_id))
		return err_set(err, STATUS_TAMPERED, _("the sealed private values are cut off"));
	plain = mem_alloc(len);
	plain_len = len - box_head_bytes() - suite()->tag;
	if (!suite()->decrypt(key->secret, box + ID_BYTES, commit, box + box_head_bytes(), len - box_head_bytes(), plain)) {
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
data_key_seal(const struct data_key *key, const struct box_key *box_key, struct sealed_key *sealed)
{
	sealed->len = (uint8_t)suite()->sealed_key;
	if (!suite()->seal(key->secret, box_key->b, sealed->b))
		memset(sealed->b, 0, sealed->len); /* a reader's key that is no point: nobody can open it */
}

enum status
data_key_open(const struct keys *keys, const struct sealed_key *sealed, struct data_key *out, struct err *err)
{
	if (sealed->len != suite()->sealed_key || !suite()->open(sealed->b, keys->box_public.b, keys->box_secret, out->secret))
		return err_set(err, STATUS_TAMPERED, _("the key to the private values was not sealed for this person"));
	finish_data_key(out);
	return STATUS_OK;
}
