#ifndef SEAL_SUITE_H
#define SEAL_SUITE_H

#include "seal/seal.h"

/* Internal to seal: the table of suites. A suite is the algorithms of one county, named by the TYPE of its steps: another one is another
 * row, and nothing outside this floor changes. */

struct seal_part {
	const void *bytes;
	size_t len;
};

#define SEED_MAX 96
#define NONCE_MAX 32
#define TAG_MAX 32

struct suite {
	const char *name;
	const char *type; /* TYPE of the steps signed with it */

	/* Sizes in bytes. Keys, signatures, sealed and data keys: at most SEAL_BYTES_MAX. */
	size_t seed, sign_public, sign_secret, box_public, box_secret, signature, sealed_key;
	size_t data_key, nonce, tag;

	/* The hash of the parts one after another, keyed when key_len is not 0. */
	void (*hash)(const struct seal_part *parts, size_t count, const uint8_t *key, size_t key_len, struct id *out);

	/* The two pairs of a seed. */
	void (*sign_pair)(const uint8_t *seed, uint8_t *public, uint8_t *secret);
	void (*box_pair)(const uint8_t *seed, uint8_t *public, uint8_t *secret);
	void (*sign)(const uint8_t *secret, const void *message, size_t len, uint8_t *signature);
	bool (*verify)(const uint8_t *public, const uint8_t *signature, const void *message, size_t len);

	/* Authenticated encryption under a data key: `len` bytes and the tag; `with` is authenticated too. */
	void (*encrypt)(const uint8_t *key, const uint8_t *nonce, const struct id *with, const uint8_t *plain, size_t len, uint8_t *out);
	bool (*decrypt)(const uint8_t *key, const uint8_t *nonce, const struct id *with, const uint8_t *cipher, size_t len, uint8_t *out);

	/* A data key to a reader's public key, and back. */
	bool (*seal)(const uint8_t *data_key, const uint8_t *box_public, uint8_t *out);
	bool (*open)(const uint8_t *sealed, const uint8_t *box_public, const uint8_t *box_secret, uint8_t *data_key);
};

/* The suite of this process. */
const struct suite *suite(void);

#endif
