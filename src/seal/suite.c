#include "seal/suite.h"

#include <string.h>

#include <sodium.h>

/* The table of suites, and the one row of today: BLAKE2b-256, Ed25519, XChaCha20-Poly1305, X25519 sealed boxes. */

static void
blake2b(const struct seal_part *parts, size_t count, const uint8_t *key, size_t key_len, struct id *out)
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, key, key_len, ID_BYTES);
	for (size_t i = 0; i < count; i++)
		crypto_generichash_update(&state, parts[i].bytes, parts[i].len);
	crypto_generichash_final(&state, out->b, ID_BYTES);
}

/* A seed is that of the Ed25519 pair, and behind it the secret of the X25519 pair. */
#define ED25519_SEED_BYTES crypto_sign_SEEDBYTES

static void
ed25519_pair(const uint8_t *seed, uint8_t *public, uint8_t *secret)
{
	crypto_sign_seed_keypair(public, secret, seed);
}

static void
x25519_pair(const uint8_t *seed, uint8_t *public, uint8_t *secret)
{
	memcpy(secret, seed + ED25519_SEED_BYTES, crypto_box_SECRETKEYBYTES);
	crypto_scalarmult_base(public, secret);
}

static void
ed25519_sign(const uint8_t *secret, const void *message, size_t len, uint8_t *signature)
{
	crypto_sign_detached(signature, NULL, message, len, secret);
}

static bool
ed25519_verify(const uint8_t *public, const uint8_t *signature, const void *message, size_t len)
{
	return crypto_sign_verify_detached(signature, message, len, public) == 0;
}

static void
xchacha_encrypt(const uint8_t *key, const uint8_t *nonce, const struct id *with, const uint8_t *plain, size_t len, uint8_t *out)
{
	crypto_aead_xchacha20poly1305_ietf_encrypt(out, NULL, plain, len, with->b, ID_BYTES, NULL, nonce, key);
}

static bool
xchacha_decrypt(const uint8_t *key, const uint8_t *nonce, const struct id *with, const uint8_t *cipher, size_t len, uint8_t *out)
{
	return crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, cipher, len, with->b, ID_BYTES, nonce, key) == 0;
}

static bool
x25519_seal(const uint8_t *data_key, const uint8_t *box_public, uint8_t *out)
{
	return crypto_box_seal(out, data_key, crypto_aead_xchacha20poly1305_ietf_KEYBYTES, box_public) == 0;
}

static bool
x25519_open(const uint8_t *sealed, const uint8_t *box_public, const uint8_t *box_secret, uint8_t *data_key)
{
	return crypto_box_seal_open(data_key, sealed, crypto_aead_xchacha20poly1305_ietf_KEYBYTES + crypto_box_SEALBYTES, box_public,
				    box_secret) == 0;
}

static const struct suite suites[] = {
	{
		.name = "ed25519",
		.type = "application/vnd.louce.step.v2+json",
		.seed = ED25519_SEED_BYTES + crypto_box_SECRETKEYBYTES,
		.sign_public = crypto_sign_PUBLICKEYBYTES,
		.sign_secret = crypto_sign_SECRETKEYBYTES,
		.box_public = crypto_box_PUBLICKEYBYTES,
		.box_secret = crypto_box_SECRETKEYBYTES,
		.signature = crypto_sign_BYTES,
		.sealed_key = crypto_aead_xchacha20poly1305_ietf_KEYBYTES + crypto_box_SEALBYTES,
		.data_key = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
		.nonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
		.tag = crypto_aead_xchacha20poly1305_ietf_ABYTES,
		.hash = blake2b,
		.sign_pair = ed25519_pair,
		.box_pair = x25519_pair,
		.sign = ed25519_sign,
		.verify = ed25519_verify,
		.encrypt = xchacha_encrypt,
		.decrypt = xchacha_decrypt,
		.seal = x25519_seal,
		.open = x25519_open,
	},
};

_Static_assert(crypto_sign_SECRETKEYBYTES <= SEAL_BYTES_MAX && crypto_sign_BYTES <= SEAL_BYTES_MAX, "a struct of seal.h is too small");
_Static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES + crypto_box_SEALBYTES <= SEAL_BYTES_MAX, "a struct of seal.h is too small");
_Static_assert(ED25519_SEED_BYTES + crypto_box_SECRETKEYBYTES <= SEED_MAX, "SEED_MAX is too small");
_Static_assert(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES <= NONCE_MAX, "NONCE_MAX is too small");

const struct suite *
suite(void)
{
	return &suites[0];
}

const char *
seal_step_type(void)
{
	return suite()->type;
}

size_t
signature_bytes(void)
{
	return suite()->signature;
}

/* ---- the opaque structs */

bool
sign_key_equal(const struct sign_key *a, const struct sign_key *b)
{
	return a->len == b->len && memcmp(a->b, b->b, a->len) == 0;
}

bool
box_key_equal(const struct box_key *a, const struct box_key *b)
{
	return a->len == b->len && memcmp(a->b, b->b, a->len) == 0;
}

bool
signature_equal(const struct signature *a, const struct signature *b)
{
	return a->len == b->len && memcmp(a->b, b->b, a->len) == 0;
}

bool
signature_read(const void *bytes, size_t len, struct signature *out)
{
	out->len = 0;
	if (len != suite()->signature)
		return false;
	memcpy(out->b, bytes, len);
	out->len = (uint8_t)len;
	return true;
}

static bool
from_hex(const char *hex, size_t len, uint8_t *used, uint8_t b[SEAL_BYTES_MAX])
{
	if (!hex_decode(hex, b, len))
		return false;
	*used = (uint8_t)len;
	return true;
}

char *
sign_key_hex(const struct sign_key *key, char out[SEAL_HEX_MAX + 1])
{
	hex_encode(key->b, key->len, out);
	return out;
}

char *
box_key_hex(const struct box_key *key, char out[SEAL_HEX_MAX + 1])
{
	hex_encode(key->b, key->len, out);
	return out;
}

char *
sealed_key_hex(const struct sealed_key *key, char out[SEAL_HEX_MAX + 1])
{
	hex_encode(key->b, key->len, out);
	return out;
}

bool
sign_key_from_hex(const char *hex, struct sign_key *out)
{
	return from_hex(hex, suite()->sign_public, &out->len, out->b);
}

bool
box_key_from_hex(const char *hex, struct box_key *out)
{
	return from_hex(hex, suite()->box_public, &out->len, out->b);
}

bool
sealed_key_from_hex(const char *hex, struct sealed_key *out)
{
	return from_hex(hex, suite()->sealed_key, &out->len, out->b);
}
