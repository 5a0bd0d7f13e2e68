#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"
#include "seal/seal.h"

static char *dir, *path;
static struct keys *keys;
static const struct keyfile_head head = { .person = "00112233445566778899aabbccddeeff", .name = "韦某" };

static int
start(void **state)
{
	const char *base = getenv("TMPDIR");
	struct err err = { 0 };

	(void)state;
	dir = mem_printf("%s/louce-key-XXXXXX", base ? base : "/tmp");
	if (seal_init(&err) || !mkdtemp(dir))
		return -1;
	path = file_join(dir, "a.key");
	keys = keys_new();
	return 0;
}

static int
finish(void **state)
{
	(void)state;
	unlink(path);
	rmdir(dir);
	free(path);
	free(dir);
	keys_free(keys);
	return 0;
}

/* A demonstration's key file, in `text`. */
static void
write_demo(struct buf *text)
{
	struct err err = { 0 };

	assert_int_equal(keyfile_write(path, &head, keys, KEY_COST_DEMO, "demo", &err), STATUS_OK);
	assert_int_equal(file_read(path, 10000, text, &err), STATUS_OK);
}

/* Puts `to` in place of `from` in the file. */
static void
rewrite(const struct buf *text, const char *from, const char *to)
{
	const char *at = strstr(text->data, from);
	struct buf changed = { 0 };
	struct err err = { 0 };

	assert_non_null(at);
	buf_add(&changed, text->data, (size_t)(at - text->data));
	buf_text_add(&changed, to);
	buf_text_add(&changed, at + strlen(from));
	assert_int_equal(file_write(path, changed.data, changed.len, 0600, &err), STATUS_OK);
	buf_release(&changed);
}

static void
keyfile__opens_with_its_passphrase__and_says_whose_it_is_without(void **state)
{
	struct buf text = { 0 };
	struct keyfile_head read;
	struct keys *opened = NULL;
	struct err err = { 0 };
	struct stat info;

	(void)state;
	write_demo(&text);
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	assert_int_equal(keyfile_head(path, &read, &err), STATUS_OK);
	assert_string_equal(read.person, head.person);
	assert_string_equal(read.name, "韦某");
	assert_true(read.demo);
	assert_false(read.portable);
	assert_true(sign_key_equal(&read.sign_key, keys_sign_public(keys)));
	assert_memory_equal(read.box_key.b, keys_box_public(keys)->b, keys_box_public(keys)->len);
	assert_int_equal(keyfile_open(path, "demo", &opened, &err), STATUS_OK);
	assert_true(sign_key_equal(keys_sign_public(opened), keys_sign_public(keys)));
	assert_memory_equal(keys_box_public(opened)->b, keys_box_public(keys)->b, keys_box_public(keys)->len);
	keys_free(opened);
	buf_release(&text);
}

static void
keyfile_open__refuses__another_passphrase(void **state)
{
	struct buf text = { 0 };
	struct keys *opened = NULL;
	struct err err = { 0 };

	(void)state;
	write_demo(&text);
	assert_int_equal(keyfile_open(path, "Demo", &opened, &err), STATUS_DENIED);
	assert_string_equal(err.text, "the passphrase of \"韦某\" is not right; try again");
	assert_null(opened);
	assert_int_equal(keyfile_open(path, "", &opened, &err), STATUS_DENIED);
	buf_release(&text);
}

static void
keyfile_open__refuses__any_flipped_byte(void **state)
{
	struct buf text = { 0 };
	struct err err = { 0 };

	(void)state;
	write_demo(&text);
	for (size_t i = 0; i < text.len; i++) {
		struct keys *opened = NULL;

		text.data[i] ^= 1;
		assert_int_equal(file_write(path, text.data, text.len, 0600, &err), STATUS_OK);
		if (keyfile_open(path, "demo", &opened, &err) == STATUS_OK)
			fail_msg("byte %zu", i);
		assert_null(opened);
		text.data[i] ^= 1;
	}
	for (size_t len = 0; len < text.len; len += 13) {
		struct keyfile_head read;

		assert_int_equal(file_write(path, text.data, len, 0600, &err), STATUS_OK);
		assert_int_equal(keyfile_head(path, &read, &err), STATUS_INVALID);
		assert_non_null(strstr(err.text, "is no key file, or it is damaged; use its copy"));
	}
	buf_release(&text);
}

static void
keyfile_open__refuses__hostile_lines_before_it_works_for_them(void **state)
{
	static const struct {
		const char *from, *to, *says;
	} cases[] = {
		{ "argon2id 1 8192", "argon2id 1 2147483648", "asks for more memory or time than a key file may: 2048 MiB, 1 passes" },
		{ "argon2id 1 8192", "argon2id 1 536870913", "asks for more memory or time" },
		{ "argon2id 1 8192", "argon2id 1000000 8192", "asks for more memory or time" },
		{ "argon2id 1 8192", "argon2id 33 8192", "asks for more memory or time" },
		{ "argon2id 1 8192", "argon2id 0 8192", NULL },
		{ "argon2id 1 8192", "argon2id 1 18446744073709551616", "asks for more memory or time" },
		{ "argon2id 1 8192", "argon2id -18446744073709551615 8192", NULL },
		{ "argon2id 1 8192", "argon2id 1 16", NULL },
		{ "louce key 1", "louce key 2", NULL },
		{ "use demo", "use other", NULL },
		{ "person 0", "person G", NULL },
		{ "name ", "name \x1b[2J", NULL },
		{ "box ", "box 0", NULL },
		{ "sealed ", "sealed", NULL },
		{ "sign ", "box ", NULL },
	};
	struct buf text = { 0 };

	(void)state;
	write_demo(&text);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct keys *opened = NULL;
		struct err err = { 0 };

		rewrite(&text, cases[i].from, cases[i].to);
		if (keyfile_open(path, "demo", &opened, &err) != STATUS_INVALID)
			fail_msg("%s", cases[i].to);
		assert_non_null(strstr(err.text, cases[i].says ? cases[i].says : "is no key file, or it is damaged"));
	}
	buf_release(&text);
}

static void
keyfile_open__refuses__a_cheap_file_that_claims_to_be_none(void **state)
{
	struct buf text = { 0 };
	struct keys *opened = NULL;
	struct err err = { 0 };

	(void)state;
	write_demo(&text);
	rewrite(&text, "use demo", "use machine");
	assert_int_equal(keyfile_open(path, "demo", &opened, &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "is sealed too weakly; make a new key"));
	buf_release(&text);
}

static void
keyfile_open__says_so__where_there_is_no_file(void **state)
{
	char *missing = file_join(dir, "missing.key");
	struct keys *opened = NULL;
	struct err err = { 0 };

	(void)state;
	assert_int_equal(keyfile_open(missing, "demo", &opened, &err), STATUS_NOT_FOUND);
	assert_non_null(strstr(err.text, "there is no file"));
	free(missing);
}

static void
keyfile_write__refuses__a_name_that_would_write_lines(void **state)
{
	struct keyfile_head bad = head;
	struct err err = { 0 };

	(void)state;
	strcpy(bad.name, "韦\nuse demo");
	assert_int_equal(keyfile_write(path, &bad, keys, KEY_COST_DEMO, "demo", &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "write it on one line"));
	bad = head;
	bad.person[0] = 'x';
	assert_int_equal(keyfile_write(path, &bad, keys, KEY_COST_DEMO, "demo", &err), STATUS_INVALID);
}

static void
keyfile_write__costs_what_is_asked__machine_and_portable(void **state)
{
	static const struct {
		enum key_cost cost;
		bool portable;
	} cases[] = { { KEY_COST_MACHINE, false }, { KEY_COST_PORTABLE, true } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf text = { 0 };
		struct keyfile_head read;
		struct keys *opened = NULL;
		struct err err = { 0 };
		unsigned long long passes, bytes;

		assert_int_equal(keyfile_write(path, &head, keys, cases[i].cost, "yi er san", &err), STATUS_OK);
		assert_int_equal(keyfile_head(path, &read, &err), STATUS_OK);
		assert_int_equal(read.portable, cases[i].portable);
		assert_false(read.demo);
		assert_int_equal(file_read(path, 10000, &text, &err), STATUS_OK);
		assert_int_equal(sscanf(strstr(text.data, "argon2id "), "argon2id %llu %llu", &passes, &bytes), 2);
		assert_true(passes >= 3);
		assert_true(bytes >= 64u << 20 && bytes <= 256u << 20);
		assert_int_equal(keyfile_open(path, "yi er san", &opened, &err), STATUS_OK);
		keys_free(opened);
		buf_release(&text);
	}
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keyfile__opens_with_its_passphrase__and_says_whose_it_is_without),
		cmocka_unit_test(keyfile_open__refuses__another_passphrase),
		cmocka_unit_test(keyfile_open__refuses__any_flipped_byte),
		cmocka_unit_test(keyfile_open__refuses__hostile_lines_before_it_works_for_them),
		cmocka_unit_test(keyfile_open__refuses__a_cheap_file_that_claims_to_be_none),
		cmocka_unit_test(keyfile_open__says_so__where_there_is_no_file),
		cmocka_unit_test(keyfile_write__refuses__a_name_that_would_write_lines),
		cmocka_unit_test(keyfile_write__costs_what_is_asked__machine_and_portable),
	};

	(void)argc;
	/* What keys cost is seen here alone: the library that makes them quick is left behind. */
	if (getenv("LD_PRELOAD") && unsetenv("LD_PRELOAD") == 0)
		execv("/proc/self/exe", argv);
	return cmocka_run_group_tests(tests, start, finish);
}
