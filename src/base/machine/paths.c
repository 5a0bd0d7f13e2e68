#include "base/machine/paths.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/attr.h"
#include "base/file.h"
#include "base/mem.h"

#ifndef LOUCE_DATADIR_DEFAULT
#define LOUCE_DATADIR_DEFAULT "/usr/local/share/louce"
#endif
#ifndef LOUCE_LOCALEDIR_DEFAULT
#define LOUCE_LOCALEDIR_DEFAULT "/usr/local/share/locale"
#endif

#define LOCALE_PROOF "locale/zh_CN/LC_MESSAGES/" PACKAGE_TARNAME ".mo"

static const char *
set(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

static char *
home(void)
{
	if (set("LOUCE_HOME"))
		return mem_strdup(set("LOUCE_HOME"));
	if (set("XDG_DATA_HOME"))
		return file_join(set("XDG_DATA_HOME"), "louce");
	if (set("HOME"))
		return file_join(set("HOME"), ".local/share/louce");
	return mem_strdup(".louce");
}

static char *
under(char *dir_take, const char *name)
{
	char *path = file_join(dir_take, name);

	free(dir_take);
	return path;
}

/* The folder that holds `name` beside the program: in an installed place (PREFIX/bin, PREFIX/share) or in the tree it was built in. NULL: none
 * does. The caller frees. */
static char *
beside_program(const char *installed, const char *built, const char *name)
{
	static const char *const upwards[] = { "/../", "/" };
	const char *const folders[] = { installed, built };
	char program[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", program, sizeof(program) - 1);
	char *slash, *path = NULL;

	program[len > 0 ? len : 0] = '\0';
	slash = strrchr(program, '/');
	for (size_t i = 0; slash && i < ARRAY_LEN(folders) && !path; i++) {
		char *proof;

		path = mem_printf("%.*s%s%s", (int)(slash - program), program, upwards[i], folders[i]);
		proof = file_join(path, name);
		if (access(proof, F_OK) != 0) {
			free(path);
			path = NULL;
		}
		free(proof);
	}
	return path;
}

/* What was said from outside, else what lies beside the program, else the place that it was built for. */
static char *
data(const char *name)
{
	bool locale = strcmp(name, "locale") == 0;
	char *path = set("LOUCE_DATADIR") ? mem_strdup(set("LOUCE_DATADIR"))
					  : beside_program(locale ? "share" : "share/louce", "share", locale ? LOCALE_PROOF : "forms");

	if (path)
		return under(path, name);
	return locale ? mem_strdup(LOUCE_LOCALEDIR_DEFAULT) : file_join(LOUCE_DATADIR_DEFAULT, name);
}

char *
path_of(enum path which)
{
	switch (which) {
	case PATH_KEYS:
		return under(home(), "keys");
	case PATH_SETTINGS:
		return under(home(), "settings");
	case PATH_FORMS:
		return data("forms");
	case PATH_LOCALE:
		return data("locale");
	case PATH_HANDBOOK:
		return data("handbook");
	default:
		return home();
	}
}
