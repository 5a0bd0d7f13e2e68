#include "app/stick/name.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/session/person.h"
#include "base/buf.h"
#include "base/division.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "form/parts/office.h"
#include "store/store.h"
#include "trust/holders.h"

#define WORD_LONGEST 24	      /* letters of ASCII */
#define WORD_LONGEST_BYTES 48 /* of others, whole characters: five words and the time stay far below the 255 that a name may have */

/* A name that is being written: in the language of the pages, or in the letters that every file system and encoding takes. */
struct file_naming {
	const struct app *app;
	struct buf text;
	bool plain;
};

static const char *
language(const struct file_naming *naming)
{
	return naming->plain ? "en" : _("en");
}

/* Letters, digits and _ of ASCII, and where the name is not plain characters of the language: none is forbidden on FAT, exFAT or NTFS, and none parts words (-). */
static void
add_word(struct file_naming *naming, const char *text)
{
	size_t count = 0, len;

	for (size_t bytes = 0; *text; text += len) {
		bool is_ascii = isascii(*text);

		for (len = 1; ((unsigned char)text[len] & 0xc0) == 0x80; len++)
			;
		if (count >= WORD_LONGEST || bytes + len > WORD_LONGEST_BYTES)
			break;
		if (is_ascii ? !isalnum((unsigned char)*text) && *text != '_' : naming->plain)
			continue;
		buf_add(&naming->text, text, len);
		bytes += len;
		count++;
	}
}

/* A role as people read it; of the officer of an office, the office, which tells one from another. */
static void
add_role(struct file_naming *naming, const char *role)
{
	const struct pack *pack = app_pack(naming->app);
	const struct role *known = pack ? pack_role(pack, role) : NULL;
	const struct choice *office = known ? office_of_role(pack, role) : NULL;
	const struct label *label = office ? &office->label : known ? &known->label : NULL;
	char *words = mem_strdup(label ? label_text(label, language(naming)) : app_role_label(naming->app, role));

	for (char *at = words; *at; at++)
		if (*at == ' ')
			*at = '_';
	add_word(naming, *words && (label || !naming->plain) ? words : role);
	free(words);
}

/* The place of who writes: by its name, or, where the name is plain, its digits. */
static void
add_place(struct file_naming *naming, const struct credential *from)
{
	const char *area = from->area_count && *from->areas[0] ? from->areas[0] : NULL;
	const struct pack *pack = naming->plain ? NULL : app_pack(naming->app);
	char code[DIVISION_CODE_LEN + 1];
	const struct division *division;

	if (area)
		division_code(area, code);
	division = area && pack ? pack_division(pack, code) : NULL;
	add_word(naming, division ? division->name : area ? area : naming->plain ? "all" : _("all"));
}

/* The role that a word names or that the person of that name has, then the first digits of his number. */
static void
add_addressee(struct file_naming *naming, const char *to)
{
	const struct trust *trust = store_trust(app_store(naming->app));

	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *at = trust_credential_at(trust, i);

		if (strcmp(at->role, to) == 0) {
			add_role(naming, to);
			return;
		}
		if (strcmp(at->name, to) == 0 || (strlen(to) >= 4 && strncmp(at->person, to, strlen(to)) == 0)) {
			add_role(naming, at->role);
			buf_printf(&naming->text, "-%.4s", at->person);
			return;
		}
	}
	add_word(naming, to);
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

/* The name in the folder; caller frees. */
static char *
name_in(const char *folder, struct file_naming *naming, const struct credential *from, const char *to)
{
	char minute[17], device[DEVICE_HEX_LEN + 1];
	size_t len = strlen(folder);

	clock_minute(clock_now_unix(), minute);
	buf_printf(&naming->text, "%s%s", folder, len && folder[len - 1] == '/' ? "" : "/");
	if (from) {
		add_role(naming, from->role);
		buf_char(&naming->text, '-');
		add_place(naming, from);
		buf_printf(&naming->text, "-%.4s-", from->person);
		if (to) {
			/* Translators: part of a file's name, before a role; no - and no blank behind it where the language needs none. */
			buf_text_add(&naming->text, naming->plain ? "to-" : _("to-"));
			add_addressee(naming, to);
		} else {
			buf_text_add(&naming->text, naming->plain ? "to-all" : _("to-all"));
		}
	} else {
		buf_printf(&naming->text, naming->plain ? "request-%.8s-to-office" : _("request-%.8s-to-office"),
			   device_hex(app_device(naming->app), device));
	}
	buf_printf(&naming->text, "-%.4s%.2s%.2s-%.2s%.2s%02d", minute, minute + 5, minute + 8, minute + 11, minute + 14,
		   (int)(clock_now_unix() % 60));
	return free_name(&naming->text);
}

/* Can a file be called so there? A stick that was mounted with an encoding of its own has no Chinese names; whatever else fails is told by who writes. */
static bool
can_be_called(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return errno != EILSEQ && errno != EINVAL && errno != ENAMETOOLONG;
	close(fd);
	unlink(path);
	return true;
}

char *
export_path(const struct app *app, const char *path, const struct credential *from, const char *to)
{
	struct file_naming naming = { .app = app, .plain = strcmp(_("en"), "en") == 0 }, plain = { .app = app, .plain = true };
	struct stat info;
	char *named;

	if (stat(path, &info) != 0 || !S_ISDIR(info.st_mode))
		return mem_strdup(path);
	named = name_in(path, &naming, from, to);
	if (naming.plain || can_be_called(named))
		return named;
	free(named);
	return name_in(path, &plain, from, to);
}

#define DIGITS_OF_PERSON 4

/* The digits of who wrote: the third word of the name, whatever the language of the others is; NULL: the name has none there. */
static const char *
digits_in(const char *name)
{
	const char *at = strchr(name, '-');

	at = at ? strchr(at + 1, '-') : NULL;
	if (!at)
		return NULL;
	at++;
	return strspn(at, "0123456789abcdef") == DIGITS_OF_PERSON && at[DIGITS_OF_PERSON] == '-' ? at : NULL;
}

char *
app_file_from(const struct app *app, const char *path)
{
	const struct trust *trust = store_trust(app_store(app));
	const char *digits = digits_in(strrchr(path, '/') ? strrchr(path, '/') + 1 : path);
	const struct credential *found = NULL;

	for (size_t i = 0; digits && i < trust_credential_count(trust); i++) {
		const struct credential *at = trust_credential_at(trust, i);

		if (strncmp(at->person, digits, DIGITS_OF_PERSON) != 0)
			continue;
		if (found && strcmp(found->person, at->person) != 0) /* two people of the same first digits */
			return NULL;
		found = at;
	}
	return found ? mem_printf("%s %s", found->name, app_role_label(app, found->role)) : NULL;
}
