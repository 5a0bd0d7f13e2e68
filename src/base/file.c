#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/temporary.h"

static enum status
open_for_reading(const char *path, int flags, int *fd, struct err *err)
{
	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | flags);
	if (*fd < 0 && errno == ENOENT)
		return err_set(err, STATUS_NOT_FOUND, _("there is no file \"%s\"; check the name"), path);
	if (*fd < 0)
		return err_errno(err, errno, _("\"%s\" cannot be opened"), path);
	return STATUS_OK;
}

/* A link is followed where a file is read, to an ordinary one. */
static enum status
not_ordinary(const char *path, struct err *err)
{
	return err_set(err, STATUS_INVALID, _("\"%s\" is no ordinary file but a folder, a pipe or a device; name a file"), path);
}

enum status
file_is_ordinary(const char *path, struct err *err)
{
	struct stat info;

	return stat(path, &info) != 0 || S_ISREG(info.st_mode) ? STATUS_OK : not_ordinary(path, err);
}

enum status
file_open(const char *path, int *fd, struct err *err)
{
	struct stat info;
	enum status status = open_for_reading(path, O_NONBLOCK, fd, err); /* opening a pipe would wait for its writer */

	if (status)
		return status;
	if (fstat(*fd, &info) != 0)
		status = err_errno(err, errno, _("\"%s\" cannot be read"), path);
	else if (!S_ISREG(info.st_mode))
		status = not_ordinary(path, err);
	if (status) {
		close(*fd);
		*fd = -1;
	}
	return status;
}

static enum status
read_whole(int fd, const char *path, size_t limit_bytes, struct buf *out, struct err *err)
{
	enum status status = STATUS_OK;
	char chunk[65536];

	for (;;) {
		ssize_t got = read(fd, chunk, sizeof(chunk));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			status = err_errno(err, errno, _("\"%s\" cannot be read"), path);
			break;
		}
		if (got == 0)
			break;
		if (out->len + (size_t)got > limit_bytes) {
			status = err_set(err, STATUS_INVALID, _("\"%s\" is larger than such a file may be"), path);
			break;
		}
		buf_add(out, chunk, (size_t)got);
	}
	close(fd);
	return status;
}

enum status
file_read(const char *path, size_t limit_bytes, struct buf *out, struct err *err)
{
	int fd;
	enum status status = file_open(path, &fd, err);

	return status ? status : read_whole(fd, path, limit_bytes, out, err);
}

enum status
file_read_any(const char *path, size_t limit_bytes, struct buf *out, struct err *err)
{
	int fd;
	enum status status = open_for_reading(path, 0, &fd, err);

	return status ? status : read_whole(fd, path, limit_bytes, out, err);
}

static bool
write_all(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t put = write(fd, bytes, len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		bytes += put;
		len -= (size_t)put;
	}
	return true;
}

void
file_sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash ? mem_strndup(path, (size_t)(slash - path) + 1) : mem_strdup(".");
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		fsync(fd); /* some file systems refuse it for folders; the rename itself held */
		close(fd);
	}
	free(dir);
}

enum status
file_write(const char *path, const void *bytes, size_t len, unsigned mode, struct err *err)
{
	char *temporary = temporary_name(path);
	enum status status = STATUS_OK;
	struct stat info;
	bool right;
	int fd;

	if (lstat(path, &info) == 0 && !S_ISREG(info.st_mode)) {
		status = err_set(err, STATUS_INVALID, _("\"%s\" is no ordinary file but a folder, a link, a pipe or a device; name a file"),
				 path);
		goto out;
	}
	temporary_clear(path);
	fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);
	if (fd < 0) {
		status = err_errno(err, errno, _("\"%s\" cannot be written"), path);
		goto out;
	}
	right = write_all(fd, bytes, len) && fsync(fd) == 0;
	if (close(fd) != 0)
		right = false;
	if (!right || rename(temporary, path) != 0) {
		status = err_errno(err, errno, _("\"%s\" cannot be written"), path);
		unlink(temporary);
		goto out;
	}
	file_sync_folder(path);
out:
	free(temporary);
	return status;
}

static enum status
refuse_existing(const char *path, struct err *err)
{
	return err_set(err, STATUS_CONFLICT, _("\"%s\" is there already; choose another name"), path);
}

enum status
file_put_in_place(const char *made, const char *path, struct err *err)
{
	int failed = renameat2(AT_FDCWD, made, AT_FDCWD, path, RENAME_NOREPLACE) == 0 ? 0 : errno;

	if (failed == EINVAL || failed == ENOSYS ||
	    failed == EPERM) { /* a file system or container that cannot look and rename in one step */
		enum status status = file_is_new(path, err);

		if (status)
			return status;
		failed = rename(made, path) == 0 ? 0 : errno;
	}
	if (failed == EEXIST)
		return refuse_existing(path, err);
	if (failed)
		return err_errno(err, failed, _("\"%s\" cannot be written"), path);
	file_sync_folder(path);
	return STATUS_OK;
}

enum status
file_make_dirs(const char *path, unsigned mode, struct err *err)
{
	char *copy = mem_strdup(path);
	enum status status = STATUS_OK;
	struct stat info;

	for (char *at = copy; !status; at++) {
		char held = *at;

		if ((held != '/' && held != '\0') || at == copy) {
			if (held == '\0')
				break;
			continue;
		}
		*at = '\0';
		if (mkdir(copy, (mode_t)mode) != 0 && errno != EEXIST)
			status = err_errno(err, errno, _("the folder \"%s\" cannot be made"), copy);
		*at = held;
		if (!held)
			break;
	}
	if (!status && (stat(path, &info) != 0 || !S_ISDIR(info.st_mode)))
		status = err_errno(err, ENOTDIR, _("the folder \"%s\" cannot be made"), path);
	free(copy);
	return status;
}

bool
file_exists(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

bool
file_is_same(const char *path, const char *other)
{
	struct stat one, two;

	return stat(path, &one) == 0 && stat(other, &two) == 0 && one.st_dev == two.st_dev && one.st_ino == two.st_ino;
}

enum status
file_look(const char *path, bool *there, struct err *err)
{
	struct stat info;

	*there = stat(path, &info) == 0;
	if (!*there && errno != ENOENT && errno != ENOTDIR)
		return err_errno(err, errno, _("\"%s\" cannot be read"), path);
	return STATUS_OK;
}

enum status
file_is_new(const char *path, struct err *err)
{
	struct stat info;

	if (lstat(path, &info) == 0) /* a link that leads nowhere is there, too: what is written would go where it leads */
		return refuse_existing(path, err);
	return errno == ENOENT || errno == ENOTDIR ? STATUS_OK : err_errno(err, errno, _("\"%s\" cannot be read"), path);
}

#define NAMES_TRIED 99

/* Is there no file yet of the stem with any of the endings? */
static enum status
are_new(const char *stem, const char *const *endings, size_t count, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count && !status; i++) {
		char *path = mem_printf("%s%s", stem, endings[i]);

		status = file_is_new(path, err);
		free(path);
	}
	return status;
}

enum status
file_free_stem(const char *stem, const char *const *endings, size_t count, char **out, struct err *err)
{
	char *numbered = NULL;
	enum status status = STATUS_CONFLICT;

	for (int number = 1; number <= NAMES_TRIED && status == STATUS_CONFLICT; number++) {
		free(numbered);
		numbered = number == 1 ? mem_strdup(stem) : mem_printf("%s-%d", stem, number);
		status = are_new(numbered, endings, count, err);
	}
	if (status)
		free(numbered);
	else
		*out = numbered;
	return status;
}

enum status
file_free_name(const char *stem, const char *ending, char **out, struct err *err)
{
	char *numbered = NULL;
	enum status status = file_free_stem(stem, &ending, 1, &numbered, err);

	if (!status)
		*out = mem_printf("%s%s", numbered, ending);
	free(numbered);
	return status;
}

char *
file_join(const char *dir, const char *name)
{
	size_t len = strlen(dir);

	return mem_printf("%s%s%s", dir, len && dir[len - 1] == '/' ? "" : "/", name);
}
