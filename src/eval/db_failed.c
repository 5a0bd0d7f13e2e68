#include "eval/db_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"

/* Failures of a database, as sentences. */

/* A stick that is gone and a bad sector are read errors, which SQLite takes for damage: only a file that reads from end to end is damaged. */
static bool
is_readable(const char *path, int *errnum)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char chunk[65536];
	ssize_t got = 1;

	*errnum = errno;
	if (fd < 0)
		return errno == ENOENT; /* in memory */
	while (got > 0 || (got < 0 && errno == EINTR))
		got = read(fd, chunk, sizeof(chunk));
	*errnum = errno;
	close(fd);
	return got == 0;
}

static enum status
machine_failed(const char *path, int errnum, struct err *err)
{
	switch (errnum) {
	case ENOSPC:
	case EDQUOT:
		return err_set(err, STATUS_IO, _("the disk with \"%s\" is full; free some space and do it again"), path);
	case EROFS:
		return err_set(err, STATUS_IO,
			       _("\"%s\" cannot be written: the disk or the file is read-only; copy it to a disk of this machine"), path);
	case EACCES:
	case EPERM:
		return err_set(err, STATUS_IO, _("\"%s\": no right to do that; check who owns the file and its folder"), path);
	default:
		return err_set(err, STATUS_IO,
			       _("\"%s\" cannot be read or written (%s); see whether the stick or disk is still in place, and do it again"),
			       path, err_system_words(errnum ? errnum : EIO));
	}
}

/* Why no file can be made beside this one: the journal of a transaction, before anything is written. 0: one can. */
static int
why_no_file(const char *path)
{
	char *probe = mem_printf("%s-%ld.tmp", path, (long)getpid());
	int fd = open(probe, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600), errnum = fd < 0 ? errno : 0;

	if (fd >= 0) {
		close(fd);
		unlink(probe);
	}
	free(probe);
	return errnum == ENOENT || errnum == ENOTDIR ? 0 : errnum;
}

static enum status
sentence(sqlite3 *handle, const char *path, int code, struct err *err)
{
	int errnum = handle ? sqlite3_system_errno(handle) : 0;

	switch (code & 0xff) {
	case SQLITE_FULL:
		return machine_failed(path, ENOSPC, err);
	case SQLITE_READONLY:
		if (code == SQLITE_READONLY_ROLLBACK)
			return err_set(
				err, STATUS_CONFLICT,
				_("\"%s\" was being written when the machine stopped; open it once with louce, which takes back what is half written"),
				path);
		if (code == SQLITE_READONLY_DBMOVED)
			return err_set(
				err, STATUS_IO,
				_("\"%s\" was removed, renamed or replaced while louce had it open; put it back, or open the one that is "
				  "there now"),
				path);
		return machine_failed(path, EROFS, err);
	case SQLITE_NOTADB:
		return err_set(err, STATUS_INVALID, _("\"%s\" is not a louce file"), path);
	case SQLITE_CORRUPT:
		errnum = 0;
		if (!is_readable(path, &errnum))
			return machine_failed(path, errnum, err);
		return err_set(err, STATUS_TAMPERED, _("\"%s\" is damaged; use another copy, or take the steps back from a stick"), path);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(err, STATUS_CONFLICT, _("\"%s\" is in use by another louce; close that one first"), path);
	case SQLITE_CANTOPEN:
		errnum = why_no_file(path);
		if (errnum)
			return machine_failed(path, errnum, err);
		return err_set(err, STATUS_IO, _("\"%s\" cannot be opened; check the name and the rights of its folder"), path);
	case SQLITE_NOMEM:
		return err_set(err, STATUS_IO, _("memory is short for \"%s\"; close other programs and do it again"), path);
	case SQLITE_IOERR:
	case SQLITE_PERM:
	case SQLITE_PROTOCOL:
	case SQLITE_NOLFS:
		return machine_failed(path, errnum, err);
	default: /* a table, a type or a value that louce never writes */
		return err_set(err, STATUS_TAMPERED,
			       _("\"%s\" is not as louce wrote it; run louce verify, and use another copy or louce rebuild"), path);
	}
}

enum status
db_failed(struct db *db, int code, struct err *err)
{
	enum status status = sentence(db->handle, db->path, code, err);

	if (db->writing && !db->failed.status)
		sentence(db->handle, db->path, code, &db->failed);
	if (!db->trouble.status)
		sentence(db->handle, db->path, code, &db->trouble);
	return status;
}

bool
db_trouble(struct db *db, struct err *out)
{
	struct err none = { 0 };

	if (!db->trouble.status)
		return false;
	*out = db->trouble;
	db->trouble = none;
	return true;
}

enum status
db_handle_failed(sqlite3 *handle, int code, struct err *err)
{
	const char *path = sqlite3_db_filename(handle, "main");

	return sentence(handle, path && *path ? path : _("memory"), code, err);
}
