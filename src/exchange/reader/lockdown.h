#ifndef EXCHANGE_LOCKDOWN_H
#define EXCHANGE_LOCKDOWN_H

#include <stdbool.h>

/* How a process gives up its rights for ever, on kernels since 4.19 and inside containers. Internal to the floor. */

/* Closes every descriptor from `first` on. By close_range where the kernel has it (5.9) and the container lets it through; else one by one, by
 * /proc where that is mounted. False: none of these ways is open. */
bool lockdown_close_from(unsigned first);

/* From here on this process can read, write and end; anything else kills it. By strict seccomp; where a filter stands already (a container's),
 * which the kernel refuses strict mode beside, by a filter of our own over it. False, with errno: the machine refuses both. */
bool reader_lock_down(void);
/* Ends a locked-down process. Not declared as never returning: before a call of a function that is, the address sanitizer asks the
 * system for things, and would be killed for it. */
void reader_leave(int code);

#endif
