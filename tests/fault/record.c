#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "record.h"

/* Preloaded into a program: writes down every change to files under one folder, so that a power cut at any moment can be played. */

#define FDS 1024

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *root;
static size_t root_len;
static int log_fd = -1;
static long kill_at, changes;
static uint64_t handles[FDS]; /* 0: not under the folder */
static bool folders[FDS], appends[FDS];
static char *folder_paths[FDS];
static uint64_t next_handle;
static bool off = true;

static void
in_child(void)
{
	off = true; /* a child that only reads, behind a filter that allows nothing else */
}

__attribute__((constructor)) static void
start(void)
{
	const char *log = getenv("LOUCE_RECORD"), *kill_text = getenv("LOUCE_RECORD_KILL");

	root = getenv("LOUCE_RECORD_ROOT");
	if (!root || (!log && !kill_text))
		return;
	root_len = strlen(root);
	kill_at = kill_text ? atol(kill_text) : 0;
	if (log)
		log_fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	next_handle = (uint64_t)getpid() << 32;
	pthread_atfork(NULL, NULL, in_child);
	off = false;
}

static bool
is_under(const char *path)
{
	return !off && strncmp(path, root, root_len) == 0;
}

/* Under the lock, before the change is made when `early`. */
static void
note(enum record_op op, uint64_t handle, bool created, int64_t at, const char *path, size_t path_len, const void *data, size_t data_len)
{
	struct record_head head = {
		.op = op, .created = created, .handle = handle, .at = at, .path_len = (uint32_t)path_len, .data_len = (uint32_t)data_len
	};

	if (log_fd < 0)
		return;
	if (syscall(SYS_write, log_fd, &head, sizeof(head)) != (long)sizeof(head) ||
	    syscall(SYS_write, log_fd, path, path_len) != (long)path_len || syscall(SYS_write, log_fd, data, data_len) != (long)data_len)
		abort();
}

static void
count_change(void)
{
	if (++changes == kill_at) {
		syscall(SYS_kill, getpid(), SIGKILL);
		for (;;)
			pause();
	}
}

static int
open_any(int dir, const char *path, int flags, mode_t mode)
{
	bool ours = is_under(path), there, writes = (flags & O_ACCMODE) != O_RDONLY;
	struct stat info;
	int fd;

	if (!ours)
		return (int)syscall(SYS_openat, dir, path, flags, mode);
	pthread_mutex_lock(&lock);
	there = stat(path, &info) == 0;
	if (writes && !there && (flags & O_CREAT))
		count_change();
	fd = (int)syscall(SYS_openat, dir, path, flags, mode);
	if (fd >= 0 && fd < FDS) {
		folders[fd] = there && S_ISDIR(info.st_mode);
		if (folders[fd]) {
			free(folder_paths[fd]);
			folder_paths[fd] = strdup(path);
		} else if (writes) {
			handles[fd] = ++next_handle;
			appends[fd] = (flags & O_APPEND) != 0;
			note(RECORD_OPEN, handles[fd], !there, 0, path, strlen(path), NULL, 0);
			if (there && (flags & O_TRUNC))
				note(RECORD_TRUNCATE, handles[fd], false, 0, NULL, 0, NULL, 0);
		}
	}
	pthread_mutex_unlock(&lock);
	return fd;
}

#define OPEN_LIKE(name)                                                                                                                    \
	int name(const char *path, int flags, ...)                                                                                         \
	{                                                                                                                                  \
		va_list args;                                                                                                              \
		mode_t mode;                                                                                                               \
		va_start(args, flags);                                                                                                     \
		mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(args, mode_t) : 0;                                                         \
		va_end(args);                                                                                                              \
		return open_any(AT_FDCWD, path, flags, mode);                                                                              \
	}
OPEN_LIKE(open)
OPEN_LIKE(open64)

int
__open_2(const char *path, int flags)
{
	return open_any(AT_FDCWD, path, flags, 0);
}

int
__open64_2(const char *path, int flags)
{
	return open_any(AT_FDCWD, path, flags, 0);
}

int
close(int fd)
{
	if (!off && fd >= 0 && fd < FDS) {
		handles[fd] = 0;
		folders[fd] = false;
	}
	return (int)syscall(SYS_close, fd);
}

static bool
is_ours(int fd)
{
	return !off && fd >= 0 && fd < FDS && handles[fd];
}

static ssize_t
put_any(int fd, const void *bytes, size_t len, int64_t at)
{
	ssize_t put;

	pthread_mutex_lock(&lock);
	count_change();
	put = at < 0 ? syscall(SYS_write, fd, bytes, len) : syscall(SYS_pwrite64, fd, bytes, len, at);
	if (put > 0)
		note(RECORD_WRITE, handles[fd], false, at >= 0 ? at : (int64_t)syscall(SYS_lseek, fd, 0, SEEK_CUR) - put, NULL, 0, bytes,
		     (size_t)put);
	pthread_mutex_unlock(&lock);
	return put;
}

ssize_t
write(int fd, const void *bytes, size_t len)
{
	return is_ours(fd) ? put_any(fd, bytes, len, -1) : syscall(SYS_write, fd, bytes, len);
}

ssize_t
pwrite(int fd, const void *bytes, size_t len, off_t at)
{
	return is_ours(fd) ? put_any(fd, bytes, len, at) : syscall(SYS_pwrite64, fd, bytes, len, at);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t len, off64_t at)
{
	return pwrite(fd, bytes, len, at);
}

int
ftruncate(int fd, off_t len)
{
	int result;

	if (!is_ours(fd))
		return (int)syscall(SYS_ftruncate, fd, len);
	pthread_mutex_lock(&lock);
	count_change();
	result = (int)syscall(SYS_ftruncate, fd, len);
	if (result == 0)
		note(RECORD_TRUNCATE, handles[fd], false, len, NULL, 0, NULL, 0);
	pthread_mutex_unlock(&lock);
	return result;
}

int
ftruncate64(int fd, off64_t len)
{
	return ftruncate(fd, len);
}

static int
sync_any(int fd, long call)
{
	int result;

	if (off || fd < 0 || fd >= FDS || (!handles[fd] && !folders[fd]))
		return (int)syscall(call, fd);
	pthread_mutex_lock(&lock);
	count_change();
	result = 0; /* the disk itself is of no interest here */
	if (folders[fd])
		note(RECORD_SYNC_FOLDER, 0, false, 0, folder_paths[fd], strlen(folder_paths[fd]), NULL, 0);
	else
		note(RECORD_SYNC, handles[fd], false, 0, NULL, 0, NULL, 0);
	pthread_mutex_unlock(&lock);
	return result;
}

int
fsync(int fd)
{
	return sync_any(fd, SYS_fsync);
}

int
fdatasync(int fd)
{
	return sync_any(fd, SYS_fdatasync);
}

int
unlink(const char *path)
{
	int result;

	if (!is_under(path))
		return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
	pthread_mutex_lock(&lock);
	count_change();
	result = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
	if (result == 0)
		note(RECORD_UNLINK, 0, false, 0, path, strlen(path), NULL, 0);
	pthread_mutex_unlock(&lock);
	return result;
}

int
remove(const char *path)
{
	struct stat info;

	return lstat(path, &info) == 0 && S_ISDIR(info.st_mode) ? rmdir(path) : unlink(path);
}

static int
rename_any(const char *from, const char *to, unsigned flags)
{
	char both[2048];
	int result, len;

	if (!is_under(from) && !is_under(to))
		return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, flags);
	pthread_mutex_lock(&lock);
	count_change();
	result = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, flags);
	len = snprintf(both, sizeof(both), "%s%c%s", from, '\0', to);
	if (result == 0)
		note(flags & RENAME_EXCHANGE ? RECORD_EXCHANGE : RECORD_RENAME, 0, false, 0, both, (size_t)len + 1, NULL, 0);
	pthread_mutex_unlock(&lock);
	return result;
}

int
rename(const char *from, const char *to)
{
	return rename_any(from, to, 0);
}

int
renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
	(void)from_dir;
	(void)to_dir;
	return rename_any(from, to, flags);
}

/* A key costs a second and a quarter of the memory; here the least there is, always, so that a hundred tries take no hour. */
int crypto_pwhash(unsigned char *out, unsigned long long out_len, const char *text, unsigned long long len, const unsigned char *salt,
		  unsigned long long passes, size_t memory, int algorithm);
int
crypto_pwhash(unsigned char *out, unsigned long long out_len, const char *text, unsigned long long len, const unsigned char *salt,
	      unsigned long long passes, size_t memory, int algorithm)
{
	int (*real)(unsigned char *, unsigned long long, const char *, unsigned long long, const unsigned char *, unsigned long long,
		    size_t, int) = dlsym(RTLD_NEXT, "crypto_pwhash");

	(void)passes;
	(void)memory;
	return real(out, out_len, text, len, salt, 1, 8192, algorithm);
}

/* A program that knows of this says what it has acknowledged so far. */
void record_mark(long number);
void
record_mark(long number)
{
	if (off)
		return;
	pthread_mutex_lock(&lock);
	note(RECORD_MARK, 0, false, number, NULL, 0, NULL, 0);
	pthread_mutex_unlock(&lock);
}
