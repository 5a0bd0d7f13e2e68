#ifndef SEAL_SEAL_H
#define SEAL_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"

/* Every algorithm louce uses, and no other door to them. The algorithms are a suite, a row of the table in suite.c: hash, signature,
 * sealing. Nobody outside knows the size of a key or signature: they go about as structs that hold the longest of any suite.
 * Secrets live in guarded memory and are zeroed when freed. Call seal_init once before threads. */

MUST_CHECK enum status seal_init(struct err *err);

/* ---- what a suite makes, opaque; `len` bytes of `b` are used, 0 while there is none */

#define SEAL_BYTES_MAX 96
#define SEAL_HEX_MAX (2 * SEAL_BYTES_MAX)

struct sign_key {
	uint8_t len, b[SEAL_BYTES_MAX];
};

struct box_key {
	uint8_t len, b[SEAL_BYTES_MAX];
};

struct signature {
	uint8_t len, b[SEAL_BYTES_MAX];
};

struct sealed_key { /* a data key for one reader */
	uint8_t len, b[SEAL_BYTES_MAX];
};

bool sign_key_equal(const struct sign_key *a, const struct sign_key *b);
bool box_key_equal(const struct box_key *a, const struct box_key *b);
bool signature_equal(const struct signature *a, const struct signature *b);
/* Makes a signature of bytes from a file; false, and *out is none, when they are not as many as a signature has. */
bool signature_read(const void *bytes, size_t len, struct signature *out);
size_t signature_bytes(void); /* as many as a signature has */

/* As lower-case hex in a step's data. Reading is strict: exactly the digits of the suite. */
char *sign_key_hex(const struct sign_key *key, char out[SEAL_HEX_MAX + 1]);
char *box_key_hex(const struct box_key *key, char out[SEAL_HEX_MAX + 1]);
char *sealed_key_hex(const struct sealed_key *key, char out[SEAL_HEX_MAX + 1]);
bool sign_key_from_hex(const char *hex, struct sign_key *out);
bool box_key_from_hex(const char *hex, struct box_key *out);
bool sealed_key_from_hex(const char *hex, struct sealed_key *out);

/* ---- hashes */

#define TYPE_PRIVATE "application/vnd.louce.private.v1+json"
#define TYPE_STATE "application/vnd.louce.state.v2"
#define TYPE_SHEET "application/vnd.louce.sheet.v1"
#define TYPE_TRAILER "application/vnd.louce.trailer.v1+json" /* its version names the suite too */

const char *seal_step_type(void); /* TYPE of the steps that this suite signs */

void hash_bytes(const void *bytes, size_t len, struct id *out);
/* The hash of "DSSEv1" SP len(TYPE) SP TYPE SP len(body) SP body. */
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

struct keys; /* a pair to sign and a pair to read, in guarded memory */

struct keys *keys_new(void);
struct keys *keys_from_stream(struct random_stream *stream);
void keys_free(struct keys *keys);
const struct sign_key *keys_sign_public(const struct keys *keys); /* borrowed */
const struct box_key *keys_box_public(const struct keys *keys);	  /* borrowed */

/* Signs PAE(seal_step_type(), body) and verifies what it signed. */
MUST_CHECK enum status seal_sign(const struct keys *keys, const void *body, size_t len, struct signature *sig, struct err *err);
bool seal_verify(const struct sign_key *sign_key, const struct signature *sig, const void *body, size_t len);
/* The same over PAE(type, body), for what is signed and no step. */
MUST_CHECK enum status seal_sign_as(const char *type, const struct keys *keys, const void *body, size_t len, struct signature *sig,
				    struct err *err);
bool seal_verify_as(const char *type, const struct sign_key *sign_key, const struct signature *sig, const void *body, size_t len);

/* ---- key files: Argon2id + XChaCha20-Poly1305 around the secrets, the public part in clear */

#define KEYFILE_BEGIN "louce key" /* and the version behind it: a key file's first line */

enum key_cost { KEY_COST_MACHINE, KEY_COST_PORTABLE, KEY_COST_DEMO };
/* MACHINE: 256, 128 or 64 MiB, the largest within 1/8 of memory, about 1 s; PORTABLE: 64 MiB, more passes;
 * DEMO: the smallest, only where `app` says that it is a demonstration. */

struct keyfile_head {
	char person[33]; /* 32 hex */
	char name[96];
	bool portable;
	bool demo; /* opened at low cost; app refuses such a key outside a demonstration */
	struct sign_key sign_key;
	struct box_key box_key;
};

MUST_CHECK enum status keyfile_write(const char *path, const struct keyfile_head *head, const struct keys *keys, enum key_cost cost,
				     const char *passphrase, struct err *err);
MUST_CHECK enum status keyfile_head(const char *path, struct keyfile_head *out, struct err *err);
/* DENIED on a wrong passphrase, INVALID or TAMPERED on a bad file. */
MUST_CHECK enum status keyfile_open(const char *path, const char *passphrase, struct keys **out, struct err *err);

/* Four pinyin words from 2,048, joined by '-'; caller frees with secret_free. */
char *passphrase_new(void);
/* True when three such words stand in the text, joined so. */
bool passphrase_is_in(const char *text);
void secret_free(char *text); /* zeroes first */
void secret_zero(void *bytes, size_t len);

/* ---- private values */

struct data_key {
	struct id id; /* hash of the key */
	uint8_t len, secret[SEAL_BYTES_MAX];
};

void data_key_new(struct data_key *out);
void data_key_from_stream(struct random_stream *stream, struct data_key *out);

/* Seals JSON under a fresh salt: *commit and the stored box (key id, nonce, ciphertext of salt + JSON;
 * ad = commit); *box is the hash of those bytes. */
void private_seal(const struct data_key *key, const void *json, size_t len, struct id *commit, struct buf *box_bytes, struct id *box);
/* The id of the key a box is sealed under; false when it is too short to be one. */
bool private_key_id(const void *box_bytes, size_t len, struct id *out);
/* Opens and checks the commitment. TAMPERED when it does not fit. */
MUST_CHECK enum status private_open(const struct data_key *key, const struct id *commit, const void *box_bytes, size_t len,
				    struct buf *json, struct err *err);

/* Seals a data key for one reader; all zero for a reader's key that is none. */
void data_key_seal(const struct data_key *key, const struct box_key *box_key, struct sealed_key *sealed);
MUST_CHECK enum status data_key_open(const struct keys *keys, const struct sealed_key *sealed, struct data_key *out, struct err *err);

#endif
