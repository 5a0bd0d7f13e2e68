#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/machine/doctor_state.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "table/write/office.h"

/* What a page is shown on: the terminal and what it can, the locale, the fonts. */

enum { COLS_LEAST = 80, ROWS_LEAST = 24, NUMBER_COLORS = 13, TERMINFO_MAX_BYTES = 32768 };

/* ---- the description of a terminal, as term(5) says: six numbers of 16 bits, names, flags, numbers of 16 or 32 bits */

#define TERMINFO_SHORT 0432
#define TERMINFO_LONG 01036

static int
number_at(const struct buf *entry, size_t at)
{
	const unsigned char *bytes = (const unsigned char *)entry->data + at;

	return at + 2 <= entry->len ? bytes[0] | bytes[1] << 8 : 0xffff;
}

/* How many colours the terminal has; 0: none, or the description is not right. */
static int
colors_of(const struct buf *entry)
{
	int magic = number_at(entry, 0), names = number_at(entry, 2), flags = number_at(entry, 4), numbers = number_at(entry, 6);
	size_t width = magic == TERMINFO_LONG ? 4 : 2, at = 12 + (size_t)names + (size_t)flags;
	int colors;

	if ((magic != TERMINFO_SHORT && magic != TERMINFO_LONG) || numbers <= NUMBER_COLORS)
		return 0;
	at += at % 2; /* numbers begin at an even byte */
	colors = number_at(entry, at + width * NUMBER_COLORS);
	return colors < 0x8000 ? colors : 0;
}

static bool
read_in(const char *folder, const char *term, struct buf *out)
{
	char *by_letter = mem_printf("%s/%c/%s", folder, *term, term),
	     *by_digits = mem_printf("%s/%02x/%s", folder, (unsigned)*term & 0xff, term);
	struct err ignored = { 0 };
	bool found = !file_read(by_letter, TERMINFO_MAX_BYTES, out, &ignored) || !file_read(by_digits, TERMINFO_MAX_BYTES, out, &ignored);

	free(by_letter);
	free(by_digits);
	return found;
}

/* Looks where ncurses does: what is named from outside, then a person's own, then the system's. */
static bool
find_terminal(const char *term, struct buf *out)
{
	static const char *const system[] = { "/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo" };
	const char *own = getenv("TERMINFO"), *home = getenv("HOME"), *list = getenv("TERMINFO_DIRS");
	char *at_home = home ? file_join(home, ".terminfo") : NULL, *folders = list ? mem_strdup(list) : NULL, *rest = folders, *folder;
	bool found = (own && read_in(own, term, out)) || (at_home && read_in(at_home, term, out));

	while (!found && (folder = strsep(&rest, ":")))
		found = *folder && read_in(folder, term, out);
	for (size_t i = 0; i < ARRAY_LEN(system) && !found; i++)
		found = read_in(system[i], term, out);
	free(at_home);
	free(folders);
	return found;
}

/* ---- the terminal */

static bool
window_size(struct winsize *size)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (isatty(fd) && ioctl(fd, TIOCGWINSZ, size) == 0)
			return true;
	return false;
}

void
doctor_look_at_terminal(struct doctor *doctor)
{
	const char *term = getenv("TERM");
	struct winsize size = { 0 };
	struct buf entry = { 0 };
	int colors;

	if (!window_size(&size)) {
		doctor_add(doctor, "terminal", DOCTOR_NOTE, mem_strdup(_("there is none here, so it was not looked at")), NULL);
		return;
	}
	if (!term || !*term || strchr(term, '/') || !find_terminal(term, &entry)) {
		doctor_add(doctor, "terminal", DOCTOR_WRONG,
			   mem_printf(_("what kind it is is not known here (TERM is \"%s\"), so no page can be shown"), term ? term : ""),
			   mem_strdup(_("export TERM=xterm-256color, or install ncurses-term")));
		buf_release(&entry);
		return;
	}
	colors = colors_of(&entry);
	buf_release(&entry);
	if (size.ws_col < COLS_LEAST || size.ws_row < ROWS_LEAST)
		doctor_add(doctor, "terminal", DOCTOR_WRONG,
			   mem_printf(_("%d columns and %d rows are less than the pages need (%d and %d)"), size.ws_col, size.ws_row,
				      COLS_LEAST, ROWS_LEAST),
			   mem_strdup(_("make the window larger, or its letters smaller")));
	else if (colors < 8 || getenv("NO_COLOR"))
		doctor_add(doctor, "terminal", DOCTOR_NOTE,
			   mem_printf(_("%s, %d columns, %d rows, without colours: what is marked is bold or reversed"), term, size.ws_col,
				      size.ws_row),
			   NULL);
	else
		doctor_add(doctor, "terminal", DOCTOR_FINE,
			   mem_printf(_("%s, %d columns, %d rows, %d colours"), term, size.ws_col, size.ws_row, colors), NULL);
	if (getenv("LOUCE_ASCII"))
		doctor_add(doctor, "terminal", DOCTOR_NOTE, mem_strdup(_("lines are drawn with - and |, since LOUCE_ASCII is set")),
			   mem_strdup(_("unset LOUCE_ASCII where the terminal draws lines right")));
}

/* ---- the locale */

/* What the environment names: LC_ALL, else LC_CTYPE, else LANG. */
static const char *
locale_named(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (getenv(names[i]) && *getenv(names[i]))
			return getenv(names[i]);
	return "";
}

void
doctor_look_at_locale(struct doctor *doctor)
{
	const char *named = locale_named();
	locale_t theirs = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
	const char *encoding = theirs ? nl_langinfo_l(CODESET, theirs) : "";
	bool plain = !*named || strcmp(named, "C") == 0 || strcmp(named, "POSIX") == 0;

	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) /* the program chose what it runs in when it began: no UTF-8 was to be had */
		doctor_add(doctor, "locale", DOCTOR_WRONG,
			   mem_strdup(_("this machine has no locale in UTF-8, so pages show question marks")),
			   mem_strdup(_("install one: localedef -i zh_CN -f UTF-8 zh_CN.UTF-8, or the package locales-all")));
	else if (theirs && !plain && strcmp(encoding, "UTF-8") != 0)
		doctor_add(doctor, "locale", DOCTOR_WRONG,
			   mem_printf(_("%s is in %s, and louce writes UTF-8: a terminal set to that shows other signs"), named, encoding),
			   mem_strdup(_("set the terminal to UTF-8, and LANG=zh_CN.UTF-8")));
	else if (!theirs)
		doctor_add(doctor, "locale", DOCTOR_NOTE,
			   mem_printf(_("\"%s\" is not installed here; louce does without, in UTF-8 and in its own Chinese and English"),
				      named),
			   NULL);
	else
		doctor_add(doctor, "locale", DOCTOR_FINE, mem_printf(_("%s, UTF-8; louce speaks English here"), *named ? named : "C"),
			   NULL);
	if (theirs)
		freelocale(theirs);
}

/* ---- fonts */

void
doctor_look_at_fonts(struct doctor *doctor)
{
	const char *term = getenv("TERM");
	char *font = table_han_font();

	if (term && strcmp(term, "linux") == 0) {
		struct winsize size;

		if (window_size(&size))
			doctor_add(doctor, "font", DOCTOR_WRONG, mem_strdup(_("the console of Linux shows no Han characters")),
				   mem_strdup(_("open louce in a window of the desktop (louce-window), or in fbterm")));
	}
	if (font)
		doctor_add(doctor, "font", DOCTOR_FINE, mem_printf(_("Han characters are in %s"), font), NULL);
	else if (!table_has_office())
		doctor_add(doctor, "font", DOCTOR_NOTE, mem_strdup(_("this louce was built without what looks for fonts")), NULL);
	else
		doctor_add(doctor, "font", DOCTOR_WRONG,
			   mem_strdup(_("no font here has Han characters: no PDF can be made, and a terminal shows boxes")),
			   mem_strdup(_("install one: the package fonts-wqy-microhei, or copy a font file into ~/.local/share/fonts")));
	free(font);
}
