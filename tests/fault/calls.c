/* A library to be preloaded (LD_PRELOAD) that makes one call of a program fail: the one that LOUCE_FAULT_PAGE's page says. It counts from
 * main on, in the program and in the processes it forks. Key derivation costs the least there is, so that thousands of tries fit in a minute. */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "calls.h"

static struct fault_page *page; /* NULL: nothing fails */
static bool started, forked;
static _Thread_local bool inside; /* what this library itself calls does not count */

/* The next function of this name: the C library's own. */
#define REAL(type, name, ...)                                                                                                              \
	static type (*real)(__VA_ARGS__);                                                                                                  \
	if (!real)                                                                                                                         \
	real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static void
open_page(void)
{
	const char *path = getenv("LOUCE_FAULT_PAGE");
	long fd = path ? syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0) : -1;
	long at;

	if (fd < 0)
		return;
	at = syscall(SYS_mmap, NULL, sizeof(*page), PROT_READ | PROT_WRITE, MAP_SHARED, (int)fd, 0L);
	syscall(SYS_close, fd);
	if (at != -1)
		page = (struct fault_page *)at;
}

/* A pipe or a terminal is never full or pulled out. */
static bool
is_file(int fd)
{
	struct stat info;

	if (forked) /* behind a filter that allows no such call; what it writes to is a pipe */
		return false;
	return syscall(SYS_fstat, fd, &info) == 0 && (S_ISREG(info.st_mode) || S_ISDIR(info.st_mode));
}

/* A file that could not be read once is on a bad sector: it cannot be read again either. */
static uint64_t
inode_of(int fd)
{
	struct stat info;

	return is_file(fd) && syscall(SYS_fstat, fd, &info) == 0 ? (uint64_t)info.st_ino : 0;
}

static bool
spoil(int fd)
{
	if (page->mode == FAULT_CALL)
		page->bad = inode_of(fd);
	return true;
}

static bool
is_bad(int fd)
{
	if (!page || inside || !page->bad || page->bad != inode_of(fd))
		return false;
	errno = EIO;
	return true;
}

static void
note_failed(const char *call)
{
	if (atomic_fetch_add((_Atomic uint32_t *)&page->failed, 1) == 0)
		strncpy(page->call, call, sizeof(page->call) - 1);
}

/* Notes the number of the first allocation that was reached by just these calls. */
static void
note_place(uint32_t number)
{
	void *frames[14];
	uint64_t hash = 14695981039346656037u;
	uint32_t slot;
	int count;

	inside = true;
	count = backtrace(frames, 14);
	inside = false;
	for (int i = 2; i < count; i++)
		hash = (hash ^ (uint64_t)(uintptr_t)frames[i]) * 1099511628211u;
	hash |= hash == 0; /* 0 is an empty slot */
	slot = (uint32_t)(hash >> 32) % FAULT_SLOTS;
	for (; page->hashes[slot] != 0; slot = (slot + 1) % FAULT_SLOTS)
		if (page->hashes[slot] == hash)
			return;
	if (page->place_count == FAULT_PLACES_MAX)
		return;
	page->hashes[slot] = hash;
	page->places[page->place_count++] = number;
}

static bool
memory_fails(void)
{
	uint32_t number;

	if (!page || !started || inside)
		return false;
	number = atomic_fetch_add((_Atomic uint32_t *)&page->memory, 1) + 1;
	if (page->mode == FAULT_COUNT && number % page->note_every == 0)
		note_place(number);
	if (page->mode != FAULT_MEMORY || number != page->at)
		return false;
	note_failed("allocation");
	errno = ENOMEM;
	return true;
}

/* `writes`: the call puts bytes on a disk. */
static bool
call_fails(const char *call, int error, bool files, bool writes)
{
	uint32_t number, written = 0;
	bool fails = false;

	if (!page || !started || inside)
		return false;
	number = atomic_fetch_add((_Atomic uint32_t *)&page->calls, 1) + 1;
	if (writes)
		written = atomic_fetch_add((_Atomic uint32_t *)&page->writes, 1) + 1;
	if (page->mode == FAULT_CALL)
		fails = number == page->at;
	else if (page->mode == FAULT_FULL)
		fails = writes && written >= page->at;
	else if (page->mode == FAULT_GONE)
		fails = files && number >= page->at;
	if (!fails)
		return false;
	note_failed(call);
	errno = page->mode == FAULT_FULL ? ENOSPC : page->mode == FAULT_GONE ? EIO : error;
	return true;
}

#define FILES true
#define NO_FILES false
#define WRITES true
#define READS false

/* ---- where counting starts */

static int (*real_main)(int, char **, char **);

static int
counted_main(int argc, char **argv, char **env)
{
	void *warm[2];

	inside = true;
	backtrace(warm, 2); /* loads what it needs before anything counts */
	inside = false;
	open_page();
	started = true;
	return real_main(argc, argv, env);
}

int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void), void (*fini)(void),
		      void (*rtld_fini)(void), void *stack_end);
int
__libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void), void (*fini)(void),
		  void (*rtld_fini)(void), void *stack_end)
{
	REAL(int, "__libc_start_main", int (*)(int, char **, char **), int, char **, void (*)(void), void (*)(void), void (*)(void),
	     void *);
	real_main = main;
	return real(counted_main, argc, argv, init, fini, rtld_fini, stack_end);
}

/* ---- memory. The C library's own names, since dlsym may allocate itself. */

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

void *
malloc(size_t size)
{
	return memory_fails() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
	return memory_fails() ? NULL : __libc_calloc(count, size);
}

void *
realloc(void *old, size_t size)
{
	return memory_fails() ? NULL : __libc_realloc(old, size);
}

void *
reallocarray(void *old, size_t count, size_t size)
{
	size_t all;

	if (__builtin_mul_overflow(count, size, &all)) {
		errno = ENOMEM;
		return NULL;
	}
	return memory_fails() ? NULL : __libc_realloc(old, all);
}

/* ---- files */

/* Does it take room on the disk: is a file made? */
static bool
opens_to_write(const char *path, int flags)
{
	return (flags & O_CREAT) != 0 && syscall(SYS_faccessat, AT_FDCWD, path, F_OK) != 0;
}

#define OPEN(name)                                                                                                                         \
	int name(const char *path, int flags, ...)                                                                                         \
	{                                                                                                                                  \
		unsigned mode = 0;                                                                                                         \
		va_list args;                                                                                                              \
		REAL(int, #name, const char *, int, ...);                                                                                  \
		va_start(args, flags);                                                                                                     \
		if (flags & (O_CREAT | __O_TMPFILE))                                                                                       \
			mode = va_arg(args, unsigned);                                                                                     \
		va_end(args);                                                                                                              \
		return call_fails("open", opens_to_write(path, flags) ? ENOSPC : EACCES, FILES, opens_to_write(path, flags))               \
			       ? -1                                                                                                        \
			       : real(path, flags, mode);                                                                                  \
	}
OPEN(open)
OPEN(open64)

#define SIMPLE(type, name, error, files, writes, failed, parameters, arguments)                                                            \
	type name parameters                                                                                                               \
	{                                                                                                                                  \
		static type(*real) parameters;                                                                                             \
		if (!real)                                                                                                                 \
			real = (type(*) parameters)dlsym(RTLD_NEXT, #name);                                                                \
		return call_fails(#name, error, files, writes) ? (failed) : real arguments;                                                \
	}
#define READ(name, parameters, arguments)                                                                                                  \
	ssize_t name parameters                                                                                                            \
	{                                                                                                                                  \
		static ssize_t(*real) parameters;                                                                                          \
		if (!real)                                                                                                                 \
			real = (ssize_t(*) parameters)dlsym(RTLD_NEXT, #name);                                                             \
		return is_bad(fd) || (call_fails(#name, EIO, is_file(fd), READS) && spoil(fd)) ? -1 : real arguments;                      \
	}
READ(read, (int fd, void *to, size_t len), (fd, to, len))
READ(pread, (int fd, void *to, size_t len, off_t at), (fd, to, len, at))
READ(pread64, (int fd, void *to, size_t len, off64_t at), (fd, to, len, at))
SIMPLE(ssize_t, write, ENOSPC, is_file(fd), is_file(fd), -1, (int fd, const void *from, size_t len), (fd, from, len))
SIMPLE(ssize_t, pwrite, ENOSPC, is_file(fd), is_file(fd), -1, (int fd, const void *from, size_t len, off_t at), (fd, from, len, at))
SIMPLE(ssize_t, pwrite64, ENOSPC, is_file(fd), is_file(fd), -1, (int fd, const void *from, size_t len, off64_t at), (fd, from, len, at))
SIMPLE(int, fsync, EIO, is_file(fd), is_file(fd), -1, (int fd), (fd))
SIMPLE(int, fdatasync, EIO, is_file(fd), is_file(fd), -1, (int fd), (fd))
SIMPLE(int, ftruncate, EIO, FILES, READS, -1, (int fd, off_t len), (fd, len))
SIMPLE(int, ftruncate64, EIO, FILES, READS, -1, (int fd, off64_t len), (fd, len))
SIMPLE(int, rename, EIO, FILES, READS, -1, (const char *from, const char *to), (from, to))
SIMPLE(int, unlink, EIO, FILES, READS, -1, (const char *path), (path))
SIMPLE(int, mkdir, ENOSPC, FILES, WRITES, -1, (const char *path, mode_t mode), (path, mode))
SIMPLE(int, fchmod, EPERM, FILES, READS, -1, (int fd, mode_t mode), (fd, mode))
SIMPLE(int, stat, EIO, FILES, READS, -1, (const char *restrict path, struct stat *restrict out), (path, out))
SIMPLE(int, fstat, EIO, FILES, READS, -1, (int fd, struct stat *out), (fd, out))
SIMPLE(int, lstat, EIO, FILES, READS, -1, (const char *restrict path, struct stat *restrict out), (path, out))
SIMPLE(int, stat64, EIO, FILES, READS, -1, (const char *restrict path, struct stat64 *restrict out), (path, out))
SIMPLE(int, fstat64, EIO, FILES, READS, -1, (int fd, struct stat64 *out), (fd, out))
SIMPLE(int, lstat64, EIO, FILES, READS, -1, (const char *restrict path, struct stat64 *restrict out), (path, out))
SIMPLE(DIR *, opendir, EIO, FILES, READS, NULL, (const char *path), (path))
SIMPLE(FILE *, fopen, EIO, FILES, READS, NULL, (const char *restrict path, const char *restrict mode), (path, mode))
SIMPLE(FILE *, fopen64, EIO, FILES, READS, NULL, (const char *restrict path, const char *restrict mode), (path, mode))

/* A file of no bytes, for a mapping whose every read is SIGBUS. -1: this mapping stays whole. */
static int
pulled(int fd)
{
	uint32_t number;

	if (fd < 0 || !page || !started || inside)
		return -1;
	number = atomic_fetch_add((_Atomic uint32_t *)&page->maps, 1) + 1;
	if (page->mode != FAULT_PULLED || number != page->at)
		return -1;
	note_failed("mmap");
	return memfd_create("pulled", MFD_CLOEXEC);
}

#define MMAP(name, offset)                                                                                                                 \
	void *name(void *at, size_t len, int prot, int flags, int fd, offset off)                                                          \
	{                                                                                                                                  \
		int empty = pulled(fd);                                                                                                    \
		REAL(void *, #name, void *, size_t, int, int, int, offset);                                                                \
		if (call_fails("mmap", ENOMEM, NO_FILES, READS))                                                                           \
			return MAP_FAILED;                                                                                                 \
		return empty < 0 ? real(at, len, prot, flags, fd, off) : real(at, len, prot, flags, empty, 0);                             \
	}
MMAP(mmap, off_t)
MMAP(mmap64, off64_t)
SIMPLE(int, pipe, EMFILE, NO_FILES, READS, -1, (int ends[2]), (ends))
SIMPLE(int, pipe2, EMFILE, NO_FILES, READS, -1, (int ends[2], int flags), (ends, flags))

pid_t
fork(void)
{
	REAL(pid_t, "fork", void);
	pid_t child = call_fails("fork", EAGAIN, NO_FILES, READS) ? -1 : real();

	forked |= child == 0;
	return child;
}

/* The number is free whether it fails or not. */
int
close(int fd)
{
	REAL(int, "close", int);
	int code = real(fd);

	return call_fails("close", EIO, FILES, READS) ? -1 : code;
}

int
pthread_create(pthread_t *restrict thread, const pthread_attr_t *restrict how, void *(*run)(void *), void *restrict ctx)
{
	REAL(int, "pthread_create", pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
	return call_fails("pthread_create", EAGAIN, NO_FILES, READS) ? EAGAIN : real(thread, how, run, ctx);
}

#define FCNTL(name)                                                                                                                        \
	int name(int fd, int command, ...)                                                                                                 \
	{                                                                                                                                  \
		va_list args;                                                                                                              \
		void *argument;                                                                                                            \
		REAL(int, #name, int, int, ...);                                                                                           \
		va_start(args, command);                                                                                                   \
		argument = va_arg(args, void *);                                                                                           \
		va_end(args);                                                                                                              \
		if (command == F_SETLK && call_fails("lock", ENOLCK, FILES, READS))                                                        \
			return -1;                                                                                                         \
		return real(fd, command, argument);                                                                                        \
	}
FCNTL(fcntl)
FCNTL(fcntl64)

/* ---- keys */

int crypto_pwhash(unsigned char *out, unsigned long long out_len, const char *passphrase, unsigned long long len, const unsigned char *salt,
		  unsigned long long passes, size_t bytes, int algorithm);
int
crypto_pwhash(unsigned char *out, unsigned long long out_len, const char *passphrase, unsigned long long len, const unsigned char *salt,
	      unsigned long long passes, size_t bytes, int algorithm)
{
	REAL(int, "crypto_pwhash", unsigned char *, unsigned long long, const char *, unsigned long long, const unsigned char *,
	     unsigned long long, size_t, int);
	(void)passes;
	(void)bytes;
	return real(out, out_len, passphrase, len, salt, 1, 8192, algorithm);
}
