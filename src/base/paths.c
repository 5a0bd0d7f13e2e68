#include "base/paths.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"

#ifndef LOUCE_DATADIR_DEFAULT
#define LOUCE_DATADIR_DEFAULT "/usr/local/share/louce"
#endif
#ifndef LOUCE_LOCALEDIR_DEFAULT
#define LOUCE_LOCALEDIR_DEFAULT "/usr/local/share/locale"
#endif

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

char *
path_of(enum path which)
{
	const char *data = set("LOUCE_DATADIR");

	switch (which) {
	case PATH_KEYS:
		return under(home(), "keys");
	case PATH_SETTINGS:
		return under(home(), "settings");
	case PATH_FORMS:
		return file_join(data ? data : LOUCE_DATADIR_DEFAULT, "forms");
	case PATH_LOCALE:
		return data ? file_join(data, "locale") : mem_strdup(LOUCE_LOCALEDIR_DEFAULT);
	default:
		return home();
	}
}
