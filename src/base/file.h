#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"

/* Whole files, read with a limit and written so that a crash leaves the old or the new one. */

/* Opens an ordinary file for reading: *fd is the caller's to close. A pipe, a device, a folder put in the way of a file is INVALID, and
 * nobody waits for it. */
MUST_CHECK enum status file_open(const char *path, int *fd, struct err *err);
/* OK for an ordinary file and for one that is not there; INVALID for anything else under that name. For who opens it by other means. */
MUST_CHECK enum status file_is_ordinary(const char *path, struct err *err);
/* Appends the bytes of an ordinary file; more than `limit_bytes` is INVALID. */
MUST_CHECK enum status file_read(const char *path, size_t limit_bytes, struct buf *out, struct err *err);
/* The same, also of a pipe or a terminal: what a person named to be read once, such as a passphrase. */
MUST_CHECK enum status file_read_any(const char *path, size_t limit_bytes, struct buf *out, struct err *err);
/* A temporary name beside it, sync, rename, sync the folder. mode as for open(2). What killed louces left in the folder is cleared. It takes the
 * place of an ordinary file alone; a folder, a link, a pipe or a device of that name is INVALID. */
MUST_CHECK enum status file_write(const char *path, const void *bytes, size_t len, unsigned mode, struct err *err);
/* Syncs the folder that a path lies in; some file systems refuse, and then nothing more can be done. */
void file_sync_folder(const char *path);
MUST_CHECK enum status file_make_dirs(const char *path, unsigned mode, struct err *err);
/* Gives a finished file its name, in one step and durably. CONFLICT, with nothing changed, when something of that name is there. */
MUST_CHECK enum status file_put_in_place(const char *made, const char *path, struct err *err);
bool file_exists(const char *path);			/* also when it cannot be seen: opening it says why */
bool file_is_same(const char *path, const char *other); /* two names of one file that is there */
/* The same as file_exists, where nothing is opened afterwards: IO when it cannot be seen. */
MUST_CHECK enum status file_look(const char *path, bool *there, struct err *err);
/* CONFLICT when something of that name is there. */
MUST_CHECK enum status file_is_new(const char *path, struct err *err);
/* The first of STEM.END, STEM-2.END ... where nothing is (`ending` with its dot); *out: the caller's to free. CONFLICT: all of a hundred are taken. */
MUST_CHECK enum status file_free_name(const char *stem, const char *ending, char **out, struct err *err);
/* The same of files that go together: the stem, numbered alike for all. */
MUST_CHECK enum status file_free_stem(const char *stem, const char *const *endings, size_t count, char **out, struct err *err);
char *file_join(const char *dir, const char *name); /* caller frees */

#endif
