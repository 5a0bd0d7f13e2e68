#include "app/stick/name.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/session/person.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "form/parts/office.h"
#include "store/store.h"
#include "trust/holders.h"

#define WORD_LONGEST 24

/* Only what FAT, NTFS and every encoding take: other characters are left out. */
static void
add_word(struct buf *out, const char *text)
{
	size_t count = 0;

	for (; *text && count < WORD_LONGEST; text++)
		if (isascii(*text) && (isalnum((unsigned char)*text) || *text == '_')) {
			buf_char(out, *text);
			count++;
		}
}

/* A role as people read it, in these letters: its English name; of the officer of an office, the office, which tells one from another. */
static void
add_role(const struct app *app, struct buf *out, const char *role)
{
	const struct role *known = app_pack(app) ? pack_role(app_pack(app), role) : NULL;
	const struct choice *office = known ? office_of_role(app_pack(app), role) : NULL;
	char *words = mem_strdup(office ? label_text(&office->label, "en") : known ? label_text(&known->label, "en") : role);

	for (char *at = words; *at; at++)
		if (*at == ' ')
			*at = '_';
	add_word(out, *words ? words : role);
	free(words);
}

/* The role that a word names or that the person of that name has, then the first digits of his number. */
static void
add_addressee(const struct app *app, struct buf *out, const char *to)
{
	const struct trust *trust = store_trust(app_store(app));

	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *at = trust_credential_at(trust, i);

		if (strcmp(at->role, to) == 0) {
			add_role(app, out, to);
			return;
		}
		if (strcmp(at->name, to) == 0 || (strlen(to) >= 4 && strncmp(at->person, to, strlen(to)) == 0)) {
			add_role(app, out, at->role);
			buf_printf(out, "-%.4s", at->person);
			return;
		}
	}
	add_word(out, to);
}

/* Two people of one laptop may write in one second: the later file has a number. Takes the text. */
static char *
free_name(struct buf *name)
{
	char *base = buf_detach(name), *path = mem_printf("%s.louce", base);

	for (int n = 2; n < 100 && file_exists(path); n++) {
		free(path);
		path = mem_printf("%s-%d.louce", base, n);
	}
	free(base);
	return path;
}

char *
export_path(const struct app *app, const char *path, const struct credential *from, const char *to)
{
	char minute[17], device[DEVICE_HEX_LEN + 1];
	struct buf name = { 0 };
	struct stat info;
	size_t len = strlen(path);

	if (stat(path, &info) != 0 || !S_ISDIR(info.st_mode))
		return mem_strdup(path);
	clock_minute(clock_now_unix(), minute);
	buf_printf(&name, "%s%s", path, len && path[len - 1] == '/' ? "" : "/");
	if (from) {
		add_role(app, &name, from->role);
		buf_printf(&name, "-%s-%.4s-", from->area_count && *from->areas[0] ? from->areas[0] : "all", from->person);
	} else {
		buf_printf(&name, "request-%.8s-", device_hex(app_device(app), device));
	}
	buf_text_add(&name, from ? "to-" : "to-office");
	if (from && to)
		add_addressee(app, &name, to);
	else if (from)
		buf_text_add(&name, "all");
	buf_printf(&name, "-%.4s%.2s%.2s-%.2s%.2s%02d", minute, minute + 5, minute + 8, minute + 11, minute + 14,
		   (int)(clock_now_unix() % 60));
	return free_name(&name);
}

#define DIGITS_OF_PERSON 4

char *
app_file_from(const struct app *app, const char *path)
{
	const struct trust *trust = store_trust(app_store(app));
	const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path, *to = strstr(name, "-to-");
	const struct credential *found = NULL;

	if (!to || to - name < DIGITS_OF_PERSON + 1 || to[-DIGITS_OF_PERSON - 1] != '-')
		return NULL;
	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *at = trust_credential_at(trust, i);

		if (strncmp(at->person, to - DIGITS_OF_PERSON, DIGITS_OF_PERSON) != 0)
			continue;
		if (found && strcmp(found->person, at->person) != 0) /* two people of the same first digits */
			return NULL;
		found = at;
	}
	return found ? mem_printf("%s %s", found->name, app_role_label(app, found->role)) : NULL;
}
