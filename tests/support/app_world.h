#ifndef TESTS_SUPPORT_APP_WORLD_H
#define TESTS_SUPPORT_APP_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

/* LOUCE_WORLD: where the county is kept for those who come after; who comes first makes it. */
static inline int
world_make(void **state)
{
	const char *tmp = getenv("TMPDIR"), *kept = getenv("LOUCE_WORLD");
	struct demo_ask demo = { .seed = "test", .buildings = 30, .single = true };
	struct err err = { 0 };

	(void)state;
	world_dir = mem_printf("%s/world-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(world_dir))
		return -1;
	if (kept && access(kept, F_OK) == 0) {
		char *inside = mem_printf("%s/.", kept);
		int failed = world_copy(inside, world_dir);

		free(inside);
		return failed || seal_init(&err) ? -1 : 0;
	}
	demo.dir = world_dir;
	demo.fresh = true;
	if (demo_county_make(&demo, &err)) {
		fprintf(stderr, "# %s\n", err.text);
		return -1;
	}
	return kept ? world_copy(world_dir, kept) : 0;
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
