#ifndef TESTS_FAULT_CALLS_H
#define TESTS_FAULT_CALLS_H

/* What the preloaded library and the program that drives it share: a page mapped by both, and by every child of the tried program. */

#include <stdint.h>

enum fault_mode {
	FAULT_OFF,    /* nothing fails */
	FAULT_COUNT,  /* nothing fails, and the places of allocations are noted */
	FAULT_MEMORY, /* the n-th allocation fails */
	FAULT_CALL,   /* the n-th call to the system fails */
	FAULT_FULL,   /* the n-th write, and every later one: the disk is full */
	FAULT_GONE,   /* the n-th call about files, and every later one: the stick was pulled out */
	FAULT_PULLED, /* what the n-th mapping of a file maps is not there any more */
};

#define FAULT_PLACES_MAX 16384
#define FAULT_SLOTS (2 * FAULT_PLACES_MAX) /* never full */
#define FAULT_CALL_MAX 24

struct fault_page {
	uint32_t mode, at; /* at: 1 is the first */
	uint32_t memory, calls, writes, maps;
	uint32_t failed;	   /* how many calls failed */
	char call[FAULT_CALL_MAX]; /* the first that did */
	uint64_t bad;		   /* the inode of the file that cannot be read any more */
	uint32_t note_every; /* FAULT_COUNT: only each of these allocations is looked at; walking up the calls is what counting costs */
	uint32_t place_count;
	uint32_t places[FAULT_PLACES_MAX]; /* FAULT_COUNT: the number of the first allocation of each place */
	uint64_t hashes[FAULT_SLOTS];	   /* of the calls that lead there, each in the first free slot from its own on; 0: none */
};

#endif
