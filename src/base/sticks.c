#include "base/sticks.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void
sticks_find(glob_t *out)
{
	static const char *const usual[] = { "/media/*/*", "/run/media/*/*", "/mnt/*" };
	const char *own = getenv("LOUCE_STICKS");

	memset(out, 0, sizeof(*out));
	if (own && *own) {
		glob(own, GLOB_ONLYDIR, NULL, out);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(usual); i++)
		glob(usual[i], GLOB_ONLYDIR | (i ? GLOB_APPEND : 0), NULL, out);
}

char *
sticks_first(void)
{
	glob_t found;
	char *first;

	sticks_find(&found);
	first = found.gl_pathc ? mem_strdup(found.gl_pathv[0]) : NULL;
	globfree(&found);
	return first;
}
