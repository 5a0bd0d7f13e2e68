#ifndef SEAL_KEYS_H
#define SEAL_KEYS_H

#include "seal/suite.h"

/* Internal to seal: a person's secrets in guarded memory, and what its files share. */

/* "DSSEv1" SP len(TYPE) SP TYPE SP len(body) SP: what stands in front of the body. Returns its bytes. */
#define PAE_HEAD_MAX 160
size_t pae_head(const char *type, size_t len, char out[PAE_HEAD_MAX]);

/* Word `number` of the 2,048 that passphrases are made of; its bytes. */
#define WORD_COUNT 2048
#define WORD_MAX 16
size_t passphrase_word(unsigned number, char out[WORD_MAX]);

struct keys {
	uint8_t seed[SEED_MAX]; /* what a key file keeps: the pairs follow from it */
	uint8_t sign_secret[SEAL_BYTES_MAX], box_secret[SEAL_BYTES_MAX];
	struct sign_key sign_public;
	struct box_key box_public;
};

struct keys *keys_alloc(void);
/* Makes the two pairs of keys->seed. */
void keys_derive(struct keys *keys);

#endif
