#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"

/* Whole files, read with a limit and written so that a crash leaves the old or the new one. */

MUST_CHECK enum status file_read(const char *path, size_t limit_bytes, struct buf *out, struct err *err);
/* A temporary name beside it, sync, rename, sync the folder. mode as for open(2). What killed louces left in the folder is cleared. */
MUST_CHECK enum status file_write(const char *path, const void *bytes, size_t len, unsigned mode, struct err *err);
/* Syncs the folder that a path lies in; some file systems refuse, and then nothing more can be done. */
void file_sync_folder(const char *path);
MUST_CHECK enum status file_make_dirs(const char *path, unsigned mode, struct err *err);
bool file_exists(const char *path);
char *file_join(const char *dir, const char *name); /* caller frees */

#endif
