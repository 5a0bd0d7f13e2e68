#ifndef BASE_STICKS_H
#define BASE_STICKS_H

#include <glob.h>

/* Where sticks appear on this machine. LOUCE_STICKS names the folder, in place of the usual ones. */

/* The folders of the sticks that are in; the caller's to globfree. */
void sticks_find(glob_t *out);
/* The folder of the first stick; caller frees. NULL: none is in. */
char *sticks_first(void);

#endif
