#ifndef SEAL_KEYS_H
#define SEAL_KEYS_H

#include <sodium.h>

#include "seal/seal.h"

/* A person's secrets, in guarded memory. Internal to the floor. */

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
