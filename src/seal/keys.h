#ifndef SEAL_KEYS_H
#define SEAL_KEYS_H

#include <sodium.h>

#include "seal/seal.h"

/* Internal to the floor: a person's secrets in guarded memory, and what its files share. */

/* "DSSEv1" SP len(TYPE) SP TYPE SP len(body) SP: what stands in front of the body. Returns its bytes. */
#define PAE_HEAD_MAX 160
size_t pae_head(const char *type, size_t len, char out[PAE_HEAD_MAX]);

/* Word `number` of the 2,048 that passphrases are made of; its bytes. */
#define WORD_COUNT 2048
#define WORD_MAX 16
size_t passphrase_word(unsigned number, char out[WORD_MAX]);

struct keys {
	uint8_t sign_secret[crypto_sign_SECRETKEYBYTES];
	uint8_t box_secret[crypto_box_SECRETKEYBYTES];
	uint8_t sign_public[SIGN_KEY_BYTES];
	uint8_t box_public[BOX_KEY_BYTES];
};

#define KEYS_SEED_BYTES 64 /* Ed25519 seed, X25519 seed */

struct keys *keys_alloc(void);
void keys_from_seed(struct keys *keys, const uint8_t seed[KEYS_SEED_BYTES]);
/* The seeds back, for a key file. */
void keys_seed(const struct keys *keys, uint8_t seed[KEYS_SEED_BYTES]);

#endif
