#include "base/mem.h"

#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

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

static const char *mapped_sentence;

/* Reading mapped memory that is gone. Any thread may be the one that reads. */
static void
on_bus_error(int number, siginfo_t *info, void *context)
{
	void (*hook)(void) = exhausted_hook;
	ssize_t ignored;

	(void)context;
	if (info->si_code != BUS_ADRERR && info->si_code != BUS_OBJERR) {
		signal(number, SIG_DFL);
		raise(number);
		return;
	}
	exhausted_hook = NULL;
	if (hook)
		hook();
	ignored = write(STDERR_FILENO, mapped_sentence, strlen(mapped_sentence));
	(void)ignored;
	_exit(4);
}

void
mem_watch_mapped(const char *sentence)
{
	struct sigaction action = { .sa_sigaction = on_bus_error, .sa_flags = SA_SIGINFO };

	mapped_sentence = sentence;
	sigemptyset(&action.sa_mask);
	sigaction(SIGBUS, &action, NULL);
}

void
mem_give_back(void)
{
#ifdef __GLIBC__
	malloc_trim(0);
#endif
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
