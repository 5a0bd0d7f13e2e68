/* Included first by each file that tests/mutate/places.py writes. MUTANT(n) says whether change n is the one that was chosen, and leaves a mark
 * that its place was reached. LOUCE_MUTANT is the number, LOUCE_MUTANT_PAGE a file with a byte a mutant. All symbols are weak: whatever
 * objects are linked, one program has one switch. */
#ifndef TESTS_MUTATE_MUTANT_H
#define TESTS_MUTATE_MUTANT_H

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define MUTANT_MAX 65536

unsigned char mutant_nowhere[MUTANT_MAX] __attribute__((weak));
unsigned char *mutant_reached __attribute__((weak)) = mutant_nowhere;
long mutant_chosen __attribute__((weak)) = 0;

#define MUTANT(n) (mutant_reached[n] = 1, __builtin_expect(mutant_chosen == (n), 0))

void mutant_begin(void);

__attribute__((weak, constructor)) void
mutant_begin(void)
{
	const char *number = getenv("LOUCE_MUTANT"), *path = getenv("LOUCE_MUTANT_PAGE");
	int fd;
	void *page;

	if (number)
		mutant_chosen = strtol(number, NULL, 10);
	if (!path || mutant_reached != mutant_nowhere)
		return;
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		abort();
	page = mmap(NULL, MUTANT_MAX, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (page == MAP_FAILED)
		abort();
	mutant_reached = page;
	close(fd);
}

/* Lists grow by one in a build with the sanitizers, so that a look behind the last is one behind the memory. */
#if defined(__has_include) && defined(__has_feature)
#if __has_include("base/mem.h") && __has_feature(address_sanitizer)
#include "base/mem.h"
#undef MEM_GROW
#define MEM_GROW(array, count, cap) ((cap) = (count) + 1, (array) = mem_resize((array), (cap), sizeof(*(array))))
#endif
#endif

#endif
