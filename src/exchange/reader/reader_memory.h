#ifndef EXCHANGE_READER_MEMORY_H
#define EXCHANGE_READER_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* SQLite's memory in the locked-down child: one stretch of address space, taken before the lock-down, since nothing can be asked of the system
 * after it.
 * Internal to the floor. */

/* Takes `size` bytes and makes them SQLite's only memory; SQLite must not be in use in this process. */
bool reader_memory_init(size_t size);

#endif
