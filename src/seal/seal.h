#ifndef SEAL_SEAL_H
#define SEAL_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"

/* Every algorithm louce uses, and no other door to them, so that SM2/SM3 can stand beside later.
 * Hash: BLAKE2b-256. Sign: Ed25519. Private values: XChaCha20-Poly1305; keys to readers: X25519 sealed boxes.
 * Secrets live in guarded memory and are zeroed when freed. Call seal_init once before threads. */

#define SIG_BYTES 64
#define SIGN_KEY_BYTES 32
#define BOX_KEY_BYTES 32
#define DATA_KEY_BYTES 32

MUST_CHECK enum status seal_init(struct err *err);

/* ---- hashes */

#define TYPE_STEP "application/vnd.louce.step.v1+json"
#define TYPE_PRIVATE "application/vnd.louce.private.v1+json"
#define TYPE_STATE "application/vnd.louce.state.v1"

void hash_bytes(const void *bytes, size_t len, struct id *out);
/* BLAKE2b-256 of "DSSEv1" SP len(TYPE) SP TYPE SP len(body) SP body. */
void hash_pae(const char *type, const void *body, size_t len, struct id *out);
void pae_write(const char *type, const void *body, size_t len, struct buf *out);

/* ---- random */

void random_bytes(void *out, size_t len);
/* A stream that is the same for the same seed: demonstration data and samples, never keys of real people
 * outside a demonstration. */
struct random_stream {
	uint8_t key[32];
	uint64_t block;
	uint8_t left[64];
	size_t left_len;
};
void random_stream_init(struct random_stream *stream, const void *seed, size_t len);
void random_stream_bytes(struct random_stream *stream, void *out, size_t len);
uint32_t random_stream_below(struct random_stream *stream, uint32_t limit); /* uniform, limit >= 1 */

/* ---- a person's keys */

struct keys; /* an Ed25519 and an X25519 pair in guarded memory */

struct keys *keys_new(void);
struct keys *keys_from_stream(struct random_stream *stream);
void keys_free(struct keys *keys);
const uint8_t *keys_sign_public(const struct keys *keys); /* SIGN_KEY_BYTES, borrowed */
const uint8_t *keys_box_public(const struct keys *keys);  /* BOX_KEY_BYTES, borrowed */

/* Signs PAE(TYPE_STEP, body) and verifies what it signed. */
MUST_CHECK enum status seal_sign(const struct keys *keys, const void *body, size_t len, uint8_t sig[SIG_BYTES], struct err *err);
bool seal_verify(const uint8_t sign_key[SIGN_KEY_BYTES], const uint8_t sig[SIG_BYTES], const void *body, size_t len);

/* ---- key files: Argon2id + XChaCha20-Poly1305 around the secrets, the public part in clear */

enum key_cost { KEY_COST_MACHINE, KEY_COST_PORTABLE, KEY_COST_DEMO };
/* MACHINE: 256, 128 or 64 MiB, the largest within 1/8 of memory, about 1 s; PORTABLE: 64 MiB, more passes;
 * DEMO: the smallest, only where `app` says that it is a demonstration. */

struct keyfile_head {
	char person[33]; /* 32 hex */
	char name[96];
	bool portable;
	bool demo; /* opened at low cost; app refuses such a key outside a demonstration */
	uint8_t sign_key[SIGN_KEY_BYTES];
	uint8_t box_key[BOX_KEY_BYTES];
};

MUST_CHECK enum status keyfile_write(const char *path, const struct keyfile_head *head, const struct keys *keys, enum key_cost cost,
				     const char *passphrase, struct err *err);
MUST_CHECK enum status keyfile_head(const char *path, struct keyfile_head *out, struct err *err);
/* DENIED on a wrong passphrase, INVALID or TAMPERED on a bad file. */
MUST_CHECK enum status keyfile_open(const char *path, const char *passphrase, struct keys **out, struct err *err);

/* Four pinyin words from 2,048, joined by '-'; caller frees with secret_free. */
char *passphrase_new(void);
void secret_free(char *text); /* zeroes first */
void secret_zero(void *bytes, size_t len);

/* ---- private values */

struct data_key {
	struct id id; /* BLAKE2b-256 of the key */
	uint8_t secret[DATA_KEY_BYTES];
};

void data_key_new(struct data_key *out);
void data_key_from_stream(struct random_stream *stream, struct data_key *out);

/* Seals JSON under a fresh salt: *commit and the stored box (key id, nonce, ciphertext of salt + JSON;
 * ad = commit); *box is BLAKE2b-256 of those bytes. */
void private_seal(const struct data_key *key, const void *json, size_t len, struct id *commit, struct buf *box_bytes, struct id *box);
/* The id of the key a box is sealed under; false when it is too short to be one. */
bool private_key_id(const void *box_bytes, size_t len, struct id *out);
/* Opens and checks the commitment. TAMPERED when it does not fit. */
MUST_CHECK enum status private_open(const struct data_key *key, const struct id *commit, const void *box_bytes, size_t len,
				    struct buf *json, struct err *err);

/* A data key for one reader. sealed: 48 + DATA_KEY_BYTES bytes. */
#define SEALED_KEY_BYTES (DATA_KEY_BYTES + 48)
void data_key_seal(const struct data_key *key, const uint8_t box_key[BOX_KEY_BYTES], uint8_t sealed[SEALED_KEY_BYTES]);
MUST_CHECK enum status data_key_open(const struct keys *keys, const uint8_t sealed[SEALED_KEY_BYTES], struct data_key *out,
				     struct err *err);

#endif
