#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stdarg.h>
#include <stddef.h>

#include "base/attr.h"

/* Memory that is there or ends the program: running out calls the one hook, which restores the
 * terminal and saves the draft, and then exits. So nobody below checks for NULL. */

void mem_set_exhausted_hook(void (*hook)(void));
/* For memory that comes from elsewhere (a library's allocator): ends the program in the same way. */
NO_RETURN void mem_exhausted(void);
/* Memory that a file is mapped to goes when the file does: its stick is pulled out, another program cuts it off. From this call on that
 * ends the program in the same way, with this sentence (borrowed for good). */
void mem_watch_mapped(const char *sentence);

/* Gives back to the system, where it takes it, what was freed between blocks that stay: after much was, and before much more is needed. */
void mem_give_back(void);

void *mem_alloc(size_t size);		    /* zeroed */
void *mem_array(size_t count, size_t size); /* zeroed; overflow is exhaustion */
void *mem_resize(void *old, size_t count, size_t size);
char *mem_strdup(const char *text); /* NULL gives NULL */
char *mem_strndup(const char *text, size_t len);
char *mem_printf(const char *fmt, ...) PRINTF_FMT(1, 2);
char *mem_vprintf(const char *fmt, va_list args) PRINTF_FMT(1, 0);

/* Room for one more at the end of `array` with `count` used and `cap` there (lvalues). */
#define MEM_GROW(array, count, cap)                                                                                                        \
	do {                                                                                                                               \
		if ((count) == (cap)) {                                                                                                    \
			(cap) = (cap) ? (cap)*2 : 8;                                                                                       \
			(array) = mem_resize((array), (cap), sizeof(*(array)));                                                            \
		}                                                                                                                          \
	} while (0)

#endif
