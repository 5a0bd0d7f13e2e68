#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

/* Memory that is taken in many small pieces and given back at once. Zero-initialise to start; the owner calls
 * arena_release. Running out ends the program, as in base/mem.h. */

struct arena_block;

struct arena {
	struct arena_block *last; /* the one pieces are taken from */
	size_t used, cap;	  /* bytes of it */
	size_t hint;		  /* at least this many bytes in the first block; 0: as the arena thinks fit */
};

void *arena_take(struct arena *arena, size_t size); /* not zeroed; aligned for any type; never NULL */
void arena_clear(struct arena *arena);		    /* all pieces at once; keeps a block for the next */
void arena_release(struct arena *arena);	    /* ready to start again */

#endif
