#include "app/session/keys.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/paths.h"
#include "base/mem.h"
#include "base/number/told_number.h"
#include "base/temporary.h"
#include "base/text.h"
#include "base/text/skeleton.h"
#include "base/text/text_rule.h"
#include "seal/seal.h"

/* Keys that are made on this machine, under a name that can be read. */

enum { NAME_CELLS_MAX = 64 };

bool
key_name_fits(const char *name)
{
	char *skeleton = text_skeleton(name);
	bool fits = *skeleton && !strpbrk(name, "\n\t") && text_cells(name) <= NAME_CELLS_MAX;

	free(skeleton);
	return fits;
}

enum status
app_check_key_name(const char *name, struct err *err)
{
	enum status status = text_check(name, err);

	if (!status && (!key_name_fits(name) || strlen(name) >= sizeof(((struct keyfile_head *)NULL)->name)))
		status = err_set(err, STATUS_INVALID, _("\"%s\" is no name: 1 to 30 characters on one line"), name);
	if (!status && (name[0] == ' ' || name[strlen(name) - 1] == ' '))
		status = err_set(err, STATUS_INVALID, _("\"%s\" begins or ends with a space, which nobody sees: leave it away"), name);
	if (!status && strstr(name, "、"))
		status = err_set(err, STATUS_INVALID, _("\"%s\" has a 、, which stands between the names of several people"), name);
	if (!status && name_tells_number(name)) /* a form would take no person of this name */
		status = err_set(err, STATUS_INVALID,
				 _("\"%s\" tells a telephone or identity number, and everybody who gets the file reads it: leave it out"),
				 name);
	return status;
}

/* Judges the name, and draws the number of a new person. */
static enum status
head_new(const char *name, struct keyfile_head *head, struct err *err)
{
	uint8_t number[16];
	enum status status = seal_init(err);

	if (!status)
		status = app_check_key_name(name, err);
	if (status)
		return status;
	random_bytes(number, sizeof(number));
	hex_encode(number, sizeof(number), head->person);
	strcpy(head->name, name);
	return STATUS_OK;
}

char *
key_place(const char *person)
{
	char *dir = path_of(PATH_KEYS), *name = mem_printf("%s.key", person), *path = file_join(dir, name);

	free(name);
	free(dir);
	return path;
}

static enum status
make_keys_folder(struct err *err)
{
	char *dir = path_of(PATH_KEYS);
	enum status status = file_make_dirs(dir, 0700, err);

	free(dir);
	return status;
}

/* Generated ones are far longer; this keeps an empty file from becoming one. */
#define PASSPHRASE_LEAST 4 /* characters that are no spaces */

enum status
app_check_passphrase(const char *passphrase, struct err *err)
{
	size_t shown = 0;

	for (const char *at = passphrase; *at; at++)
		shown += ((unsigned char)*at & 0xc0) != 0x80 && *at != ' ' && *at != '\t';
	return shown >= PASSPHRASE_LEAST
		       ? STATUS_OK
		       : err_set(err, STATUS_INVALID,
				 _("this passphrase is shorter than %d characters; take a longer one, or let louce make one"),
				 PASSPHRASE_LEAST);
}

static enum status
write_new_keys(const char *path, const struct keyfile_head *head, bool portable, const char *passphrase, struct err *err)
{
	struct keys *keys = keys_new();
	enum status status = app_check_passphrase(passphrase, err);

	if (!status)
		status = keyfile_write(path, head, keys, portable ? KEY_COST_PORTABLE : KEY_COST_MACHINE, passphrase, err);
	keys_free(keys);
	return status;
}

enum status
app_passphrase_new(char **out, struct err *err)
{
	enum status status = seal_init(err);

	if (!status)
		*out = passphrase_new();
	return status;
}

enum status
app_key_new(const char *name, bool portable, const char *passphrase, char **generated, char person[33], struct err *err)
{
	struct keyfile_head head = { 0 };
	char *path = NULL, *made = NULL;
	enum status status = head_new(name, &head, err);

	if (!status)
		status = make_keys_folder(err);
	if (status)
		return status;
	path = key_place(head.person);
	if (!passphrase)
		passphrase = made = passphrase_new();
	status = write_new_keys(path, &head, portable, passphrase, err);
	if (!status) {
		memcpy(person, head.person, sizeof(head.person));
		if (generated) {
			*generated = made;
			made = NULL;
		}
	}
	secret_free(made);
	free(path);
	return status;
}

enum status
app_key_new_aside(const char *name, const char *passphrase, char **aside, struct err *err)
{
	struct keyfile_head head = { 0 };
	char *place, *path;
	enum status status = head_new(name, &head, err);

	if (!status)
		status = make_keys_folder(err);
	if (status)
		return status;
	place = key_place(head.person);
	temporary_clear(place);
	path = temporary_name(place);
	status = write_new_keys(path, &head, false, passphrase, err);
	if (!status) {
		*aside = path;
		path = NULL;
	}
	free(path);
	free(place);
	return status;
}

enum status
app_key_keep(const char *aside, struct err *err)
{
	struct keyfile_head head;
	enum status status = keyfile_head(aside, &head, err);
	char *place;

	if (status)
		return status;
	place = key_place(head.person);
	if (rename(aside, place) != 0)
		status = err_errno(err, errno, _("\"%s\" cannot be written"), place);
	else
		file_sync_folder(place);
	free(place);
	return status;
}

void
app_key_forget(const char person[33])
{
	char *place = key_place(person);

	unlink(place);
	free(place);
}
