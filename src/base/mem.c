#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void (*exhausted_hook)(void);

void
mem_set_exhausted_hook(void (*hook)(void))
{
	exhausted_hook = hook;
}

void
mem_exhausted(void)
{
	void (*hook)(void) = exhausted_hook;

	exhausted_hook = NULL; /* the hook may need memory itself */
	if (hook)
		hook();
	fputs("louce: out of memory; close other programs, look what is done already, and go on\n", stderr);
	_Exit(4);
}

void *
mem_alloc(size_t size)
{
	void *memory = calloc(1, size ? size : 1);

	if (!memory)
		mem_exhausted();
	return memory;
}

void *
mem_array(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size ? size : 1);

	if (!memory)
		mem_exhausted();
	return memory;
}

void *
mem_resize(void *old, size_t count, size_t size)
{
	void *memory = reallocarray(old, count ? count : 1, size ? size : 1);

	if (!memory)
		mem_exhausted();
	return memory;
}

char *
mem_strdup(const char *text)
{
	char *copy = text ? strdup(text) : NULL;

	if (text && !copy)
		mem_exhausted();
	return copy;
}

char *
mem_strndup(const char *text, size_t len)
{
	char *copy = strndup(text ? text : "", len); /* an empty buffer has no bytes at all */

	if (!copy)
		mem_exhausted();
	return copy;
}

char *
mem_vprintf(const char *fmt, va_list args)
{
	char *text = NULL;

	if (vasprintf(&text, fmt, args) < 0)
		mem_exhausted();
	return text;
}

char *
mem_printf(const char *fmt, ...)
{
	va_list args;
	char *text;

	va_start(args, fmt);
	text = mem_vprintf(fmt, args);
	va_end(args);
	return text;
}
