#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysinfo.h>

#include <sodium.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/text/text_rule.h"
#include "seal/keys.h"

/* A key file: lines of text that anybody may read, and the secrets sealed under the passphrase.
 *
 *   louce key 1
 *   person HEX32
 *   name TEXT
 *   use machine | portable | demo
 *   sign HEX64
 *   box HEX64
 *   argon2id PASSES BYTES SALT-HEX32
 *   sealed NONCE-HEX48 CIPHERTEXT-HEX
 *
 * Everything before `sealed` is authenticated with it, so a swapped name or a lowered cost does not open. */

#define KEYFILE_MAX_BYTES 4096
#define COST_MIN_BYTES (UINT64_C(64) << 20)
#define COST_MAX_BYTES (UINT64_C(512) << 20)
#define COST_MAX_PASSES 32
#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES crypto_aead_xchacha20poly1305_ietf_ABYTES
#define CIPHER_MAX (SEED_MAX + TAG_BYTES)

struct cost {
	uint64_t passes, bytes;
	uint8_t salt[crypto_pwhash_SALTBYTES];
};

static const char *const use_names[] = { "machine", "portable", "demo" };

static struct cost
cost_of(enum key_cost cost)
{
	struct cost out = { .passes = 3, .bytes = COST_MIN_BYTES };
	struct sysinfo info;

	if (cost == KEY_COST_MACHINE && sysinfo(&info) == 0) {
		uint64_t eighth = (uint64_t)info.totalram * info.mem_unit / 8;

		/* 256, 128 or 64 MiB, the largest within 1/8 of memory. */
		for (out.bytes = UINT64_C(256) << 20; out.bytes > COST_MIN_BYTES && out.bytes > eighth;)
			out.bytes /= 2;
		out.passes = 3 * ((UINT64_C(256) << 20) / out.bytes);
	} else if (cost == KEY_COST_PORTABLE) {
		out.passes = 12;
	} else if (cost == KEY_COST_DEMO) {
		out.passes = crypto_pwhash_OPSLIMIT_MIN;
		out.bytes = crypto_pwhash_MEMLIMIT_MIN;
	}
	randombytes_buf(out.salt, sizeof(out.salt));
	return out;
}

static enum status
derive(const struct cost *cost, const char *passphrase, uint8_t key[32], struct err *err)
{
	if (crypto_pwhash(key, 32, passphrase, strlen(passphrase), cost->salt, cost->passes, (size_t)cost->bytes,
			  crypto_pwhash_ALG_ARGON2ID13) != 0)
		return err_set(err, STATUS_IO, _("too little memory to open the key file; close other programs"));
	return STATUS_OK;
}

static void
write_head(const struct keyfile_head *head, const struct cost *cost, struct buf *out)
{
	char sign[SEAL_HEX_MAX + 1], box[SEAL_HEX_MAX + 1], salt[2 * sizeof(cost->salt) + 1];

	hex_encode(cost->salt, sizeof(cost->salt), salt);
	buf_printf(out, KEYFILE_BEGIN " 1\nperson %s\nname %s\nuse %s\nsign %s\nbox %s\n", head->person, head->name,
		   use_names[head->demo	      ? KEY_COST_DEMO
			     : head->portable ? KEY_COST_PORTABLE
					      : KEY_COST_MACHINE],
		   sign_key_hex(&head->sign_key, sign), box_key_hex(&head->box_key, box));
	buf_printf(out, "argon2id %" PRIu64 " %" PRIu64 " %s\n", cost->passes, cost->bytes, salt);
}

/* May this stand in a key file: 32 hex digits, and a name of one line? */
static bool
is_head_fine(const char *person, const char *name)
{
	struct text_flaw flaw;
	uint8_t bytes[16];

	return hex_decode(person, bytes, sizeof(bytes)) && !text_has_flaw(name, strlen(name), &flaw) && !strchr(name, '\n');
}

enum status
keyfile_write(const char *path, const struct keyfile_head *head, const struct keys *keys, enum key_cost cost, const char *passphrase,
	      struct err *err)
{
	uint8_t key[32], nonce[NONCE_BYTES], cipher[CIPHER_MAX];
	char nonce_hex[2 * NONCE_BYTES + 1], cipher_hex[2 * CIPHER_MAX + 1];
	struct keyfile_head whole = *head;
	struct cost how = cost_of(cost);
	struct buf text = { 0 };
	enum status status;

	if (!is_head_fine(head->person, head->name))
		return err_set(err, STATUS_INVALID, _("the name \"%s\" cannot stand in a key file; write it on one line"), head->name);
	whole.portable = cost == KEY_COST_PORTABLE;
	whole.demo = cost == KEY_COST_DEMO;
	whole.sign_key = keys->sign_public;
	whole.box_key = keys->box_public;
	write_head(&whole, &how, &text);
	status = derive(&how, passphrase, key, err);
	if (status)
		goto out;
	randombytes_buf(nonce, sizeof(nonce));
	crypto_aead_xchacha20poly1305_ietf_encrypt(cipher, NULL, keys->seed, suite()->seed, (const unsigned char *)text.data, text.len,
						   NULL, nonce, key);
	hex_encode(nonce, sizeof(nonce), nonce_hex);
	hex_encode(cipher, suite()->seed + TAG_BYTES, cipher_hex);
	buf_printf(&text, "sealed %s %s\n", nonce_hex, cipher_hex);
	status = file_write(path, text.data, text.len, 0600, err);
out:
	sodium_memzero(key, sizeof(key));
	buf_release(&text);
	return status;
}

struct opened {
	struct keyfile_head head;
	struct cost cost;
	uint8_t nonce[NONCE_BYTES], cipher[CIPHER_MAX];
	struct buf text;
	size_t head_len; /* bytes that are authenticated */
};

/* The value of line `name` at *at, which moves on behind it; NULL when it is another line. */
static char *
take_line(char **at, const char *name)
{
	size_t len = strlen(name);
	char *start = *at, *end = strchr(start, '\n');

	if (!end || strncmp(start, name, len) != 0 || start[len] != ' ')
		return NULL;
	*end = '\0';
	*at = end + 1;
	return start + len + 1;
}

static bool
parse_cost(char *line, struct cost *out)
{
	char *salt, *end;

	if (strspn(line, "0123456789 abcdef") != strlen(line)) /* no sign, which strtoull would take */
		return false;
	out->passes = strtoull(line, &end, 10);
	if (*end != ' ')
		return false;
	out->bytes = strtoull(end + 1, &salt, 10);
	if (*salt != ' ' || out->bytes < crypto_pwhash_MEMLIMIT_MIN || out->passes < crypto_pwhash_OPSLIMIT_MIN)
		return false;
	return hex_decode(salt + 1, out->salt, sizeof(out->salt));
}

static bool
parse_lines(struct opened *out)
{
	char *copy = mem_strndup(buf_text(&out->text), out->text.len), *at = copy, *line;
	bool right = false;

	line = take_line(&at, KEYFILE_BEGIN);
	if (!line || strcmp(line, "1") != 0)
		goto out;
	line = take_line(&at, "person");
	if (!line || strlen(line) != 32)
		goto out;
	memcpy(out->head.person, line, 33);
	line = take_line(&at, "name");
	if (!line || strlen(line) >= sizeof(out->head.name) || !is_head_fine(out->head.person, line))
		goto out;
	memcpy(out->head.name, line, strlen(line) + 1);
	line = take_line(&at, "use");
	if (!line || (strcmp(line, use_names[KEY_COST_MACHINE]) != 0 && strcmp(line, use_names[KEY_COST_PORTABLE]) != 0 &&
		      strcmp(line, use_names[KEY_COST_DEMO]) != 0))
		goto out;
	out->head.portable = strcmp(line, use_names[KEY_COST_PORTABLE]) == 0;
	out->head.demo = strcmp(line, use_names[KEY_COST_DEMO]) == 0;
	line = take_line(&at, "sign");
	if (!line || !sign_key_from_hex(line, &out->head.sign_key))
		goto out;
	line = take_line(&at, "box");
	if (!line || !box_key_from_hex(line, &out->head.box_key))
		goto out;
	line = take_line(&at, "argon2id");
	if (!line || !parse_cost(line, &out->cost))
		goto out;
	out->head_len = (size_t)(at - copy);
	line = take_line(&at, "sealed");
	if (!line || strlen(line) != 2 * NONCE_BYTES + 1 + 2 * (suite()->seed + TAG_BYTES) || line[2 * NONCE_BYTES] != ' ')
		goto out;
	line[2 * NONCE_BYTES] = '\0';
	right = hex_decode(line, out->nonce, NONCE_BYTES) &&
		hex_decode(line + 2 * NONCE_BYTES + 1, out->cipher, suite()->seed + TAG_BYTES) && *at == '\0';
out:
	free(copy);
	return right;
}

static enum status
read_keyfile(const char *path, struct opened *out, struct err *err)
{
	enum status status = file_read(path, KEYFILE_MAX_BYTES, &out->text, err);

	if (status)
		return status;
	if (strlen(buf_text(&out->text)) != out->text.len || !parse_lines(out))
		return err_set(err, STATUS_INVALID, _("\"%s\" is no key file, or it is damaged; use its copy"), path);
	/* A key file may be a stranger's: its cost is looked at before any of it is spent. */
	if (out->cost.bytes > COST_MAX_BYTES || out->cost.passes > COST_MAX_PASSES)
		return err_set(err, STATUS_INVALID,
			       _("\"%s\" asks for more memory or time than a key file may: %" PRIu64 " MiB, %" PRIu64
				 " passes; it is not opened"),
			       path, out->cost.bytes >> 20, out->cost.passes);
	return STATUS_OK;
}

enum status
keyfile_head(const char *path, struct keyfile_head *out, struct err *err)
{
	struct opened opened = { 0 };
	enum status status = read_keyfile(path, &opened, err);

	if (!status)
		*out = opened.head;
	buf_release(&opened.text);
	return status;
}

enum status
keyfile_open(const char *path, const char *passphrase, struct keys **out, struct err *err)
{
	struct opened opened = { 0 };
	uint8_t key[32];
	struct keys *keys = NULL;
	enum status status = read_keyfile(path, &opened, err);

	if (!status && !opened.head.demo && opened.cost.bytes < COST_MIN_BYTES)
		status = err_set(err, STATUS_INVALID, _("\"%s\" is sealed too weakly; make a new key"), path);
	if (!status)
		status = derive(&opened.cost, passphrase, key, err);
	if (status)
		goto out;
	keys = keys_alloc();
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(keys->seed, NULL, NULL, opened.cipher, suite()->seed + TAG_BYTES,
						       (const unsigned char *)opened.text.data, opened.head_len, opened.nonce, key) != 0) {
		status = err_set(err, STATUS_DENIED, _("the passphrase of \"%s\" is not right; try again"), opened.head.name);
		goto out;
	}
	keys_derive(keys);
	if (!sign_key_equal(&keys->sign_public, &opened.head.sign_key)) {
		status = err_set(err, STATUS_TAMPERED, _("\"%s\" holds two different keys; use its copy"), path);
		goto out;
	}
	*out = keys;
	keys = NULL;
out:
	keys_free(keys);
	sodium_memzero(key, sizeof(key));
	buf_release(&opened.text);
	return status;
}
