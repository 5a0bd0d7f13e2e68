#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "base/i18n.h"
#include "seal/keys.h"
#include "seal/library.h"

/* Hashes, randomness and the library's start. */

enum status
seal_init(struct err *err)
{
	if (sodium_init() < 0)
		return err_set(err, STATUS_IO, _("the cryptographic library does not start on this machine"));
	return STATUS_OK;
}

void
hash_bytes(const void *bytes, size_t len, struct id *out)
{
	suite()->hash(&(struct seal_part){ bytes, len }, 1, NULL, 0, out);
}

size_t
pae_head(const char *type, size_t len, char out[PAE_HEAD_MAX])
{
	return (size_t)snprintf(out, PAE_HEAD_MAX, "DSSEv1 %zu %s %zu ", strlen(type), type, len);
}

void
hash_pae(const char *type, const void *body, size_t len, struct id *out)
{
	char head[PAE_HEAD_MAX];
	struct seal_part parts[] = { { head, pae_head(type, len, head) }, { body, len } };

	suite()->hash(parts, ARRAY_LEN(parts), NULL, 0, out);
}

void
pae_write(const char *type, const void *body, size_t len, struct buf *out)
{
	char head[PAE_HEAD_MAX];

	buf_add(out, head, pae_head(type, len, head));
	buf_add(out, body, len);
}

void
random_bytes(void *out, size_t len)
{
	randombytes_buf(out, len);
}

void
random_stream_init(struct random_stream *stream, const void *seed, size_t len)
{
	*stream = (struct random_stream){ 0 };
	crypto_generichash(stream->key, sizeof(stream->key), seed, len, (const unsigned char *)"louce stream", 12);
}

void
random_stream_bytes(struct random_stream *stream, void *out, size_t len)
{
	static const unsigned char nonce[crypto_stream_chacha20_NONCEBYTES];
	uint8_t *to = out;

	while (len > 0) {
		size_t take = len < stream->left_len ? len : stream->left_len;

		if (take == 0) {
			memset(stream->left, 0, sizeof(stream->left));
			crypto_stream_chacha20_xor_ic(stream->left, stream->left, sizeof(stream->left), nonce, stream->block++,
						      stream->key);
			stream->left_len = sizeof(stream->left);
			continue;
		}
		memcpy(to, stream->left + sizeof(stream->left) - stream->left_len, take);
		stream->left_len -= take;
		to += take;
		len -= take;
	}
}

uint32_t
random_stream_below(struct random_stream *stream, uint32_t limit)
{
	uint32_t least = -limit % limit, value; /* the numbers below `least` would make some remainders likelier than others */

	do {
		uint8_t b[4]; /* the same number on every machine */

		random_stream_bytes(stream, b, sizeof(b));
		value = (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
	} while (value < least);
	return value % limit;
}

void
secret_zero(void *bytes, size_t len)
{
	sodium_memzero(bytes, len);
}

const char *
seal_library_version(void)
{
	return sodium_version_string();
}
