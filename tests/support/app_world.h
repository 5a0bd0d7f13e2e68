#ifndef TESTS_SUPPORT_APP_WORLD_H
#define TESTS_SUPPORT_APP_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "demo/demo.h"
#include "base/mem.h"
#include "seal/seal.h"
#include "store/store.h"

/* A small demonstration county in a folder of its own: what the tests of whole files start from. */

static char *world_dir;

static inline char *
world_path(const char *name)
{
	return mem_printf("%s/%s", world_dir, name);
}

static inline int
world_copy(const char *from, const char *to)
{
	char *command = mem_printf("cp -a '%s' '%s'", from, to);
	int failed = system(command);

	free(command);
	return failed ? -1 : 0;
}

/* Where the county is kept for those who come after: LOUCE_WORLD, or beside them, by the program of this build; NULL: nowhere. */
static inline char *
world_kept(const char *tmp)
{
	const char *kept = getenv("LOUCE_WORLD"), *build = getenv("LOUCE_BUILD");
	char *program, *path = NULL;
	struct stat info;

	if (kept)
		return mem_strdup(kept);
	program = mem_printf("%s/louce", build ? build : ".");
	if (stat(program, &info) == 0)
		path = mem_printf("%s/world-of-%lld-%lld", tmp, (long long)info.st_ino, (long long)info.st_mtim.tv_sec);
	free(program);
	return path;
}

/* A copy gets its name when it is whole; who comes second leaves the first one's. */
static inline int
world_keep(const char *kept)
{
	char *copy = mem_printf("%s.%d", kept, (int)getpid()), *command = NULL;
	int failed = world_copy(world_dir, copy);

	if (!failed && rename(copy, kept) != 0) {
		command = mem_printf("rm -rf '%s'", copy);
		failed = system(command) || access(kept, F_OK) != 0 ? -1 : 0;
	}
	free(command);
	free(copy);
	return failed;
}

/* Who comes first makes the county. */
static inline int
world_make(void **state)
{
	const char *tmp = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";
	struct demo_ask demo = { .seed = "test", .buildings = 30, .single = true };
	struct err err = { 0 };
	char *kept = world_kept(tmp);
	int failed = 0;

	(void)state;
	world_dir = mem_printf("%s/world-XXXXXX", tmp);
	if (!mkdtemp(world_dir)) {
		free(kept);
		return -1;
	}
	if (kept && access(kept, F_OK) == 0) {
		char *inside = mem_printf("%s/.", kept);

		failed = world_copy(inside, world_dir) || seal_init(&err) ? -1 : 0;
		free(inside);
	} else {
		demo.dir = world_dir;
		demo.fresh = true;
		if (demo_county_make(&demo, &err)) {
			fprintf(stderr, "# %s\n", err.text);
			failed = -1;
		}
		failed = failed || !kept ? failed : world_keep(kept);
	}
	free(kept);
	return failed;
}

static inline int
world_drop(void **state)
{
	char *command = mem_printf("rm -rf '%s'", world_dir);

	(void)state;
	if (system(command) != 0)
		fprintf(stderr, "# %s stays\n", world_dir);
	free(command);
	free(world_dir);
	return 0;
}

#endif
